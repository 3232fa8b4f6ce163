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
    "ALREADY_PAID": Message(
        _("Already paid"),
        _("The invoice says: “%(words)s”."),
        _("Book it under condition %(condition)s: it is then in no payment run, and nobody pays it again."),
        Message(
            _("Already paid"),
            _("The invoice says: “%(words)s”."),
            _("Choose a payment condition that is in no payment run (tab Journal), so that nobody pays twice."),
            Message(
                _("Already paid"),
                _("Amount to pay %(open)s of %(gross)s."),
                _("Book it under condition %(condition)s: it is then in no payment run, and nobody pays it again."),
                Message(
                    _("Already paid"),
                    _("Amount to pay %(open)s of %(gross)s."),
                    _("Choose a payment condition that is in no payment run (tab Journal), so that nobody pays twice."),
                ),
            ),
        ),
    ),
    "DIRECT_DEBIT": Message(
        _("The vendor collects this invoice"),
        _("The invoice says: “%(words)s”."),
        _("Book it under condition %(condition)s, so that it is not paid as well."),
        Message(
            _("The vendor collects this invoice"),
            _("The invoice says: “%(words)s”."),
            _("Choose a payment condition of collection (tab Journal), so that it is not paid as well."),
            Message(
                _("The vendor collects this invoice"),
                _("The e-invoice says so by payment means code %(means)s."),
                _("Book it under condition %(condition)s, so that it is not paid as well."),
                Message(
                    _("The vendor collects this invoice"),
                    _("The e-invoice says so by payment means code %(means)s."),
                    _("Choose a payment condition of collection (tab Journal), so that it is not paid as well."),
                ),
            ),
        ),
    ),
    "INVESTMENT": Message(
        _("Perhaps an investment"),
        _("%(amount)s apiece, on a cost account; asked from %(limit)s on."),
        _("If it is an asset, book it on %(account)s."),
        Message(
            _("Perhaps an investment"),
            _("%(amount)s apiece, on a cost account; asked from %(limit)s on."),
            _("If it is an asset, choose its account."),
        ),
    ),
    "DATE_FUTURE": Message(
        _("The invoice is dated in the future"),
        _("It bears %(date)s."),
        _("Check the date on the page. If it stands there so, it can be booked."),
    ),
    "DATE_OLD": Message(
        _("The invoice is more than %(years)s years old"),
        _("It bears %(date)s."),
        _("Check the year on the page. If it stands there so, ask whether its VAT can still be claimed."),
    ),
    "MANUAL": Message(
        _("On hold until %(until)s: %(reason)s"),
        _("Put on hold by %(by)s."),
        _("It comes back by itself on that day."),
        Message(_("On hold: %(reason)s"), _("Put on hold by %(by)s."), _("Release it when the reason is gone.")),
    ),
    "AUDIT_SAMPLE": Message(_("Sample for the auditor"), _("Chosen at random."), _("The auditor releases it.")),
}
