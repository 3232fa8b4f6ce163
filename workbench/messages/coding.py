"""Holds about the accounts, cost centres and periods of the entry, and what people ask for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

CODING: dict[str, Message] = {
    "GL_UNKNOWN": Message(
        _("No GL account"),
        _("Account %(account)s does not exist or is blocked."),
        _("Choose the account."),
        Message(_("No GL account"), _("Nothing in rules, orders or history tells which."), _("Choose the account.")),
    ),
    "GL_SUGGESTED": Message(
        _("Line %(line)s: account suggested by a model"),
        _("Account %(account)s; nothing in rules, orders or history tells which."),
        _("Keep it or choose another; what is booked is learned."),
    ),
    "COST_CENTRE_MISSING": Message(
        _("Cost centre missing"), _("Account %(account)s requires one."), _("Choose the cost centre.")
    ),
    "COST_UNIT_MISSING": Message(
        _("Cost unit missing"), _("Account %(account)s requires one."), _("Choose the cost unit.")
    ),
    "ITEM_UNKNOWN": Message(
        _("Item not known"),
        _("%(item)s is not among the items in Exact."),
        _("Choose the item, or create it in Exact."),
    ),
    "LINES_TOTAL": Message(
        _("Lines do not add up to the net amount"),
        _("Lines %(lines)s, net %(net)s, difference %(difference)s."),
        _("Correct the lines, or add the missing one."),
    ),
    "PAYABLE_DIFFERS": Message(
        _("The entry would not owe the invoice's total"),
        _("The lines and their VAT make %(booked)s, the total is %(payable)s, difference %(difference)s."),
        _("Correct the lines, their VAT or the total: what is booked is what is paid."),
    ),
    "PERIOD_CLOSED": Message(
        _("Period %(period)s is closed"),
        _("Exact would refuse the entry; period %(open_period)s is open. The invoice keeps its date."),
        _("Book it in period %(open_period)s: its cost and VAT then stand there. Or open the period in Exact."),
        Message(
            _("Period %(period)s is closed"),
            _("Exact would refuse the entry, and no later period is open."),
            _("Open a period in Exact; the hold then goes by itself. Or choose another booking date (tab Journal)."),
        ),
    ),
    "MANUAL": Message(
        _("On hold until %(until)s: %(reason)s"),
        _("Put on hold by %(by)s."),
        _("It comes back by itself on that day."),
        Message(_("On hold: %(reason)s"), _("Put on hold by %(by)s."), _("Release it when the reason is gone.")),
    ),
    "AUDIT_SAMPLE": Message(_("Sample for the auditor"), _("Chosen at random."), _("The auditor releases it.")),
}
