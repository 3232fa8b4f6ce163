"""People, roles and passwords."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

PEOPLE: dict[str, Message] = {
    "USER_NAME": Message(
        _("That name cannot be used"),
        _("It is taken, empty or has signs that a name cannot have; or the mail address is none."),
        _("Take letters, digits and . - _ for the name to log in with."),
    ),
    "USER_NO_ROLE": Message(
        _("Somebody without a role sees nothing"), _("No role is ticked."), _("Tick at least one role.")
    ),
    "USER_SELF": Message(
        _("Not for yourself"),
        _("Nobody gives roles or a higher limit to himself, or shuts himself out."),
        _("Ask another admin."),
    ),
    "USER_ELSEWHERE": Message(
        _("This person works elsewhere too"),
        _("Another admin set up the other administrations."),
        _("Take the roles away here; the rest is theirs to decide."),
    ),
    "LAST_ADMIN": Message(
        _("%(name)s would have no admin left"),
        _("Then nobody could set it up any more."),
        _("Make somebody else admin there first."),
    ),
    "LIMIT_INVALID": Message(
        _("Not a limit"), _("%(typed)s is no amount from 0 on."), _("Type it as 5000, or leave it empty for none.")
    ),
}

PEOPLE_EVENTS: dict[str, str | Promise] = {
    "user.created": _("User made: %(name)s"),
    "user.role_given": _("Role given to %(name)s: %(role)s"),
    "user.role_taken": _("Role taken from %(name)s: %(role)s"),
    "user.limit_changed": _("Approval limit of %(name)s: %(old)s → %(new)s"),
    "user.activated": _("User let in again: %(name)s"),
    "user.deactivated": _("User switched off: %(name)s"),
    "user.password_reset": _("One-time password made for %(name)s"),
    "user.password_changed": _("%(name)s chose a new password"),
}
