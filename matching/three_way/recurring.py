"""Invoices without an order that come by agreement: recurring templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.evidence import Reason


@dataclass(frozen=True, slots=True)
class RecurringTemplate:
    """What a vendor may bill every so many months: amount ± percent, until the contract's end. Amounts net."""

    key: str
    vendor: str
    amount: Decimal
    percent: Decimal
    every_months: int = 1
    starts: date | None = None
    ends: date | None = None
    last_billed: date | None = None
    gl_account: str = ""


@dataclass(frozen=True, slots=True)
class RecurringMatch:
    """The template that fits, or the nearest one with what is wrong."""

    template: RecurringTemplate
    fits: bool
    reasons: tuple[Reason, ...]


def match_recurring(
    vendor: str, net: Decimal, issued: date, templates: Iterable[RecurringTemplate]
) -> RecurringMatch | None:
    """The vendor's template for this amount and period; None when the vendor has no template.

    Two templates that fit are no match: the nearest comes back as not fitting, with the reason.
    """
    tried = [_try(net, issued, template) for template in templates if template.vendor == vendor]
    fitting = [found for found in tried if found.fits]
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        names = ", ".join(found.template.key for found in fitting)
        return RecurringMatch(fitting[0].template, False, (Reason("recurring.several", {"templates": names}),))
    return min(tried, key=lambda found: abs(found.template.amount - net), default=None)


def _try(net: Decimal, issued: date, template: RecurringTemplate) -> RecurringMatch:
    wrong: list[Reason] = []
    if abs(net - template.amount) * 100 > template.percent * abs(template.amount):
        wrong.append(
            Reason(
                "recurring.amount",
                {"billed": f"{net:f}", "agreed": f"{template.amount:f}", "percent": f"{template.percent:f}"},
            )
        )
    if template.starts and issued < template.starts:
        wrong.append(Reason("recurring.before_start", {"starts": template.starts.isoformat()}))
    if template.ends and issued > template.ends:
        wrong.append(Reason("recurring.after_end", {"ends": template.ends.isoformat()}))
    if template.last_billed is not None:
        months = (issued.year - template.last_billed.year) * 12 + issued.month - template.last_billed.month
        if months < template.every_months:
            wrong.append(
                Reason(
                    "recurring.too_soon",
                    {"last": template.last_billed.isoformat(), "every": str(template.every_months)},
                )
            )
    good = (Reason("recurring.fits", {"template": template.key, "agreed": f"{template.amount:f}"}),)
    return RecurringMatch(template, not wrong, tuple(wrong) or good)
