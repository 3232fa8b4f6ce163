"""What our own check of a payload finds before it goes to Exact (codes of exact.posting.validate)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

PROBLEMS: dict[str, Message] = {
    "payload_changed": Message(
        _("What would be sent is not what was approved"),
        _("Nothing was sent."),
        _("Take the draft back to review and approve it again."),
    ),
    "division_changed": Message(
        _("The administration was changed after approval"),
        _("Nothing was sent."),
        _("Take the draft back to review and approve it again."),
    ),
    "party_differs": Message(
        _("The vendor was changed after approval"),
        _("Nothing was sent."),
        _("Take the draft back to review and approve it again."),
    ),
    "party_unknown": Message(
        _("The vendor is no longer in Exact"),
        _("It was removed, or is in another administration."),
        _("Choose another vendor."),
    ),
    "party_blocked": Message(
        _("Vendor is blocked in Exact"),
        _("%(name)s may not be used."),
        _("Unblock it in Exact, or choose another vendor."),
    ),
    "no_lines": Message(_("No lines"), _("An entry needs at least one line."), _("Add a line.")),
    "your_ref_missing": Message(
        _("Invoice number missing"), _("Without it a duplicate cannot be told."), _("Fill in the invoice number.")
    ),
    "journal_unknown": Message(
        _("Journal %(journal)s is not in Exact"),
        _("The purchase journal of this administration is set wrong."),
        _("Ask an admin to choose the journal."),
    ),
    "journal_not_for_purchases": Message(
        _("Journal %(journal)s is not for purchases"),
        _("It is of another kind, or blocked."),
        _("Ask an admin to choose the journal."),
    ),
    "date_missing": Message(_("Booking date missing"), _("An entry needs a date."), _("Fill in the invoice date.")),
    "period_unknown": Message(
        _("No period for %(date)s"),
        _("Exact has no financial period on that date."),
        _("Create the period in Exact, or change the date."),
    ),
    "period_closed": Message(
        _("Period %(period)s is closed"),
        _("Journal %(journal)s takes no entries in it."),
        _("Open the period in Exact, or change the booking date."),
    ),
    "out_of_balance": Message(
        _("The lines do not make the total"),
        _("Lines with VAT %(lines)s, total %(total)s."),
        _("Correct the lines or the VAT."),
    ),
    "account_unknown": Message(
        _("The GL account is no longer in Exact"), _("It was removed."), _("Choose another account.")
    ),
    "account_blocked": Message(
        _("GL account %(account)s is blocked"), _("Exact takes no entries on it."), _("Choose another account.")
    ),
    "account_not_for_purchases": Message(
        _("GL account %(account)s is not for purchases"),
        _("It is a receivable, payable or VAT account."),
        _("Choose another account."),
    ),
    "vat_code_unknown": Message(
        _("VAT code %(vat_code)s is not in Exact"), _("It was removed."), _("Choose another VAT code.")
    ),
    "vat_code_blocked": Message(
        _("VAT code %(vat_code)s is blocked"), _("Exact takes no entries with it."), _("Choose another VAT code.")
    ),
    "vat_code_not_for_purchases": Message(
        _("VAT code %(vat_code)s is for sales"), _("Purchases need a purchase code."), _("Choose another VAT code.")
    ),
    "cost_centre_missing": Message(
        _("Cost centre missing"), _("The account requires one."), _("Choose the cost centre.")
    ),
    "cost_centre_not_allowed": Message(
        _("Cost centre not allowed here"),
        _("The account takes none, the line has %(cost_centre)s."),
        _("Empty the cost centre."),
    ),
    "cost_centre_unknown": Message(
        _("Cost centre %(cost_centre)s is not in Exact"), _("It was removed or ended."), _("Choose the cost centre.")
    ),
    "cost_unit_missing": Message(_("Cost unit missing"), _("The account requires one."), _("Choose the cost unit.")),
    "cost_unit_not_allowed": Message(
        _("Cost unit not allowed here"),
        _("The account takes none, the line has %(cost_unit)s."),
        _("Empty the cost unit."),
    ),
    "cost_unit_unknown": Message(
        _("Cost unit %(cost_unit)s is not in Exact"), _("It was removed or ended."), _("Choose the cost unit.")
    ),
    "item_unknown": Message(_("The item is no longer in Exact"), _("It was removed."), _("Choose another item.")),
    "order_line_unknown": Message(
        _("The order line is no longer in Exact"), _("The order was changed or removed."), _("Choose the order line.")
    ),
}
