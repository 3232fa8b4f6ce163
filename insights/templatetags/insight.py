"""Figures as people read them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.table import Cell, Column
from workbench.queue.selectors import BY_NAME
from workbench.templatetags.inboek import amount, price, quantity

register = template.Library()
NOTHING = "–"


@register.simple_tag
def figure(column: Column, cell: Cell) -> SafeString | str:
    """A cell's figure in the reader's format; a dash where there is none."""
    value: Any = cell.value
    if value is None or value == "":
        return NOTHING
    if column.kind == "share":
        return format_html('<span class="share">{}</span>', _percent(value))
    if column.kind == "points":
        return _points(value)
    if isinstance(value, timedelta):
        return span(value)
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if column.kind == "money":
        return amount(value, cell.currency)
    if column.kind == "amount":
        return f"{amount(value, cell.currency)}{foreign(cell.currency)}"
    if column.kind == "quantity":
        return quantity(value)
    if column.kind == "price":
        return f"{price(value)}{foreign(cell.currency)}"
    if isinstance(value, int):
        shown = number_format(value, use_l10n=True, force_grouping=True)
        return shown if value else format_html('<span class="q">{}</span>', shown)
    return str(value)


def foreign(currency: str) -> str:
    """What stands behind an amount that is not in euro."""
    return "" if currency == "EUR" else f" {currency}"


def _percent(value: float) -> str:
    """A share in whole per cent; what is not quite nothing or everything does not look like it."""
    percent = 100 * value
    if 0 < percent < 1 or 99 < percent < 100:
        percent_text = number_format(min(max(round(percent, 1), 0.1), 99.9), decimal_pos=1, use_l10n=True)
    else:
        percent_text = str(round(percent))
    return f"{percent_text} %"


def _points(value: float) -> SafeString | str:
    """A change in percentage points, with an arrow; none when it rounds to nothing."""
    points = round(100 * value)
    if not points:
        return "0"
    tone, arrow, word = ("t-ok", "▲", _("better by")) if points > 0 else ("t-check", "▼", _("worse by"))
    return format_html(
        '<span class="{}"><span aria-hidden="true">{}</span><span class="vh">{} </span> {}</span>',
        tone,
        arrow,
        word,
        abs(points),
    )


def span(value: timedelta) -> str:
    """How long, in the unit that says it best: minutes, hours to two days, days."""
    minutes = value.total_seconds() / 60
    if minutes < 1:
        return _("under a minute")
    if minutes < 90:
        n = round(minutes)
        return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
    hours = minutes / 60
    if hours < 48:
        n = round(hours)
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    days = Decimal(f"{hours / 24:.1f}")
    return _("%(n)s days") % {"n": number_format(days, decimal_pos=1, use_l10n=True)}


@register.filter
def state_word(state: str) -> str:
    """A draft's state, as the lists are called that hold it."""
    return str(BY_NAME[state].title) if state in BY_NAME else _("In review")


@register.simple_tag
def share_bar(value: float | None) -> SafeString | str:
    """A share as a bar; decoration, for the figure stands beside it."""
    if value is None:
        return ""
    return format_html(
        '<svg class="bar-share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-all" width="100" height="8"/><rect class="bar-part" width="{}" height="8"/></svg>',
        f"{100 * min(max(value, 0), 1):.1f}",
    )
