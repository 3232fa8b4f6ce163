"""What reading found out about a document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

READING: dict[str, Message] = {
    "UNREADABLE": Message(
        _("This file could not be read"),
        _("It is damaged or not what its name says (%(reason)s)."),
        _("Look at the original and type the invoice in by hand, or ask the sender for another copy."),
    ),
    "LOCKED": Message(
        _("Password needed"),
        _("The PDF is protected with a password."),
        _("Enter the password below; it is used once and not kept."),
    ),
    "TOO_MANY_PAGES": Message(
        _("Not all pages were read"),
        _("The file has %(pages)s pages; %(read)s were read."),
        _("Check that the invoice is among the pages that were read, or split the file."),
    ),
    "XML_DOCTYPE": Message(
        _("XML with a DOCTYPE is refused"),
        _("Such declarations can pull in foreign files; e-invoices have none."),
        _("Ask the sender for a valid UBL or CII invoice, or a PDF."),
    ),
    "XML_INVALID": Message(
        _("This XML is not an e-invoice we know"),
        _("%(reason)s"),
        _("Ask the sender for UBL 2.1, CII or a PDF."),
    ),
    "HIDDEN_TEXT": Message(
        _("Hidden text on the page"),
        _("The file carries text that the eye does not see; it was not used."),
        _("Compare the amounts and the IBAN with the picture of the page."),
    ),
    "XML_PDF_CONFLICT": Message(
        _("E-invoice and page differ"),
        _("%(field)s: the XML says %(xml)s, the page says %(page)s."),
        _("Ask the sender which one holds, then correct the field."),
    ),
    "EN16931": Message(
        _("E-invoice rule %(rule)s is broken"),
        _("%(reason)s"),
        _("Check the amounts; ask the sender for a correct e-invoice when they differ."),
    ),
    "ARITHMETIC": Message(
        _("The amounts do not add up"),
        _("%(reason)s"),
        _("Compare net, VAT and total with the page and correct the one that is wrong."),
    ),
    "CHECKSUM_FAILED": Message(
        _("%(field)s fails its check digit"),
        _("%(value)s was read, but such a number cannot exist."),
        _("Compare it with the page; a typing error of the supplier is theirs to correct."),
    ),
    "MISSING_FIELD": Message(
        _("%(field)s is missing"), _("It was not found on the document."), _("Fill it in, or click it on the page.")
    ),
    "LOW_CONFIDENCE": Message(
        _("%(field)s is doubtful"), _("It was read, but not surely."), _("Compare it with the page and confirm.")
    ),
    "SEVERAL_CANDIDATES": Message(
        _("%(field)s: several values stand on the page"), _("%(values)s"), _("Choose the right one.")
    ),
    "VAT_ROUNDING": Message(
        _("VAT differs by rounding"), _("%(reason)s"), _("Nothing to do: the supplier's amount is booked.")
    ),
    "READ_DOUBTFUL": Message(_("%(count)s fields to check"), _("%(fields)s"), _("Press Enter to walk through them.")),
    "SPLIT_PROPOSED": Message(
        _("This file seems to hold several documents"),
        _("A new one seems to start on page %(page)s."),
        _("Split it, or say that it is one document."),
    ),
}
