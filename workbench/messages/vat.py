"""Holds and findings about VAT."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

VAT: dict[str, Message] = {
    "VAT_CODE_UNMAPPED": Message(
        _("No VAT code for %(treatment)s"),
        _("%(why)s."),
        _("Choose the code on the line; an admin can set it for good."),
        Message(
            _("No VAT code for %(treatment)s"),
            _("The VAT table of this administration has no confirmed row for it."),
            _("Choose the code on the line; an admin can set it for good."),
        ),
    ),
    "VAT_TREATMENT_CONFLICT": Message(
        _("VAT is contradictory"),
        _("%(why)s: %(now)s now, %(usual)s before."),
        _("Decide the VAT code on the line."),
        Message(
            _("VAT is contradictory"),
            _("%(why)s. Possible: %(candidates)s."),
            _("%(way)s"),
            Message(
                _("VAT is contradictory"),
                _("%(why)s."),
                _("%(way)s"),
                Message(
                    _("VAT is contradictory"),
                    _("%(why)s. Possible: %(candidates)s."),
                    _("Decide the VAT code on the line."),
                    Message(_("VAT is contradictory"), _("%(why)s."), _("Decide the VAT code on the line.")),
                ),
            ),
        ),
    ),
    "VAT_TREATMENT_UNKNOWN": Message(
        _("VAT needs a decision"),
        _("%(why)s. Possible: %(candidates)s."),
        _("Choose the VAT code on the line."),
        Message(_("VAT needs a decision"), _("%(why)s."), _("Choose the VAT code on the line.")),
    ),
    "TAX_VARIANCE": Message(
        _("VAT differs from what it should be"),
        _("VAT of the lines and of the invoice: %(reason)s."),
        _("Check the VAT; ask the supplier for a corrected invoice when it is wrong."),
        Message(
            _("VAT rate %(stated_rate)s %% does not fit"),
            _("%(why)s; expected %(expected_rate)s %%."),
            _("Check the VAT; ask the supplier for a corrected invoice when it is wrong."),
            Message(
                _("VAT differs from what it should be"),
                _("%(why)s: %(stated)s on the invoice, %(computed)s computed."),
                _("Check the VAT; ask the supplier for a corrected invoice when it is wrong."),
                Message(
                    _("VAT differs from what it should be"),
                    _("%(actual)s on the invoice, %(expected)s expected."),
                    _("Check the VAT; ask the supplier for a corrected invoice when it is wrong."),
                    Message(
                        _("VAT differs from what it should be"),
                        _("%(why)s."),
                        _("Check the VAT; ask the supplier for a corrected invoice when it is wrong."),
                    ),
                ),
            ),
        ),
    ),
    "FOREIGN_VAT": Message(
        _("VAT of %(country)s"),
        _("%(rate)s %% foreign VAT is no deductible VAT here; it is booked as cost."),
        _("%(way)s"),
    ),
    "FOREIGN_EXEMPTION": Message(
        _("Exempt under foreign law"),
        _("The vendor names an exemption of its own country."),
        _("Check that it is exempt here too."),
    ),
    "CUSTOMER_VAT_ID_MISSING": Message(
        _("Our VAT number is not on the invoice"),
        _("With reverse charge it must be."),
        _("Ask the supplier for a corrected invoice."),
    ),
    "VENDOR_VAT_ID_MISSING": Message(
        _("The vendor's VAT number is not known"),
        _("A supply from another EU country without VAT needs it."),
        _("Ask the supplier for the number and add it to the vendor in Exact."),
    ),
    "VENDOR_VAT_ID_INVALID": Message(
        _("The vendor's VAT number %(number)s is not valid"),
        _("Its check digits are wrong; the VAT treatment and the deduction rest on it."),
        _("Compare it with the document; ask the supplier for a corrected invoice when it stands there so."),
    ),
    "INVOICE_LATE": Message(
        _("Issued late"),
        _("For a supply on %(supplied)s the invoice was due by %(until)s."),
        _("For information; the deduction stays."),
    ),
    "ALL_IN_PRICE": Message(
        _("Room and meal in one price"),
        _("The meal has its own rate and its VAT is not deductible."),
        _("Ask the supplier to split the price, or split the line."),
    ),
    "IC_TEXT_MISSING": Message(
        _("Reverse charge for goods, without naming it a supply within the EU"),
        _("The text says reverse charge only."),
        _("Check that the goods came from another EU country."),
    ),
    "REVERSE_CHARGE_TEXT_MISSING": Message(
        _("No text about reverse charge"),
        _("A service from %(country)s without VAT must say so."),
        _("Book it reverse-charged; ask the supplier for the text."),
    ),
    "SERVICE_ASSUMED": Message(
        _("Taken as a service"),
        _("Reverse charge without a word about goods."),
        _("Check that these are not goods."),
    ),
    "IMPORT_DOCUMENT_NEEDED": Message(
        _("Import VAT needs the customs document"),
        _("Import VAT is deducted on the customs document, not on this invoice."),
        _("Attach the customs document."),
    ),
    "IMPORT_VAT_ELSEWHERE": Message(
        _("Import VAT comes separately"),
        _("Goods from outside the EU: the VAT follows from customs or the forwarder."),
        _("For information."),
    ),
    "VENDOR_COUNTRY_UNKNOWN": Message(
        _("The vendor's country is not known"),
        _("Taken as domestic, because VAT of this country is charged."),
        _("Add the country and VAT number to the vendor in Exact."),
    ),
    "DEDUCTION_LIMIT": Message(
        _("Deduction may be limited"),
        _("The VAT on %(category)s is deductible only for business use."),
        _("Check what it was for."),
    ),
    "STAFF_BENEFIT_YEARLY": Message(
        _("Counts for the yearly staff correction"),
        _("VAT on staff benefits is corrected once a year above a limit per person."),
        _("For information."),
    ),
    "INCOMPLETE_INVOICE": Message(
        _("Not on the invoice: %(field)s"),
        _("The invoice must show it (%(rule)s)."),
        _("Ask the supplier when it comes back; it is a formality here."),
    ),
    "BE_NOT_STRUCTURED": Message(
        _("Not a structured e-invoice"),
        _("Belgian B2B invoices must be sent through Peppol since 1 January 2026."),
        _("Book it, and ask the supplier to send it through Peppol."),
    ),
    "BE_ROUNDING": Message(
        _("VAT is rounded per line"),
        _("At %(rate)s %%: %(stated)s on the invoice, %(computed)s over the total."),
        _("Nothing to do: the supplier's amount is booked."),
    ),
    "BE_GRID_UNKNOWN": Message(
        _("Belgian VAT grid not clear"),
        _("It cannot be told whether these are goods, services or investments."),
        _("Choose the VAT code that belongs to the right grid."),
    ),
    "BE_COCONTRACTOR_POSSIBLE": Message(
        _("Co-contractor scheme possible"),
        _("Work on property is charged with VAT; reverse charge may apply."),
        _("Ask the supplier whether the VAT is right."),
    ),
    "BE_DISPUTE_CLOCK": Message(
        _("Object in writing before %(until)s"),
        _("The reverse-charge clause counts as accepted after one month."),
        _("Object when the conditions are not met."),
        Message(
            _("Object in writing within a month"),
            _("The reverse-charge clause counts as accepted after one month."),
            _("Object when the conditions are not met."),
        ),
    ),
}
