"""Why a received file or mail went no further."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message, Table

# What became of a file, as one word behind its name.
OUTCOMES: Table = {
    "waiting": _("being opened"),
    "document": _("document"),
    "annex": _("annex"),
    "joined": _("joined with the same invoice"),
    "duplicate": _("already here"),
    "unpacked": _("opened"),
    "ignored": _("ignored"),
    "refused": _("refused"),
}

INTAKE: dict[str, Message] = {
    "FILE_EMPTY": Message(
        _("Empty file"), _("The file holds no bytes."), _("Ask the sender for the file again, or upload it once more.")
    ),
    "FILE_TOO_LARGE": Message(
        _("File larger than 25 MB"),
        _("Larger files are not taken in."),
        _("Save the document in a smaller form, or split it, and upload it again."),
    ),
    "FILE_TYPE": Message(
        _("This type of file is not read"),
        _("PDF, JPEG, PNG, TIFF, WebP, e-invoice XML, e-mail and ZIP are."),
        _("Save or print the document as PDF and upload that."),
    ),
    "FILE_PROGRAM": Message(
        _("This is a program, not a document"),
        _("Its content is executable, whatever its name says."),
        _("Do not open it. If you expected an invoice, ask the sender for a PDF."),
    ),
    "FILE_OFFICE": Message(
        _("Office file"),
        _("Word and Excel files are kept but not opened, because they may carry macros."),
        _("Save it as PDF and upload that, or ask the sender for a PDF."),
    ),
    "NESTED_ARCHIVE": Message(
        _("Archive inside an archive"),
        _("Only one level is unpacked."),
        _("Unpack the inner file yourself and upload its documents."),
    ),
    "ARCHIVE_REFUSED": Message(
        _("This ZIP file was not unpacked"),
        _("It is damaged, encrypted, or would unpack to more than 100 MB or 200 files."),
        _("Unpack it yourself and upload the documents."),
    ),
    "MAIL_REFUSED": Message(
        _("This mail was not opened"),
        _("It has more parts or levels than a mail with invoices has."),
        _("Ask the sender to send the invoice as a PDF attachment."),
    ),
    "MAIL_TOO_LARGE": Message(
        _("Mail larger than 50 MB"),
        _("Only its head was taken in; the mail stays as it is in the mailbox."),
        _("Open it there, save the documents and upload them."),
    ),
    "MAIL_NOT_GIVEN": Message(
        _("The mail server did not give this mail"),
        _("Only its head was taken in; the mail stays as it is in the mailbox."),
        _("Open it there, save the documents and upload them."),
    ),
    "SAME_BYTES": Message(
        _("Already here"),
        _("Exactly this file came in before."),
        _("Nothing to do; the earlier document is linked."),
    ),
    "SIGNATURE_IMAGE": Message(_("Image of a signature"), _("Small or inline picture."), _("Nothing to do.")),
    "NO_ATTACHMENT": Message(
        _("Mail without an invoice"),
        _("No attachment was found and the text does not look like an invoice."),
        _("Read the mail; if an invoice should have been with it, ask the sender for a PDF or a Peppol invoice."),
    ),
    "SENDER_NEW": Message(
        _("New sender"),
        _("Nobody decided about this sender yet, so the mail was not opened."),
        _("Say whether mails of this sender are taken in."),
    ),
    "SENDER_NEVER": Message(
        _("Sender not taken in"),
        _("Somebody decided that mails of this sender are not taken in."),
        _("Nothing to do; the mail is kept and can be taken in after all."),
    ),
    "SENDER_ONCE": Message(
        _("Taken in once"), _("Nothing was decided about later mails of this sender."), _("Nothing to do.")
    ),
    "LINK_ONLY": Message(
        _("The invoice is behind a link"),
        _("The mail has no file; Inboek never opens links."),
        _("If you know the sender and the host, fetch the PDF in your own browser and add it to this mail."),
    ),
    "MAIL_NOT_OPEN": Message(
        _("This mail is not open"),
        _("It is still being opened, or waits for a decision about its sender."),
        _("Decide about the sender, or wait a moment; then add the file."),
    ),
    "FOLDER_NO_FILE": Message(
        _("Not a file"),
        _("It is a link or something else that is not opened."),
        _("Lay the file itself into the folder."),
    ),
    "SAME_MAIL": Message(_("This mail came in before"), _("Its content is the same."), _("Nothing to do.")),
    "AUTOMATIC_MAIL": Message(_("Automatic message"), _("Out-of-office, bounce or mailing list."), _("Nothing to do.")),
    "STORAGE_FULL": Message(
        _("The file could not be stored"),
        _("The disk is full or cannot be written."),
        _("Tell your administrator; nothing was taken in, so upload it again afterwards."),
    ),
}
