"""Routes of approval, and who stands in for whom."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

APPROVAL: dict[str, Message] = {
    # in the way of an approval
    "ROUTE_WAITS": Message(
        _("Waits for %(names)s"),
        _("A rule of approval names who approves this."),
        _("They find it under To approve by me, or whoever stands in for them."),
    ),
    "ROUTE_STEP": Message(
        _("Approved by you, then waits for %(names)s"),
        _("A rule of approval asks for a second person."),
        _("They find it under To approve by me."),
    ),
    "ROUTE_GIVEN": Message(
        _("Approved by you, waits for %(names)s"),
        _("A rule of approval asks for a second person."),
        _("They find it under To approve by me."),
    ),
    "ROUTE_NOBODY": Message(
        _("Nobody can approve this"),
        _("The rule of approval names %(names)s; none of them may approve here now."),
        _("Have an admin name somebody else in the rule, or give the role back."),
    ),
    "ROUTE_CHANGED": Message(
        _("Another approval is needed"),
        _("The rules of approval ask for %(names)s too."),
        _("Take the approval back; it then waits for them."),
    ),
    "DEPUTY_CHANGED": Message(
        _("You changed this document"),
        _("Who stands in for %(name)s approves nothing they changed themselves."),
        _("Ask another approver whom the rule names."),
    ),
    "DEPUTY_OVER_LIMIT": Message(
        _("Above the limit of %(name)s"),
        _("In somebody's name one approves up to their limit."),
        _("Ask another approver whom the rule names."),
    ),
    "DEPUTY_FOUR_EYES": Message(
        _("A second pair of eyes is needed"),
        _("%(name)s changed this draft; nobody approves it in that name."),
        _("Ask another approver whom the rule names."),
    ),
    "APPROVAL_NOT_YOURS": Message(
        _("Not your approval"),
        _("It waits for its next step; the approval before it is a colleague's."),
        _("Ask them to take it back, or change what is wrong: that voids it."),
    ),
    # setting rules
    "APPROVAL_NOBODY": Message(
        _("Who approves?"), _("A rule names at least one person."), _("Tick one or more in the first step.")
    ),
    "APPROVAL_BOTH": Message(
        _("Somebody stands in both steps"),
        _("The second step is for another person than the first."),
        _("Tick each person in one of them."),
    ),
    "APPROVAL_UNKNOWN": Message(
        _("%(typed)s is not known here"), _("The administration has nothing by that name."), _("Choose from the list.")
    ),
    "APPROVAL_RANGE": Message(
        _("The accounts are the wrong way round"),
        _("%(typed)s holds no account."),
        _("Swap them or leave one empty."),
    ),
    "APPROVAL_MANY": Message(
        _("No more rules"), _("There are %(most)s already; nobody oversees more."), _("Change or remove one.")
    ),
    # being away
    "ABSENCE_DAYS": Message(
        _("These days cannot be"),
        _("The last day is past, before the first, or more than a year after it."),
        _("Choose the first and the last day."),
    ),
    "ABSENCE_DEPUTY": Message(
        _("This person cannot stand in"),
        _("Only who may approve in the same administration can."),
        _("Choose somebody from the list."),
    ),
    "ABSENCE_SELF": Message(
        _("Not yourself"),
        _("Nobody lets himself approve in another's name."),
        _("Choose somebody else, or ask another admin."),
    ),
    "ABSENCE_TWICE": Message(
        _("Away on these days already"), _("An absence that was set covers some of them."), _("End that one first.")
    ),
}

APPROVAL_EVENTS: dict[str, str | Promise] = {
    "approval.step": _("Approved as first, waits for %(waits)s"),
    "approval.voided": _("Approval void after a change"),
    "approval.withdrawn": _("Approval withdrawn"),
    "approval.held_back": _("The rules of approval changed: waits for %(names)s"),
    "approval_rule.changed": _("Rule of approval %(rule)s: %(old)s → %(new)s"),
    "absence.set": _("%(deputy)s stands in for %(name)s, %(start)s – %(end)s"),
    "absence.ended": _("%(deputy)s no longer stands in for %(name)s (%(start)s – %(end)s)"),
}
# The same, done in somebody's name.
ON_BEHALF: dict[str, str | Promise] = {
    "draft.approved": _("Approved for %(on_behalf_of)s, %(gross)s"),
    "approval.step": _("Approved as first for %(on_behalf_of)s, waits for %(waits)s"),
}
