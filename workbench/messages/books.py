"""Setting up the books with people: first posting, coding rules, bank changes, new vendors, VAT table, tolerances."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

BOOKS: dict[str, Message] = {
    # first posting
    "FIRST_POSTING": Message(
        _("Nothing was ever posted to %(name)s"),
        _("Before the first posting an admin types the administration's name, so that no test ends in real books."),
        _("Ask an admin to confirm it on the page Exact and settings."),
    ),
    "NAME_DIFFERS": Message(
        _("That is not its name"),
        _("You typed “%(typed)s”; the administration is called otherwise."),
        _("Check that these are the books you mean, and type the name as shown."),
    ),
    # coding rules
    "RULE_EMPTY": Message(
        _("A rule needs a condition"),
        _("Without one it would apply to every line of every invoice."),
        _("Fill in a vendor, words, an item, an amount, an order or a recipient."),
    ),
    "RULE_TRANSITORY": Message(
        _("A transitory account needs a number of months, and a line that is not divided"),
        _("Cost goes from it to the account of the rule, month by month."),
        _("Fill in the months, or leave the transitory account or the division out."),
    ),
    "TEMPLATE_GONE": Message(
        _("There is no division %(typed)s any more"), _("A colleague removed or renamed it."), _("Choose another one.")
    ),
    "TEMPLATE_EMPTY": Message(
        _("The division has no parts"), _("It divides nothing."), _("Fill in two or more shares that make 100.")
    ),
    "TEMPLATE_NAME_TAKEN": Message(
        _("There is a division %(typed)s already"), _("Names are used once."), _("Choose another name.")
    ),
    "TEMPLATE_USED": Message(
        _("The division is used"), _("By %(rule)s."), _("Let these rules divide otherwise first.")
    ),
    "RULE_SETS_NOTHING": Message(
        _("The rule sets nothing"),
        _("No account, code, division or spreading is filled in."),
        _("Fill in what a line should get."),
    ),
    "RULE_CODE_UNKNOWN": Message(
        _("%(typed)s is not in Exact"),
        _("The administration has no such code, or it is blocked."),
        _("Choose one from the list."),
    ),
    "RULE_VENDOR_UNKNOWN": Message(
        _("Vendor %(typed)s is not in Exact"), _("The administration has no vendor by that code."), _("Choose another.")
    ),
    "RULE_NAME": Message(_("The rule has no name"), _("Lines show by its name why."), _("Give it a short name.")),
    "RULE_SPREAD": Message(
        _("Not a number of months"), _("A cost is spread over 2 to 120 months."), _("Type a number, or leave it empty.")
    ),
    "RULE_AMOUNTS": Message(
        _("The amounts are the wrong way round"), _("From is more than to."), _("Swap them or leave one empty.")
    ),
    # bank changes
    "BANK_NOTHING": Message(
        _("There is no new bank account here"),
        _("The document has no valid IBAN, no vendor, or an IBAN that is known already."),
        _("Look at the IBAN and the vendor first."),
    ),
    "BANK_WHO": Message(
        _("Whom did you speak?"), _("The call is the proof, and a proof has a name."), _("Fill in the person's name.")
    ),
    "BANK_NUMBER": Message(
        _("That number proves nothing"),
        _("It is not one of our own records. A number from the document or its mail may be the fraudster's."),
        _("Call the number that the vendor's record in Exact had before."),
    ),
    "BANK_SOURCE": Message(
        _("Where was the contact found?"),
        _("The vendor's record has no telephone number, so the proof lies in where this one comes from."),
        _("Write down the register, contract or order it stands in."),
    ),
    "BANK_WRITTEN": Message(
        _("It stands in Exact already"), _("A colleague put it there."), _("Look at the vendor in Exact.")
    ),
    "BANK_SETTLING": Message(
        _("An attempt was made a moment ago"),
        _("Exact did not say whether it took it; it may still arrive."),
        _("Try again in five minutes; it is looked for first."),
    ),
    "BANK_NOT_WRITTEN": Message(
        _("Exact did not take the account"), _("%(text)s"), _("Try again; it is looked for first, so none comes twice.")
    ),
    "BANK_TIME": Message(
        _("The times do not fit"), _("A call cannot be before the request or in the future."), _("Check the time.")
    ),
    "BANK_SECOND": Message(
        _("Somebody else must agree"),
        _("Who asked for the change or called may not be the second person."),
        _("Ask a colleague who may change bank details."),
    ),
    "BANK_COOLING": Message(
        _("Still cooling off"),
        _("Fraud often shows within days, so a new account waits."),
        _("Accept it when the cooling-off is over."),
    ),
    "BANK_ORDER": Message(
        _("This step is not next"), _("The procedure has a fixed order."), _("Look at where the change stands.")
    ),
    "BANK_WHY": Message(_("Why is it refused?"), _("A refusal stays on record."), _("Fill in the reason.")),
    # vendors to be made or completed
    "VENDOR_NAME": Message(_("The vendor has no name"), _("Exact needs one."), _("Type the name as on the document.")),
    "VENDOR_VAT_INVALID": Message(
        _("Not a VAT number"), _("%(typed)s fails its check digits."), _("Compare it with the document.")
    ),
    "VENDOR_REGISTRATION_INVALID": Message(
        _("Not a registration number"),
        _("%(typed)s cannot be a number of that country's register."),
        _("Compare it with the document."),
    ),
    "VENDOR_IBAN_INVALID": Message(
        _("Not an IBAN"), _("%(typed)s fails its check digits."), _("Compare it with the document.")
    ),
    "VENDOR_COUNTRY_INVALID": Message(
        _("Not a country code"), _("%(typed)s is no country."), _("Type two letters, such as NL.")
    ),
    "VENDOR_EMAIL_INVALID": Message(
        _("Not a mail address"), _("%(typed)s is no address."), _("Correct it or leave it empty.")
    ),
    "VENDOR_OURS": Message(
        _("That is our own number"),
        _("%(typed)s belongs to one of our administrations."),
        _("Take the vendor's number, not the buyer's."),
    ),
    "VENDOR_EXISTS": Message(
        _("This vendor exists already"),
        _("%(name)s has the same %(key)s."),
        _("Choose that vendor, or say that it really is another one."),
    ),
    "VENDOR_SAME_PERSON": Message(
        _("Somebody else must confirm"),
        _("Who proposed a vendor may not confirm it."),
        _("Ask a colleague who may confirm vendors."),
    ),
    "VENDOR_CLOSED": Message(
        _("Already decided"), _("This proposal was confirmed or refused before."), _("Look at its outcome.")
    ),
    "VENDOR_FILLED": Message(
        _("Nothing to complete"),
        _("The record has these details already; a proposal only fills what is empty."),
        _("Change it in Exact when it is wrong."),
    ),
    "VENDOR_NOT_MADE": Message(
        _("Exact did not take it yet"),
        _("The proposal stands: %(text)s"),
        _("Try again; it is looked up first, so no second vendor is made."),
    ),
    # VAT table and tolerances
    "VAT_CODE_NOT_THERE": Message(
        _("VAT code %(typed)s is not in Exact"), _("It was removed, or is for sales."), _("Choose one from the list.")
    ),
    "VAT_TREATMENT_NOT_THERE": Message(
        _("No such VAT treatment"), _("%(typed)s is none."), _("Choose one from the list.")
    ),
    "ROUTING_RULE_EMPTY": Message(
        _("The rule says nothing"),
        _("A rule fits a sender, a recipient or a buyer's name."),
        _("Fill in at least one of them."),
    ),
    "ROUTING_RULE_WIDE": Message(
        _("The rule would fit everybody"),
        _("%(typed)s stands in the mail of many senders."),
        _("Fill in a whole address, or a domain of one sender."),
    ),
    "TOLERANCE_SCOPE": Message(
        _("What this is for is not known"),
        _("%(typed)s is not in Exact, or names things that do not go together."),
        _("Name a vendor, an item, a vendor and an item, a group of vendors, an item group, or an order line."),
    ),
    "TOLERANCE_INVALID": Message(
        _("Not a tolerance"), _("%(typed)s is no percentage or amount from 0 on."), _("Type it as 2 or 2,5.")
    ),
    "MATCH_LEVEL_INVALID": Message(
        _("Not a match level"), _("%(typed)s is nothing an invoice can be compared with."), _("Choose from the list.")
    ),
}

BOOK_EVENTS: dict[str, str | Promise] = {
    "work.retried": _("Given-up work tried again: %(about)s"),
    "work.left": _("Given-up work left: %(about)s. %(reason)s"),
    "exact.consent_replaced": _("Consent of %(old)s replaced by that of %(new)s"),
    "first_posting.confirmed": _("First posting to %(name)s confirmed"),
    "rule.made": _("Rule made: %(name)s"),
    "rule.changed": _("Rule changed: %(name)s"),
    "rule.switched_on": _("Rule switched on: %(name)s"),
    "rule.switched_off": _("Rule switched off: %(name)s"),
    "rule.copied": _("Rule copied to %(to)s: %(name)s"),
    "template.saved": _("Split template saved: %(name)s"),
    "line.divided": _("Line %(line)s divided by a rule into %(parts)s"),
    "layout.learned": _("A layout of %(vendor)s seen for the first time; learning it"),
    "layout.reset": _("Forgot a layout of %(vendor)s, learned from %(documents)s documents"),
    "bank_change.requested": _("New bank account %(iban)s of %(vendor)s: change begun"),
    "bank_change.called": _("Called %(spoke_to)s of %(vendor)s about %(iban)s"),
    "bank_change.seconded": _("Second person agrees with %(iban)s of %(vendor)s"),
    "bank_change.accepted": _("Bank account %(iban)s of %(vendor)s accepted"),
    "bank_change.written": _("Bank account %(iban)s of %(vendor)s put into Exact"),
    "bank_change.refused": _("Bank account %(iban)s of %(vendor)s refused: %(reason)s"),
    "bank_change.step_refused": _("Step on %(iban)s of %(vendor)s not allowed: %(message)s"),
    "vendor.proposed": _("Vendor proposed: %(name)s"),
    "vendor.proposal_refused": _("Proposed vendor refused: %(name)s. %(reason)s"),
    "vendor.confirmed": _("Vendor confirmed: %(name)s"),
    "vendor.created": _("Vendor made in Exact: %(name)s"),
    "vendor.completed": _("Vendor completed in Exact: %(name)s"),
    "vat_code.changed": _("VAT code of %(treatment)s: %(old)s → %(new)s"),
    "vat_code.forgotten": _("VAT code of %(treatment)s forgotten: %(old)s"),
    "template.removed": _("Division %(name)s removed"),
    "tolerance.set": _("Tolerance for %(text)s, %(name)s: %(old)s → %(new)s"),
    "match_level.set": _("Compared for %(text)s: %(was)s → %(level)s"),
    "match_level.removed": _("Match level for %(text)s removed: %(was)s"),
    "tolerance.removed": _("Tolerance for %(text)s, %(name)s removed: %(old)s"),
    "policy.changed": _("Policy changed, %(name)s: %(old)s → %(new)s"),
}
