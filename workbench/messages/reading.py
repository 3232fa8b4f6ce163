"""What reading found out about a document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

READING: dict[str, Message] = {
    "UNREADABLE": Message(
        _("This file could not be read"),
        _("Reason: %(reason)s."),
        _("Look at the original and type the invoice in by hand, or ask the sender for another copy."),
    ),
    "ENCRYPTED": Message(
        _("Password needed"),
        _("The file is protected with a password."),
        _("Enter the password below; it is used once and not kept."),
    ),
    "LOCKED": Message(
        _("Password needed"),
        _("The file is protected with a password."),
        _("Enter the password below; it is used once and not kept."),
    ),
    "TOO_LARGE": Message(
        _("Too large to read"),
        _("Too large: %(what)s, at most %(limit)s."),
        _("Ask the sender for a smaller file, or type the invoice in by hand."),
        Message(
            _("Too large to read"),
            _("The file or one of its pages is larger than what is read."),
            _("Ask the sender for a smaller file, or type the invoice in by hand."),
        ),
    ),
    "PAGES_SKIPPED": Message(
        _("Not all was read"),
        _("Read %(read)s of %(found)s (%(what)s)."),
        _("Check that the invoice is in the part that was read, or split the file."),
    ),
    "PAGE_UNREADABLE": Message(
        _("Page %(page)s could not be read"),
        _("Reason: %(reason)s."),
        _("Look at the page and fill in by hand what is missing."),
        Message(
            _("A page could not be read"),
            _("The other pages were."),
            _("Look at the page and fill in by hand what is missing."),
        ),
    ),
    "NO_PAGE": Message(
        _("This page is not in the file"), _("The file has fewer pages."), _("Open the original and look there.")
    ),
    "NO_TEXT": Message(
        _("No text was found"),
        _("The pages are empty or only hold pictures."),
        _("Look at the original; type the invoice in by hand when it is one."),
    ),
    "NO_DOCUMENT": Message(
        _("No document in this file"),
        _("Neither the text nor a part of it looks like an invoice or order."),
        _("File it, or ask the sender for the invoice as PDF."),
    ),
    "KIND_MISMATCH": Message(
        _("The file is not what its name says"),
        _("The name says %(named)s, the content is %(content)s."),
        _("Check that you know the sender; it was read as what it really is."),
    ),
    "UNSUPPORTED_KIND": Message(
        _("This type of file is not read"),
        _("Type of file: %(kind)s."),
        _("Save or print the document as PDF and upload that."),
    ),
    "XML_REFUSED": Message(
        _("This XML was not opened"),
        _("Reason: %(reason)s."),
        _("Ask the sender for a valid UBL or CII invoice, or a PDF."),
    ),
    "NO_EINVOICE": Message(
        _("This XML is not an e-invoice we know"),
        _("Its outermost element is %(root)s."),
        _("Ask the sender for UBL 2.1, CII or a PDF."),
    ),
    "EINVOICE_UNREAD": Message(
        _("This e-invoice is in a format that is not read"),
        _("Format: %(format)s."),
        _("Ask the sender for UBL 2.1 (Peppol), CII or a PDF, or type the invoice in by hand."),
    ),
    "SEVERAL_INVOICES": Message(
        _("This file holds %(count)s invoices"),
        _("Only the first was read."),
        _("Ask the sender for one file per invoice, or type the others in by hand."),
        Message(
            _("This file holds several invoices"),
            _("Only the first was read."),
            _("Ask the sender for one file per invoice, or type the others in by hand."),
        ),
    ),
    "EINVOICE_DAMAGED": Message(
        _("The e-invoice inside the PDF could not be read"),
        _("%(name)s is damaged or no e-invoice; the fields were read from the page."),
        _("Compare the amounts with the page; ask the sender for a sound file when they may differ."),
    ),
    "ZIP_REFUSED": Message(
        _("This ZIP file was not unpacked"), _("Reason: %(reason)s."), _("Unpack it yourself and upload the documents.")
    ),
    "MAIL_DAMAGED": Message(
        _("This mail is damaged"),
        _("Its parts could not be told apart."),
        _("Ask the sender to send the invoice again as a PDF attachment."),
    ),
    "HIDDEN_TEXT": Message(
        _("Hidden text on the page"),
        _("Page %(page)s carries text that the eye does not see (%(reason)s); it was not used."),
        _("Compare the amounts and the IBAN with the picture of the page."),
        Message(
            _("Hidden text on the page"),
            _("The file carries text that the eye does not see; it was not used."),
            _("Compare the amounts and the IBAN with the picture of the page."),
        ),
    ),
    "XML_PDF_CONFLICT": Message(
        _("E-invoice and page differ"),
        _("The page does not show what the e-invoice says: %(fields)s."),
        _("Ask the sender which one holds, then correct the field."),
    ),
    "EN16931": Message(
        _("E-invoice rule %(rule)s is broken"),
        _("Found %(found)s, expected %(expected)s."),
        _("Check the amounts; ask the sender for a correct e-invoice when they differ."),
    ),
    "ARITHMETIC": Message(
        _("The amounts do not add up"),
        _("%(reason)s."),
        _("Compare net, VAT and total with the page and correct the one that is wrong."),
        Message(
            _("The amounts do not add up"),
            _("%(what)s."),
            _("Compare net, VAT and total with the page and correct the one that is wrong."),
        ),
    ),
    "LINES_NOT_NET": Message(
        _("The lines as read are not the net amount"),
        _("Lines %(lines)s, net %(net)s."),
        _("Compare the lines with the page."),
    ),
    "SIGNS_DIFFER": Message(
        _("Plus and minus do not agree"),
        _("Some amounts are negative, others are not."),
        _("Check whether this is a credit note."),
    ),
    "CODE_DIFFERS": Message(
        _("Payment code and page differ"),
        _("The payment code says %(in_code)s, the page says %(on_page)s."),
        _("Call the vendor on a number you already had before anything is paid."),
    ),
    "LAYOUT_CHANGED": Message(
        _("This vendor's layout has changed"),
        _("It is none of the layouts learned from %(documents)s documents."),
        _("Look closely; the new one is learned from what you confirm."),
    ),
    "READ_AS_LEARNED": Message(
        _("Read as learned from %(documents)s confirmed documents"),
        _("This vendor's documents of this layout were confirmed before."),
        _("For information."),
    ),
    "LEARNED_DIFFERS": Message(
        _("Something else stands where this vendor prints it"),
        _("Read %(read)s; at the usual place stands %(learnt)s."),
        _("Compare it with the page and confirm."),
    ),
    "TYPE_LEARNED": Message(
        _("Taken for %(type)s, as this vendor's earlier ones"),
        _("The paper bears the same title as those, though it does not look like one."),
        _("Check the kind at the top."),
    ),
    "LINES_AS_LEARNED": Message(
        _("Lines read by the columns learned from this vendor"),
        _("%(lines)s lines."),
        _("For information."),
    ),
    "SEVERAL_CURRENCIES": Message(
        _("Several currencies on the page"), _("%(values)s"), _("Check in which one the total is due.")
    ),
    "CHECKSUM_FAILED": Message(
        _("A number fails its check digit"),
        _("%(value)s was read, but such a number cannot exist."),
        _("Compare it with the page; a typing error of the supplier is theirs to correct."),
    ),
    "MISSING_FIELD": Message(
        _("%(field)s is missing"),
        _("It was not found on the document."),
        _("Fill it in, or click it on the page."),
        Message(
            _("A field is missing"), _("It was not found on the document."), _("Fill it in, or click it on the page.")
        ),
    ),
    "FIELD_MISSING": Message(
        _("%(field)s is missing in the e-invoice"),
        _("An e-invoice must have it."),
        _("Fill it in; ask the sender for a complete e-invoice."),
    ),
    "LINES_MISSING": Message(
        _("No lines"), _("An entry needs at least one line."), _("Add a line, or take the net amount as one line.")
    ),
    "LOW_CONFIDENCE": Message(
        _("Doubtful"), _("It was read, but not surely."), _("Compare it with the page and confirm.")
    ),
    "CLOSE_CANDIDATES": Message(
        _("Another value is almost as likely"),
        _("Two values on the page fit this field."),
        _("Compare it with the page and confirm."),
    ),
    "DIGITS_UNSURE": Message(
        _("Digits hard to read"),
        _("The check digit fails, and the scan is unclear just there."),
        _("Compare it with the page and correct or confirm it."),
    ),
    "SEVERAL_CANDIDATES": Message(_("Several values stand on the page"), _("%(values)s"), _("Choose the right one.")),
    "DATE_ORDER_OPEN": Message(
        _("Day and month may be swapped"),
        _("The date can be read in two ways."),
        _("Compare it with the page and confirm."),
    ),
    "DUE_BEFORE_DATE": Message(
        _("Due before the invoice date"), _("One of the two dates was misread or is wrong."), _("Check both dates.")
    ),
    "TYPE_UNSURE": Message(_("Not sure what this is"), _("It looks like %(type)s."), _("Say what it is.")),
    # second reader
    "LLM_USED": Message(_("Read a second time"), _("The language model %(model)s read it too."), _("For information.")),
    "LLM_UNAVAILABLE": Message(
        _("Not read a second time"),
        _("The language model did not answer."),
        _("Nothing to do: the first reading counts."),
    ),
    "LLM_DISAGREES": Message(
        _("Two readers differ"),
        _("First %(first)s, second %(second)s."),
        _("Compare it with the page and confirm."),
    ),
    "LLM_ONLY": Message(
        _("Only the second reader found this"), _("%(value)s"), _("Compare it with the page and confirm.")
    ),
    "LLM_INVENTED": Message(
        _("A value that is not on the page was ignored"),
        _("The second reader said %(value)s."),
        _("Nothing to do: it was not used."),
    ),
    "PROMPT_INJECTION": Message(
        _("The document gives orders to a machine"),
        _("It says: %(text)s"),
        _("Trust nothing on it before you have called the sender; it was not read a second time."),
    ),
    "READ_DOUBTFUL": Message(_("Fields to check: %(count)s"), _("%(fields)s"), _("Press Enter to walk through them.")),
    "SPLIT_PROPOSED": Message(
        _("This file seems to hold several documents"),
        _("A new one seems to start on page %(page)s."),
        _("Split it, or say that it is one document."),
        Message(
            _("This file seems to hold several documents"),
            _("More than one invoice number or first page was found."),
            _("Split it, or say that it is one document."),
        ),
    ),
    "ANNEX_WAITS": Message(
        _("Looks like an annex: %(annex)s"),
        _("Other files that came in with it are still being read."),
        _("Wait a moment: it goes with its invoice by itself. Override this if it is to be booked by itself."),
    ),
    "ANNEX_PROPOSED": Message(
        _("Looks like an annex of %(number)s: %(annex)s"),
        _("It did not go there by itself, because more than one invoice came in with it or it does not name one."),
        _("Put it with that invoice, or override this if it is to be booked by itself."),
    ),
    "NOT_AN_INVOICE": Message(
        _("Not an invoice"),
        _("This looks like %(type)s."),
        _("File it, or say what it is."),
        Message(_("Not an invoice"), _("Nothing on it looks like one."), _("File it, or say what it is.")),
    ),
}
