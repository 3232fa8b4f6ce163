"""Mailboxes that are picked up: what is wrong with one, and what was set."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.mailbox_access import MAILBOX_ACCESS
from workbench.messages.message import Message

MAILBOXES: dict[str, Message] = {
    **MAILBOX_ACCESS,
    # reaching the server
    "MAILBOX_HOST": Message(
        _("The server %(host)s is not found"), _("The name is not known."), _("Check the name of the server.")
    ),
    "MAILBOX_INSIDE": Message(
        _("The server %(host)s lies inside the network"),
        _("Servers that the internet cannot reach are only used when the operator names them."),
        _("Ask who runs Inboek to put the name into INBOEK_MAILBOX_HOSTS."),
    ),
    "MAILBOX_NO_ANSWER": Message(
        _("The mail server %(host)s does not answer"),
        _("Port %(port)s: %(said)s"),
        _("Check port and kind of encryption (993 with TLS, 143 with STARTTLS). It is tried again by itself."),
    ),
    "MAILBOX_CERTIFICATE": Message(
        _("The certificate of %(host)s is not trusted"),
        _("%(said)s. Nothing was sent, no password or token either."),
        _(
            "Check the name of the server against what its provider says. For an authority of your own, "
            "the operator sets INBOEK_MAILBOX_CA."
        ),
    ),
    "MAILBOX_TLS": Message(
        _("No encrypted connection with %(host)s"),
        _("Port %(port)s does not speak TLS as chosen: %(said)s"),
        _("Choose the other kind of encryption, or port 993 with TLS."),
    ),
    "MAILBOX_NO_STARTTLS": Message(
        _("%(host)s does not offer encryption here"),
        _("Without it neither password nor mails are sent."),
        _("Choose TLS and port 993."),
    ),
    "MAILBOX_CUT": Message(
        _("The connection with %(host)s was cut"),
        _("%(said)s"),
        _("It goes on by itself where it stopped; nothing is lost."),
    ),
    # getting in
    "MAILBOX_PASSWORD": Message(
        _("User name or password is refused"),
        _("%(host)s says about %(user)s: %(said)s"),
        _(
            "Type the password again. Microsoft 365 takes none over IMAP, Google app passwords only: "
            "choose them as the way in."
        ),
    ),
    "MAILBOX_BUSY": Message(
        _("%(host)s lets nobody in for now"),
        _("It says: “%(said)s”."),
        _("It is tried again by itself; mails wait in the mailbox."),
    ),
    "MAILBOX_KEY": Message(
        _("The stored password cannot be read"),
        _("It was encrypted with a key that this instance no longer has."),
        _("Type the password again."),
    ),
    # folders
    "MAILBOX_FOLDER": Message(
        _("The folder “%(folder)s” cannot be opened"),
        _("The server says: “%(said)s”."),
        _("These folders are there: %(folders)s. Add the mailbox with one of them."),
        Message(_("The folder cannot be opened"), "", _("Look in the mailbox whether it is there.")),
    ),
    "MAILBOX_DONE_FOLDER": Message(
        _("Mails cannot be moved to “%(folder)s”"),
        _("The server says: “%(said)s”. They are taken in all the same."),
        _("Make that folder in your mail program, or choose one of these: %(folders)s."),
        Message(
            _("Mails cannot be moved to “%(folder)s”"),
            _("They are taken in all the same."),
            _("Make that folder in your mail program, or leave it empty so that mails are only marked as seen."),
        ),
    ),
    "MAILBOX_NO_MOVE": Message(
        _("%(host)s cannot move mails"),
        _("Mails are taken in all the same."),
        _("Leave the folder for taken mails empty, so that they are only marked as seen."),
    ),
    # our side
    "MAILBOX_STORAGE": Message(
        _("Mails could not be stored"),
        _("The disk is full or cannot be written: %(said)s"),
        _("Tell your administrator; the mails stay in the mailbox and are taken in afterwards."),
    ),
    "MAILBOX_WITHHELD": Message(
        _("The server does not give a mail"),
        _("%(said)s"),
        _("Look at the newest mails in the mailbox; it is tried again by itself."),
    ),
    # setting up
    "MAILBOX_FIELD": Message(
        _("This cannot be used"),
        _("“%(typed)s” is no server, port, user or folder."),
        _("Type the server as imap.example.nl, the port as a number."),
    ),
    "MAILBOX_SAME_FOLDER": Message(
        _("Both folders are “%(typed)s”"), _("Taken mails move out of the folder."), _("Choose another one, or none.")
    ),
    "MAILBOX_NO_PASSWORD": Message(
        _("A password is needed"), _("Without it the mailbox cannot be opened."), _("Type the password.")
    ),
    "MAILBOX_TAKEN": Message(
        _("%(name)s is picked up already"),
        _("That folder of that mailbox is on the list of this administration."),
        _("Change it there."),
    ),
}

MAILBOX_EVENTS: dict[str, str | Promise] = {
    "mailbox.added": _("Mailbox added: %(name)s at %(host)s"),
    "mailbox.changed": _("Mailbox %(name)s changed: %(fields)s"),
    "mailbox.access_set": _("Mailbox %(name)s: an app at %(provider)s opens it (%(app)s)"),
    "mailbox.connected": _("Mailbox %(name)s connected at %(provider)s"),
    "mailbox.paused": _("Mailbox paused: %(name)s"),
    "mailbox.resumed": _("Mailbox picked up again: %(name)s"),
    "mailbox.removed": _("Mailbox removed: %(name)s"),
    "mailbox.failed": _("Mailbox %(name)s not picked up: %(message)s"),
    "mailbox.recovered": _("Mailbox %(name)s works again"),
    "mailbox.renumbered": _("Mailbox %(name)s was numbered anew by its server: looked through once more"),
}
