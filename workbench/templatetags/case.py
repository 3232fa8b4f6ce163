"""What the review screen needs to draw: cells, field values, reasons and events in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exact.models import Posting
from workbench.audit import services as audit
from workbench.drafts.fields import SPECS
from workbench.messages import Message, describe, describe_event, describe_reason
from workbench.messages.intake import OUTCOMES
from workbench.messages.words import FIELDS, KEYS, KNOWN_BY
from workbench.models import AuditEvent, Draft, DraftLine
from workbench.posting.services import failure_message
from workbench.review.selectors import FIELD_LABELS
from workbench.templatetags.inboek import amount, iban, icon, price, quantity

register = template.Library()


@register.filter
def field_label(name: str) -> str:
    """The title of a header field."""
    return str(FIELD_LABELS.get(name) or FIELDS.get(name) or name.replace("_", " ").capitalize())


@register.filter
def field_value(value: str, kind: str) -> str:
    """A stored value as the form shows it: Dutch dates, formatted amounts, grouped IBAN."""
    if not value:
        return ""
    if kind == "date":
        try:
            return date.fromisoformat(value).strftime("%d-%m-%Y")
        except ValueError:
            return value
    if kind == "amount":
        return amount(value)
    return iban(value) if kind == "iban" else value


@register.filter
def read_value(value: str, name: str) -> str:
    """A value as it was read, as people write it."""
    kind = "iban" if name.endswith("_iban") else SPECS[name].kind if name in SPECS else "text"
    return field_value(value, "amount" if name == "amount_due" else kind)


@register.filter
def unit_word(code: str | None) -> str:
    """A unit as people write it, of its code in an e-invoice (UN/ECE Recommendation 20); any other as it stands."""
    words = {
        **dict.fromkeys(("C62", "H87", "EA"), _("pcs")),
        "HUR": _("hours"),
        "DAY": _("days"),
        "MON": _("months"),
        "ANN": _("years"),
        "KGM": "kg",
        "LTR": "l",
        "MTR": "m",
        "MTK": "m²",
        "MTQ": "m³",
        "KWH": "kWh",
    }
    return words.get(code or "", code or "")


@register.filter
def vendor_known_by(key: str) -> str:
    """How it is known who the vendor is; empty for a key without a word of its own."""
    return str(KNOWN_BY.get(key, ""))


@register.filter
def outcome_word(outcome: str) -> str:
    """What became of a received file, in a word or two."""
    return str(OUTCOMES[outcome])


@register.filter(name="json")
def as_json(value: Any) -> str:
    """A value as JSON for a data attribute."""
    return json.dumps(value or [])


def shown_cell(line: DraftLine, column: str) -> str:
    """What stands in one cell of the line grid."""
    value = getattr(line, column)
    return "" if value is None or value == "" else str(CELLS.get(column, str)(value))


CELLS: dict[str, Callable[[Any], object]] = {
    "description": str,
    "quantity": quantity,
    "unit_price": price,
    "net_amount": amount,
}


# Codes that are shown with their names, and where these are in the context.
NAMED = {"gl_account": "account_names", "vat_code": "vat_names", "item_code": "item_names"}


@register.simple_tag
def line_particulars(line: DraftLine, account_names: dict[str, str], vat_names: dict[str, str]) -> str:
    """What the columns have no room for: item, unit, discount, VAT, and the names of the codes in full."""
    vat = ""
    if line.vat_amount is not None and line.vat_code:
        vat = _("VAT %(code)s: %(amount)s") % {
            "code": f"{line.vat_code} {vat_names.get(line.vat_code, '')}".strip(),
            "amount": amount(line.vat_amount, line.draft.currency),
        }
    parts = [
        _("item %(code)s") % {"code": line.item_code} if line.item_code else "",
        _("unit %(unit)s") % {"unit": unit_word(line.unit)} if line.unit else "",
        _("per %(count)s") % {"count": quantity(line.price_per)} if line.price_per != 1 else "",
        _("discount %(discount)s") % {"discount": line.discount} if line.discount else "",
        vat,
        f"{line.gl_account} {account_names.get(line.gl_account, '')}".strip(),
    ]
    return " · ".join(part for part in parts if part)


@register.simple_tag(takes_context=True)
def line_cell(
    context: template.Context, draft: Draft, line: DraftLine, column: str, editable: bool, choices: str = ""
) -> SafeString:
    """One cell of the line grid: an input that saves itself, or plain text. An account also shows its name."""
    shown = shown_cell(line, column)
    if column in NAMED and shown:
        name = (context.get(NAMED[column]) or {}).get(shown, "")
        shown = f"{shown} {name}".strip()
    reason = _reason_of(line, column)
    title = ". ".join(filter(None, [shown if column in NAMED else "", reason]))
    if not editable:
        return format_html('<span title="{}">{}</span>', title, shown)
    numeric = column in ("quantity", "unit_price", "net_amount")
    return format_html(
        '<input class="cell{}" id="line-{}-{}" form="save-form" name="line:{}:{}" value="{}" aria-label="{}" '
        'title="{}" autocomplete="off" data-column="{}"{}{}{} data-save="{}">',
        " in-num" if numeric else "",
        line.pk,
        column,
        line.pk,
        column,
        shown,
        f"{column_label(column)} {line.position}",
        title or shown,
        column,
        format_html(' list="{}"', choices) if choices else "",
        format_html(' data-own="{}"', 1) if column in line.by_person else "",
        format_html(' data-why="{}"', reason) if reason else "",
        reverse("draft-line", args=[draft.pk, line.pk, column]),
    )


def column_label(column: str) -> str:
    """The title of a column of the line grid."""
    return {
        "description": _("Description"),
        "quantity": _("Quantity"),
        "unit_price": _("Price"),
        "net_amount": _("Net"),
        "vat_code": _("VAT code"),
        "gl_account": _("GL account"),
        "cost_centre": _("Cost centre"),
        "cost_unit": _("Cost unit"),
        "item_code": _("Item"),
        "unit": pgettext("of a quantity", "Unit"),
    }[column]


def _reason_of(line: DraftLine, column: str) -> str:
    """Why this value stands here, in one sentence."""
    if column in line.by_person:
        return _("Set by a person")
    reasons = line.choices.get(column, {}).get("reasons", [])
    return "; ".join(reason_text(reason) for reason in reasons[:2])


@register.filter
def reason_text(reason: dict[str, Any]) -> str:
    """A machine's reason as a sentence; an unknown code shows itself, so that nothing is hidden."""
    return describe_reason(str(reason.get("code", "")), reason.get("params", {}))


@register.filter
def signed(value: Decimal | str | None) -> str:
    """A difference with its sign."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    return f"+{price(number)}" if number > 0 else f"−{price(-number)}" if number < 0 else "0"


@register.filter
def match_chip(state: str) -> SafeString:
    """The outcome of a line's match, quiet when it is right."""
    words = {
        "matched": ("", "", _("right")),
        "within_tolerance": ("", "", _("within tolerance")),
        "exception": ("chip-hold", "hold", _("differs")),
        "awaiting_receipt": ("chip-wait", "wait", _("waits")),
        "ambiguous": ("chip-check", "check", _("choose")),
        "no_po": ("", "", _("no order")),
        "not_checked": ("", "", _("not checked")),
    }
    tone, shape, word = words.get(state, ("", "", state))
    if not tone:
        return format_html('<span class="q">{}</span>', word)
    return format_html('<span class="chip {}">{}{}</span>', tone, icon(shape), word)


@register.filter
def key_name(key: str) -> str:
    """What identifies a vendor, in words."""
    return str(KEYS.get(key, key))


@register.filter
def kind_name(kind: str) -> str:
    """What would be booked, in words."""
    return {
        "purchase_invoice": _("Purchase invoice"),
        "credit_note": _("Credit note"),
        "purchase_order": _("Purchase order"),
        "sales_order": _("Sales order"),
        "none": _("Not booked"),
    }.get(kind, kind)


@register.simple_tag
def posting_message(posting: Posting) -> Message:
    """Why a posting needs a person."""
    return describe(*failure_message(posting))


@register.simple_tag
def exact_url(posting: Posting) -> str:
    """Where the entry can be seen in Exact."""
    from exact import api as exact

    return exact.entry_url(posting)


@register.filter
def event_text(event: AuditEvent) -> str:
    """An audit event as a sentence."""
    return describe_event(event.action, event.data)


@register.filter
def event_actor(event: AuditEvent) -> str:
    """Who did it: a person by log-in name, a program by its token's; what a part of the machine did, Inboek did."""
    return event.actor if event.user_id or event.actor.startswith(audit.PROGRAM) else audit.SYSTEM


@register.filter
def event_mark(event: AuditEvent) -> str:
    """Which mark an event gets in the time line."""
    if event.action.startswith("hold.raised"):
        return str(event.data.get("severity", "hold"))
    if event.action in ("draft.approved", "approval.step", "draft.posted", "vendor.mapped", "field.confirmed"):
        return "confirmed"
    if event.action in ("posting.failed", "draft.rejected"):
        return "failed"
    return "sure" if event.user_id else "info"
