"""What a pre-check points at before many documents go to Exact: nothing that stops, all worth a look."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

PRECHECK: dict[str, Message] = {
    "GOES_UNUSUAL": Message(
        _("Unusual amount, let pass"),
        _("%(amount)s is %(times)s times what this vendor usually bills (%(usual)s)."),
        _("A person let it pass; look once more when you do not know why."),
        Message(
            _("Unusual amount, let pass"),
            _("The amount is far above what this vendor usually bills."),
            _("A person let it pass; look once more when you do not know why."),
        ),
    ),
    "GOES_PASSED": Message(
        _("Points that a person let pass"),
        _("%(what)s."),
        _("The reasons stand in the history."),
        Message(
            _("Points that a person let pass"), _("A check was overridden."), _("The reasons stand in the history.")
        ),
    ),
    "GOES_OTHER_PERIOD": Message(
        _("In another period than today's"),
        _("It is booked in %(period)s."),
        _("The booking date stands on the tab Journal."),
        Message(
            _("In another period than today's"),
            _("It is booked in the period of its booking date."),
            _("The booking date stands on the tab Journal."),
        ),
    ),
    "GOES_OVERDUE": Message(
        _("Past the due date"),
        _("It was due on %(day)s."),
        _("Pay it soon."),
        Message(_("Past the due date"), _("It should have been paid."), _("Pay it soon.")),
    ),
    "GOES_DUE_TODAY": Message(_("Due today"), _("Today is the last day to pay it."), _("Pay it soon.")),
    "GOES_NEW_VENDOR": Message(
        _("First document of this vendor"),
        _("Nothing of this vendor stands in Exact yet."),
        _("Look at the bank account and the codes once more."),
    ),
    "GOES_OTHER_APPROVER": Message(
        _("Approved by somebody else"),
        _("%(who)s approved it."),
        _("You only send it."),
        Message(_("Approved by somebody else"), _("A colleague approved it."), _("You only send it.")),
    ),
    "GOES_ABOVE_OWN_LIMIT": Message(
        _("Above your own limit, approved by somebody else"),
        _("%(who)s approved it."),
        _("You only send it."),
        Message(
            _("Above your own limit, approved by somebody else"), _("A colleague approved it."), _("You only send it.")
        ),
    ),
    "GOES_ROUND": Message(
        _("A round amount from a vendor whose amounts never are"),
        _("Whole hundreds are unusual for this vendor."),
        _("For information."),
    ),
}
