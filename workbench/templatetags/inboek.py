"""What templates need to draw: icons, marks, amounts, dates as clerks read them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from domain.money import places
from workbench.messages import describe
from workbench.messages.words import OWNERS

register = template.Library()


@register.simple_tag
def icon(name: str, label: object = "", size: str = "") -> SafeString:
    """One icon of the sprite; with a label it is spoken, without one it is decoration."""
    return _drawn(name, str(label), "i i-s" if size == "s" else "i")


@lru_cache(maxsize=1024)  # a list of two hundred rows draws six hundred, of a few dozen kinds
def _drawn(name: str, label: str, kind: str) -> SafeString:
    href = f"{static('icons.svg')}#i-{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', kind, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', kind, href)


@register.filter
def amount(value: Decimal | str | None, currency: str = "EUR") -> str:
    """An amount in the reader's format, with a true minus sign; a dot where there is none."""
    if value is None or value == "":
        return "·"
    number = Decimal(str(value))
    text = number_format(abs(number), decimal_pos=places(currency), use_l10n=True, force_grouping=True)
    return f"−{text}" if number < 0 else text


@register.filter
def quantity(value: Decimal | str | None) -> str:
    """A quantity or price without trailing zeros."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value)).normalize()
    decimals = max(0, -int(number.as_tuple().exponent))
    return number_format(number, decimal_pos=decimals, use_l10n=True, force_grouping=True)


@register.filter
def price(value: Decimal | str | None) -> str:
    """A unit price: at least two decimals, more when it has them."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value)).normalize()
    decimals = max(2, -int(number.as_tuple().exponent))
    return number_format(number, decimal_pos=decimals, use_l10n=True, force_grouping=True)


CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


@register.filter
def sign(currency: str) -> str:
    """The sign of a currency, or its code where there is no unmistakable sign."""
    return CURRENCY_SIGNS.get(currency, currency)


@register.filter
def due_text(due: date | None) -> str:
    """How far away the due date is, in words."""
    if due is None:
        return ""
    days = (due - timezone.localdate()).days
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


@register.filter
def due_class(due: date | None) -> str:
    """Which emphasis a due date deserves."""
    if due is None:
        return ""
    days = (due - timezone.localdate()).days
    return "late" if days < 0 else "soon" if days <= 7 else ""


@register.filter
def owner_name(role: str) -> str:
    """Whose turn it is, in a word."""
    return str(OWNERS.get(role, role))


@register.filter
def age_days(moment: Any) -> int:
    """Whole days since a moment."""
    return max(0, (timezone.now() - moment).days) if moment else 0


@register.filter
def ago(moment: datetime) -> str:
    """How long ago, in the largest unit; "just now" within the minute."""
    if timezone.now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


@register.filter
def age_icon(days: int) -> str:
    """The pie that fills with age: 0–1, 2–4, 5–9, 10+ days."""
    return "age0" if days <= 1 else "age1" if days <= 4 else "age2" if days <= 9 else "age3"


@register.filter
def iban(value: str) -> str:
    """An IBAN in groups of four."""
    return re.sub(r"(.{4})(?=.)", r"\1 ", (value or "").replace(" ", ""))


MARKS = {
    "security": ("shield", "t-hold"),
    "hold": ("hold", "t-hold"),
    "check": ("check", "t-check"),
    "info": ("info", "t-info"),
    "wait": ("wait", "t-wait"),
    "duplicate": ("dup", "t-hold"),
    "missing": ("missing", "t-check"),
    "differ": ("differ", "t-check"),
    "sure": ("tick", "q"),
    "confirmed": ("person-ok", "t-ok"),
    "failed": ("fail", "t-hold"),
}
# Translated when drawn, the one that is asked for.
MARK_NAMES = {
    "security": gettext_lazy("Security hold"),
    "hold": gettext_lazy("Hold"),
    "check": gettext_lazy("Doubtful"),
    "info": gettext_lazy("For information"),
    "wait": gettext_lazy("Waits for another"),
    "duplicate": gettext_lazy("Possible duplicate"),
    "missing": gettext_lazy("Missing"),
    "differ": gettext_lazy("Two sources differ"),
    "sure": gettext_lazy("Correct"),
    "confirmed": gettext_lazy("Confirmed"),
    "failed": gettext_lazy("Refused"),
}


@register.simple_tag
def mark(kind: str) -> SafeString:
    """The mark in the margin: shape first, colour second, with a spoken name."""
    shape, tone = MARKS.get(kind, MARKS["info"])
    return format_html('<span class="mark {}">{}</span>', tone, icon(shape, MARK_NAMES.get(kind, "")))


SOURCES = {
    "text": "src-text",
    "ocr": "src-ocr",
    "xml": "src-xml",
    "qr": "src-xml",
    "vendor": "src-default",
    "rule": "src-default",
    "history": "src-default",
    "order": "src-default",
    "derived": "src-default",
    "llm": "src-ocr",
    "person": "pencil",
}
SOURCE_NAMES = {
    "text": gettext_lazy("Source: text layer"),
    "ocr": gettext_lazy("Source: character recognition"),
    "xml": gettext_lazy("Source: e-invoice"),
    "qr": gettext_lazy("Source: payment code"),
    "vendor": gettext_lazy("Source: vendor default"),
    "rule": gettext_lazy("Source: rule"),
    "history": gettext_lazy("Source: earlier invoices"),
    "order": gettext_lazy("Source: order"),
    "derived": gettext_lazy("Source: computed"),
    "llm": gettext_lazy("Source: second reader"),
    "person": gettext_lazy("Source: a person"),
}


@register.simple_tag
def source(kind: str) -> SafeString:
    """The grey glyph that says where a value came from."""
    return icon(SOURCES[kind], SOURCE_NAMES[kind]) if kind in SOURCES else SafeString()


@register.filter
def message_title(code: str, params: dict[str, Any] | None = None) -> str:
    """The title of a message code."""
    return str(describe(code, params).title)


@register.simple_tag
def message(code: str, params: dict[str, Any] | None = None) -> Any:
    """The whole message of a code: title, cause, next_step."""
    return describe(code, params)


@register.filter
def get(mapping: dict[str, Any] | None, key: Any) -> Any:
    """A value of a mapping by a key that is itself a variable."""
    return (mapping or {}).get(key)


@register.filter
def pairs(mapping: dict[str, Any] | None) -> list[tuple[str, Any]]:
    """Keys with values; ``mapping.items`` would find a key named "items" first."""
    return list((mapping or {}).items())


def _resource_names() -> dict[str, str]:
    return {
        "journals": _("Journals"),
        "gl_accounts": _("GL accounts"),
        "vat_codes": _("VAT codes"),
        "cost_centres": _("Cost centres"),
        "cost_units": _("Cost units"),
        "periods": _("Periods"),
        "payment_conditions": _("Payment conditions"),
        "exchange_rates": _("Exchange rates"),
        "vendors": _("Vendors"),
        "customers": _("Customers"),
        "bank_accounts": _("Bank accounts"),
        "vendor_groups": _("Vendor groups"),
        "items": _("Items"),
        "item_groups": _("Item groups"),
        "supplier_items": _("Vendors' items"),
        "purchase_orders": _("Purchase orders"),
        "receipts": _("Goods receipts"),
        "receipt_lines": _("Goods receipt lines"),
        "booked_lines": _("Booked lines"),
    }


@register.filter
def resource_name(name: str) -> str:
    """What a part of the mirror holds, in words."""
    return _resource_names().get(name, name.replace("_", " ").capitalize())


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The current query string with some parameters changed; an empty value removes one."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = value
    return f"?{params.urlencode()}" if params else "?"


@register.filter
def words(text: str) -> list[str]:
    """A text's words, to loop over in a template."""
    return text.split()


@register.filter
def undo_of(tags: str | None) -> str:
    """The draft that a message offers to take back, from its tag ``undo:<id>``; empty when there is none."""
    return next((tag.removeprefix("undo:") for tag in (tags or "").split() if tag.startswith("undo:")), "")


@register.filter
def share(part: float, whole: float) -> str:
    """A share (0–1) of a length, as an SVG number."""
    return f"{float(part) * float(whole):.2f}"
