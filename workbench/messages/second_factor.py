"""The second step of the log-in, and sessions."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

SECOND_FACTOR: dict[str, Message] = {
    "CODE_WRONG": Message(
        _("This code does not fit"),
        _("It is of another account in the app, too old, or the clock of the telephone is off."),
        _("Type the code the app shows now. Set the telephone's clock by the network when it stays so."),
    ),
    "PASSWORD_WRONG": Message(
        _("The password is not right"),
        _("It is asked so that nobody else sets this up at your open screen."),
        _("Type it again."),
    ),
    "GUESSES": Message(
        _("Too many attempts"), _("The password was wrong several times in a row."), _("Wait 15 minutes.")
    ),
    "SECOND_FACTOR_THERE": Message(
        _("The second step is set up already"),
        _("It was confirmed a moment ago, or in another window."),
        _("Load the page again; make new recovery codes when you have none."),
    ),
    "SECOND_FACTOR_NONE": Message(
        _("There is nothing to take away"),
        _("This person logs in without a second step, or a colleague was first."),
        _("Nothing to do."),
    ),
    "SECOND_FACTOR_REQUIRED": Message(
        _("The second step stays on"),
        _("For your role it is required here."),
        _("To move to another telephone, ask an admin to take it away; you set it up again at the next log-in."),
    ),
}

SECOND_FACTOR_EVENTS: dict[str, str | Promise] = {
    "user.second_factor_set": _("%(name)s set up the second step of the log-in"),
    "user.second_factor_removed": _("%(name)s took the own second step off"),
    "user.second_factor_reset_asked": _("Asked to take the second step of %(name)s away; a second admin must agree"),
    "user.second_factor_reset_refused": _("The second step of %(name)s stays"),
    "user.second_factor_reset": _("Second step of %(name)s taken away"),
    "user.recovery_codes_made": _("%(name)s made new recovery codes"),
    "user.recovery_code_used": _("%(name)s used a recovery code; left: %(left)s"),
    "user.code_guessed": _("Too many wrong codes at the second step of %(name)s"),
    "keys.resealed": _("Stored secrets sealed with the newest key: %(count)s; not readable: %(unreadable)s"),
    "keys.dropped": _("Old keys dropped: %(count)s"),
    "user.sessions_ended": _("%(name)s logged out elsewhere: %(count)s sessions"),
}
