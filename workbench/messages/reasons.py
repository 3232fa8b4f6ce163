"""The machine's reasons as short phrases: why this vendor, account, VAT code, order line."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.describing import Lenient, describe
from workbench.messages.params import in_words
from workbench.messages.whys import WHY

REASONS: dict[str, str | Promise] = {
    # GL account, cost centre, cost unit
    "coding.rule": _("rule %(rule)s"),
    "coding.vendor_mapping": _("fixed for this vendor"),
    "coding.order_line": _("from the order line"),
    "coding.item": _("from the item"),
    "coding.vendor_default": _("default of this vendor in Exact"),
    "coding.vendor_item": _("this item of this vendor was booked so %(times)s times, last on %(last)s"),
    "coding.vendor_text": _("this text of this vendor was booked so %(times)s times, last on %(last)s"),
    "coding.vendor": _("all of this vendor was booked so (%(times)s times, last on %(last)s)"),
    "coding.text": _("this text was booked so %(times)s times at other vendors, last on %(last)s"),
    "coding.words": _("the words of this text were booked so at this vendor"),
    "coding.moved": _("this vendor moved from %(from)s to %(to)s"),
    "coding.suggested": _("suggested by the language model; check it"),
    "coding.no_cost_centre": _("account %(gl)s takes no cost centre"),
    "coding.transitory": _("transitory account; from %(account)s to %(gl)s over %(months)s months by memorandum"),
    "coding.unknown": _("not known: nothing in rules, orders or history tells"),
    # vendor
    "vendor.exact": _("same %(key)s"),
    "vendor.agrees": _("also the same %(key)s"),
    "vendor.learned": _("chosen before for this %(key)s"),
    "vendor.points_at": _("%(key)s points at one vendor"),
    "vendor.several": _("%(key)s belongs to several vendors"),
    "vendor.weak_key": _("%(key)s alone is no proof"),
    "vendor.similar_name": _("the name is similar"),
    "vendor.nobody": _("no vendor has these details"),
    # administration
    "routing.points_at": _("%(how)s points at one administration"),
    "routing.rule": _("by your routing rule"),
    "routing.only": _("the only administration"),
    # match
    "match.order_named": _("order %(order)s is named on the invoice"),
    "match.order_named_on_line": _("order %(order)s is named on the line"),
    "match.chosen_by_person": _("chosen by a person"),
    "match.none_of_these": _("a person said: none of these"),
    "match.by_original_invoice": _("by invoice %(number)s that is credited"),
    "match.by_delivery_note": _("by delivery note %(notes)s"),
    "match.by_supplier_reference": _("by the supplier's number %(reference)s"),
    "match.fits_other_order": _("fits order %(order)s better"),
    "match.same_code": _("same item %(code)s"),
    "match.code_differs": _("item differs: ours %(ours)s, theirs %(theirs)s"),
    "match.price_equal": _("same price %(price)s"),
    "match.price_delta": _("price differs by %(percent)s %%"),
    "match.open_quantity": _("%(billed)s billed, %(open)s still open"),
    "match.open": _("%(open)s still open"),
    "match.unit_unknown": _("units differ: %(theirs)s and %(ours)s"),
    "match.text_likeness": _("descriptions alike for %(ratio)s %%"),
    "match.total_of_one_order": _("the total is that of order %(order)s"),
    "match.total_equals_remaining": _("the total is what is still open on %(lines)s lines"),
    "match.total_unique_subset": _("the total is that of exactly these %(lines)s lines"),
    "match.total_several_subsets": _("the total fits several sets of lines"),
    "match.total_fits_nothing": _("the total fits no set of open lines"),
    "match.prepayment": _("a prepayment of %(amount)s on order %(order)s"),
    "match.charge_within": _("cost within tolerance (%(actual)s)"),
    "match.charge_outside": _("cost outside tolerance (%(actual)s)"),
    "match.fx_rate": _("exchange rate %(invoice)s on the invoice, %(day)s that day (%(percent)s %%)"),
    # recurring and intercompany
    "recurring.fits": _("fits contract %(template)s, %(agreed)s agreed"),
    "recurring.several": _("fits several contracts: %(templates)s"),
    "recurring.amount": _("%(billed)s billed, %(agreed)s agreed"),
    "recurring.before_start": _("before the contract starts on %(starts)s"),
    "recurring.after_end": _("after the contract ended on %(ends)s"),
    "recurring.too_soon": _("too soon after %(last)s; billed every %(every)s months"),
    "intercompany.agrees": _("the sister company %(administration)s booked the same sale"),
    "intercompany.not_found": _("the sister company has no sale %(number)s"),
    "intercompany.differs": _("ours %(ours)s, sister company %(theirs)s"),
    # why not this order line
    "why.is_charge": _("the line is a cost (%(kind)s), not goods"),
    "why.matched": _("matched with order %(order)s: %(state)s"),
    "why.better_elsewhere": _("fits another order line better"),
    "why.too_little_evidence": _("too little points to it"),
    "why.other_administration": _("the order is of another administration"),
    "why.other_vendor": _("the order is of another vendor"),
    "why.order_state": _("the order is %(state)s"),
    "why.currency": _("invoice in %(invoice)s, order in %(order)s"),
    "why.too_old": _("the order is %(days)s days old; at most %(most)s count"),
    "why.nothing_open": _("nothing is open: %(billed)s billed already"),
    "why.other_order_named": _("the invoice names %(named)s"),
    "why.unit": _("units differ: %(theirs)s and %(ours)s"),
    "why.code_differs": _("item differs: ours %(ours)s, theirs %(theirs)s"),
    "why.price": _("price %(theirs)s, order %(agreed)s (%(percent)s %%): %(difference)s beyond the tolerance"),
    "why.text": _("descriptions are alike for only %(ratio)s %%"),
    "why.no_common_code": _("no item code in common: theirs %(theirs)s, ours %(ours)s"),
    "why.quantity": _("%(billed)s billed, only %(open_quantity)s still open"),
    "why.score": _("score %(score)s of 1"),
    "why.po_not_found": _("order %(reference)s not found"),
    "why.po_closed": _("order %(reference)s is closed"),
    "why.line_ambiguous": _("%(reference)s fits several orders"),
    # what to do about an order line that was not matched
    "next.move_administration": _("Move the document to the order's administration, or name another order."),
    "next.check_vendor": _("Check the vendor of the invoice; otherwise link another order."),
    "next.reopen_order": _("Ask purchasing to reopen the order, or link another order."),
    "next.check_currency": _("Correct the currency of the invoice, or ask purchasing about the order's."),
    "next.raise_order_or_credit": _("Ask purchasing to raise the order, or the supplier for a credit note."),
    "next.correct_reference": _("Correct the order number on the invoice, or look for another order."),
    "next.check_item": _("Another item: ask the supplier, or take it when the items are the same."),
    "next.confirm_unit": _("Take it, and say how many go into one."),
    "next.link_order": _("Link this order when it is the one that was meant."),
    "next.take_and_answer": _("Take it, and answer the price difference."),
    "next.take": _("Take it when it is the one that was meant."),
    "next.wait_for_invoice": _("Nothing to do: it waits for another invoice."),
    "next.nothing": _("Nothing to do: the line has its order line."),
    # duplicates
    "dup.same_bytes": _("the same file"),
    "dup.same_number": _("same number"),
    "dup.twin_number": _("number %(new)s reads like %(old)s"),
    "dup.near_number": _("number %(new)s is close to %(old)s"),
    "dup.same_amount": _("same amount"),
    "dup.amount_differs": _("another amount: %(new)s and %(old)s"),
    "dup.other_year": _("%(days)s days apart"),
    "dup.days_apart": _("%(days)s days apart"),
    "dup.same_picture": _("same picture of the page"),
    "dup.other_administration": _("in another administration"),
    "dup.in_exact": _("booked in Exact"),
    "dup.other_channel": _("came by another road"),
    # VAT treatment
    "vat.charged": _("VAT of %(rate)s %% is charged"),
    "vat.charged_under_number_here": _("VAT of %(rate)s %% charged under a VAT number here"),
    "vat.reverse": _("the invoice says reverse charge"),
    "vat.reverse_goods": _("goods from another EU country, reverse-charged"),
    "vat.reverse_services": _("services from another EU country, reverse-charged"),
    "vat.union_goods": _("goods of a vendor in another EU country, without VAT"),
    "vat.union_services": _("services of a vendor in another EU country, without VAT"),
    "vat.outside_services": _("services of a vendor outside the EU, without VAT"),
    "vat.northern_ireland_goods": _("goods from Northern Ireland count as from the EU"),
    "vat.northern_ireland_services": _("services from Northern Ireland count as from outside the EU"),
    "vat.ic_supply": _("the invoice names an intra-community supply"),
    "vat.supply_already_here": _("supplied within this country by a foreign vendor"),
    "vat.exempt": _("the invoice says exempt"),
    "vat.outside": _("the invoice says outside the scope of VAT"),
    "vat.zero": _("zero rate"),
    "vat.margin": _("the invoice names the margin scheme"),
    "vat.travel": _("the invoice names the travel agents' scheme"),
    "vat.small": _("the invoice names the small business scheme"),
    "vat.small_profile": _("the vendor is a small business under the exemption"),
    "vat.insurance_tax": _("insurance: insurance tax instead of VAT"),
    "vat.vendor_scheme": _("the vendor's scheme: %(scheme)s"),
    "vat.kind_exempt": _("exempt kind of supply: %(category)s"),
    "vat.kind_outside": _("outside the scope of VAT: %(category)s"),
    "vat.kind_zero": _("zero rate for %(category)s"),
    "vat.foreign": _("VAT of %(country)s, %(rate)s %%"),
    "vat.import_at_customs": _("goods from outside the EU, VAT at customs"),
    "vat.import_deferred": _("goods from outside the EU, VAT deferred to the return"),
    "vat.import_document": _("VAT of the customs document"),
    "vat.other_country_number": _("addressed to a VAT number of %(country)s"),
    "vat.no_amount": _("no amount, no VAT"),
    "vat.no_date": _("no date to tell which rates hold"),
    "vat.rate_named": _("rate %(rate)s %% named with the reverse charge"),
    "vat.rate_standard": _("standard rate %(rate)s %%"),
    "vat.rate_category": _("%(rate)s %% is the rate for %(category)s"),
    "vat.rate_transition": _("%(rate)s %% under the transition rule"),
    "vat.rate_valid": _("%(rate)s %% is a rate on %(date)s"),
    "vat.pro_rata": _("deductible share %(share)s"),
    "vat.hospitality_not_deductible": _("VAT on food and drink in a restaurant is not deductible"),
    "vat.venue_catering_not_deductible": _("VAT on catering at a venue is not deductible"),
    "vat.staff_yearly_correction": _("deductible; corrected once a year for staff"),
    "vat.be_not_deductible": _("VAT on %(category)s is not deductible in Belgium"),
    "vat.be_car": _("car costs: deductible share %(share)s"),
    # VAT code
    "vatcode.mapped": _("code for %(treatment)s in the VAT table"),
    "vatcode.not_claimed": _("booked without VAT: what is not deductible is cost"),
    "vatcode.percentage": _("percentage %(percentage)s"),
    "vatcode.both_accounts": _("has an account for VAT due and VAT to claim"),
    "vatcode.name": _("its name says %(words)s"),
    "vatcode.eu_listing": _("in the EU sales listing (%(listing)s)"),
    "vatcode.intrastat": _("in Intrastat"),
    "vatcode.purchase": _("a purchase code"),
}

# What a tolerance compared, in the reasons match.within.* and match.outside.*.
COMPARED: dict[str, str | Promise] = {
    "price_unit": _("price"),
    "price_total": _("amount of the order line"),
    "billing_allowance": _("amount of the order line"),
    "qty_ordered": _("quantity ordered"),
    "qty_received": _("quantity received"),
    "qty_under": _("quantity received"),
    "line_amount": _("amount of the line"),
    "invoice_total": _("total"),
    "charge": _("additional cost"),
    "tax_over": _("VAT"),
    "tax_under": _("VAT"),
    "rounding": _("rounding"),
    "fx_rate": _("exchange rate"),
    "date": _("date"),
    "blanket_amount": _("contract amount"),
    "blanket_date": _("contract dates"),
}
_WITHIN = _("%(what)s within tolerance: %(actual)s, expected %(expected)s")
_OUTSIDE = _("%(what)s outside tolerance: %(actual)s, expected %(expected)s")


def describe_reason(code: str, params: Mapping[str, object] | None = None) -> str:
    """A reason as a phrase in the active language; an unknown code shows itself, so that nothing is hidden."""
    given = Lenient(in_words(params or {}))
    family, _dot, name = code.partition(".")
    if family == "fraud":
        return str(describe(name.upper(), params).title)
    if family == "match" and name.startswith(("within.", "outside.")):
        side, _dot, kind = name.partition(".")
        given["what"] = str(COMPARED.get(kind, kind))
        return str(_WITHIN if side == "within" else _OUTSIDE) % given
    sentence = REASONS.get(code)
    if sentence is None and family in ("vat", "vatcode", "routing") and name in WHY:
        return str(WHY[name])  # words as they are; a per cent sign in them stands for itself
    if sentence is None:
        details = ", ".join(given.values())
        words = code.rsplit(".", 1)[-1].replace("_", " ")
        return f"{words}: {details}" if details else words
    return str(sentence) % given
