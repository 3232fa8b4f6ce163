"""What the line grid needs to draw."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from domain.money import round_money
from domain.reading import ReadLine
from workbench.messages.vat_words import TREATMENTS
from workbench.models import Draft, DraftLine, Hold
from workbench.review import steps
from workbench.review.example import ProposedLine
from workbench.review.why import Earlier
from workbench.templatetags.inboek import amount, price, quantity

register = template.Library()


def _role_names() -> dict[str, str]:
    return {
        "description": _("Description"),
        "item_code": _("Item code"),
        "quantity": _("Quantity"),
        "unit": pgettext("of a quantity", "Unit"),
        "unit_price": _("Price"),
        "discount": _("Discount"),
        "vat_rate": _("VAT %"),
        "net_amount": _("Net"),
    }


@register.filter
def role_name(role: str) -> str:
    """A cell of a line in words."""
    return _role_names().get(role, role)


@register.simple_tag
def earlier_entry(earlier: dict[int, Earlier], line: DraftLine) -> Earlier | None:
    """The entry from which a line's account was taken; None when it came from elsewhere."""
    return earlier.get(line.pk)


@register.simple_tag
def account_name(names: dict[str, str], code: str) -> str:
    """The name of a code; empty for one that is not known."""
    return names.get(code, "")


@register.simple_tag
def entry_of_hold(comparable: dict[int, int], hold: Hold) -> int | None:
    """The entry in Exact with which a duplicate can be compared."""
    return comparable.get(hold.pk)


@register.filter
def treatment_name(treatment: str) -> str:
    """A VAT treatment in words."""
    return str(TREATMENTS.get(treatment, treatment))


@register.simple_tag(takes_context=True)
def may_step_back(context: template.Context, draft: Draft) -> bool:
    """Whether the person looking has a change to undo."""
    request = context.get("request")
    return request is not None and steps.last(request, draft)


@register.filter
def doubtful_sum(line: DraftLine) -> bool:
    """A read line whose quantity x price is not its amount, and that no person set."""
    if not line.read or line.discount or {"net_amount", "quantity", "unit_price"} & set(line.by_person):
        return False
    if line.quantity is None or line.unit_price is None or line.net_amount is None:
        return False
    product = round_money(line.quantity * line.unit_price / (line.price_per or 1), line.draft.currency)
    return abs(product - line.net_amount) > max(abs(line.quantity) / 200, abs(line.net_amount) / 250)


@register.simple_tag
def proposed_cell(row: ProposedLine, role: str) -> SafeString:
    """One cell of a proposed row."""
    read: ReadLine = row.read
    text: Any = getattr(read, role)
    if role == "net_amount":
        text = amount(text)
    elif role == "unit_price":
        text = price(text)
    elif role == "quantity":
        text = f"{quantity(text)} {read.unit}".strip()
    elif role in ("discount", "vat_rate") and text:
        text = quantity(text) if read.discount_is_amount and role == "discount" else f"{quantity(text)} %"
    return format_html("{}", text)


@register.filter
def line_boxes(line: ReadLine) -> str:
    """Where the cells of a proposed row stand, for a data attribute."""
    return json.dumps({name: [b.page, b.x0, b.y0, b.x1, b.y1] for name, b in line.boxes.items()})
