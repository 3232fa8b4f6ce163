"""Mails that go out: why one has not gone, what admins are told of, what was done."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message, Table

MAIL_KINDS: Table = {
    "receipt": _("Receipt to the sender"),
    "refusal": _("Nothing usable came in"),
    "vendor": _("Letter to a vendor"),
    "digest": _("For me, by mail"),
    "alarm": _("Trouble"),
    "over": _("Trouble over"),
    "test": _("Test"),
}
MAIL_STATES: Table = {
    "waiting": _("waits"),
    "sending": _("on its way"),
    "sent": _("sent"),
    "unknown": _("not known whether it arrived"),
    "failed": _("not sent"),
    "given_up": _("given up"),
}
MAIL_SWITCHES: Table = {
    "mail_receipts": _("receipts to senders"),
    "mail_refusals": _("answers when nothing usable came in"),
    "mail_letters": _("letters to vendors"),
}

OUTGOING: dict[str, Message] = {
    "MAIL_OFF": Message(
        _("No mail goes out from here"),
        _("There is no mail server for this, or an admin switched it off for these books."),
        _("Use your own mail program, or ask an admin."),
    ),
    "MAIL_ADDRESS": Message(
        _("“%(to)s” is no mail address"), "", _("Type one address, such as administratie@leverancier.nl.")
    ),
    "LETTER_BLANK": Message(
        _("The letter asks nothing yet"), _("What you want to know is not filled in."), _("Write your question.")
    ),
    "MAIL_NO_ADDRESS": Message(_("You have no mail address"), "", _("Type yours on the page “For me”.")),
    "MAIL_SETTLED": Message(
        _("This mail is settled"), _("It was sent or given up meanwhile."), _("Look at the list again.")
    ),
    "MAIL_REFUSED_ADDRESS": Message(
        _("The address was refused"),
        _("%(host)s says: %(said)s."),
        _("Check the address; with another one, write anew."),
    ),
    "MAIL_REFUSED_TEXT": Message(
        _("The mail was refused"),
        _("%(host)s says: %(said)s."),
        _("Check what the server says about sender and size, then send it again."),
    ),
    "MAIL_LATER": Message(
        _("The mail server takes it later"), _("%(host)s says: %(said)s."), _("It is tried again by itself.")
    ),
    "MAIL_NO_ANSWER": Message(
        _("The mail server %(host)s does not answer"), _("%(said)s."), _("It is tried again by itself.")
    ),
    "MAIL_NOT_ENCRYPTED": Message(
        _("No encrypted connection with %(host)s"),
        _("%(said)s. Nothing was sent, no password either."),
        _("Check name, port and kind of encryption in INBOEK_SMTP_URL."),
    ),
    "MAIL_LOGIN": Message(
        _("The mail server refuses user or password"),
        _("%(host)s says: %(said)s."),
        _("Put the right ones into INBOEK_SMTP_URL; what waits is then sent by itself."),
    ),
    "MAIL_UNKNOWN": Message(
        _("Not known whether it arrived"),
        _("The connection broke while the mail was handed over."),
        _("It is not sent again by itself. Ask the recipient, or send it again: it may then arrive twice."),
    ),
    "MAIL_BROKEN": Message(
        _("The mail could not be put together"),
        _("%(said)s"),
        _("Tell who runs Inboek; nothing was sent."),
    ),
    "LETTER_ANSWERED": Message(
        _("Answer to a letter of ours"), _("It stands in the talk of its document."), _("Read it there.")
    ),
    # troubles
    "ALARM_WORK": Message(
        _("Work was given up: %(work)s"),
        _("It failed after its last attempt; nothing is thrown away."),
        _("Look at given-up work and decide."),
    ),
    "ALARM_POSTING": Message(
        _("A posting was given up in %(administration)s"),
        _("It was tried too often."),
        _("Look at it on the page Post and decide."),
    ),
    "ALARM_EXACT": Message(
        _("The connection with Exact is stopped"),
        _("Nothing is synchronised or posted over “%(name)s”."),
        _("Open the page Exact and connect again, or release it."),
    ),
    "ALARM_MAILBOX": Message(
        _("The mailbox %(name)s cannot be picked up"),
        _("Its mails wait at the server."),
        _("The page Mailboxes says what is wrong."),
    ),
    "ALARM_NO_WORKER": Message(
        _("Work stands still: %(said)s"),
        _("No worker for it gave a sign of life."),
        _("Look at the machine, and start Inboek again."),
    ),
}

OUTGOING_EVENTS: dict[str, str | Promise] = {
    "mail.sent": _("Mail to %(to)s sent: %(text)s"),
    "mail.unknown": _("Not known whether the mail to %(to)s arrived: %(text)s"),
    "mail.failed": _("Mail to %(to)s not sent: %(text)s"),
    "mail.retried": _("Mail to %(to)s sent again: %(text)s"),
    "mail.given_up": _("Mail to %(to)s given up: %(text)s"),
    "mail.tested": _("Test mail to %(to)s"),
    "mail.switched_on": _("Mails switched on: %(mails)s"),
    "mail.switched_off": _("Mails switched off: %(mails)s"),
    "mail.own_address": _("Own mail address changed"),
    "talk.vendor_mailed": _("Mailed the vendor (%(to)s): %(text)s"),
    "talk.vendor_answered": _("%(sender)s answered by mail: %(text)s"),
}
