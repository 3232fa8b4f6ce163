"""What the match tab needs to draw: tolerances and answers in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from domain.vat import Treatment
from matching.models import VatCodeMapping
from matching.vat.mapping import VatCodeProposal
from workbench.messages import describe_reason
from workbench.messages.params import day as iso_day
from workbench.messages.reasons import COMPARED
from workbench.messages.vat_words import TREATMENTS
from workbench.messages.words import ANSWERS as WORDS
from workbench.messages.words import MATCH_LEVELS
from workbench.templatetags.inboek import amount, quantity

register = template.Library()

LEVELS: Mapping[str, str | Promise] = {
    "order_line": gettext_lazy("this order line"),
    "vendor_item": gettext_lazy("this item of this vendor"),
    "item": gettext_lazy("this item"),
    "item_group": gettext_lazy("this item group"),
    "vendor": gettext_lazy("this vendor"),
    "vendor_group": gettext_lazy("this group of vendors"),
    "administration": gettext_lazy("the administration"),
    "system": gettext_lazy("the system; nobody set another one"),
}
ANSWERS: Mapping[str, str | Promise] = {
    "accept": gettext_lazy("Accept"),
    "short_pay": gettext_lazy("Expect a credit note"),
    "ask_buyer": gettext_lazy("Ask purchasing"),
    "new_price": gettext_lazy("Take over this price"),
}
NATURES: Mapping[str, str | Promise] = {
    "goods": gettext_lazy("goods"),
    "services": gettext_lazy("services"),
    "investment": gettext_lazy("investment"),
}
COUNTED = ("qty_ordered", "qty_received", "qty_under")


@register.filter
def vat_case(row: VatCodeMapping | VatCodeProposal) -> str:
    """What a row of the VAT table is for: treatment, rate and, where it matters, goods or services."""
    treatment = Treatment(row.treatment).value
    told = f"{TREATMENTS.get(treatment, treatment)} {quantity(row.rate)} %"
    return f"{told} {NATURES.get(row.kind, row.kind)}" if row.kind else told


@register.filter
def tolerance_text(row: Mapping[str, Any]) -> str:
    """One difference, what was allowed, at which level that was set and by whom, in one sentence."""
    kind = str(row["kind"])
    what = str(COMPARED.get(kind, kind))
    difference = Decimal(row["difference"] or 0)
    size = quantity(abs(difference)) if kind in COUNTED else amount(abs(Decimal(row["money"] or difference)))
    parts = {
        "what": what[:1].upper() + what[1:],
        "size": size,
        "percent": f" ({quantity(abs(Decimal(row['percent'])))} %)" if row["percent"] else "",
        "allowed": _allowed(row, kind),
        "level": str(LEVELS.get(row["level"], row["level"])),
    }
    more, less = _("%(what)s: %(size)s more%(percent)s."), _("%(what)s: %(size)s less%(percent)s.")
    told = [(more if difference > 0 else less) % parts]
    told.append(_("Allowed: %(allowed)s; tolerance of %(level)s.") % parts)
    if row["set_by"]:
        told.append(_("Set by %(who)s.") % {"who": row["set_by"]})
    if row.get("borrowed_from"):
        other = str(COMPARED.get(row["borrowed_from"], row["borrowed_from"]))
        told.append(
            _("It was set for the %(other)s and counts here, because nothing was set for this.") % {"other": other}
        )
    return " ".join(told)


def _allowed(row: Mapping[str, Any], kind: str) -> str:
    limits = [f"{quantity(row['limit_percent'])} %"] if row["limit_percent"] else []
    if row["limit_amount"]:
        limits.append(quantity(row["limit_amount"]) if kind in COUNTED else amount(row["limit_amount"]))
    return _(" and ").join(limits) or _("nothing")


@register.filter
def compared_text(row: Mapping[str, str]) -> str:
    """With what a line was compared otherwise than the administration's lines, and who set that for what."""
    return _("Compared with: %(what)s; set for %(level)s by %(who)s.") % {
        "what": MATCH_LEVELS[row["with"]],
        "level": LEVELS[row["level"]],
        "who": row["set_by"],
    }


@register.filter
def answer_button(kind: str) -> str:
    """What stands on the button."""
    return str(ANSWERS.get(kind, kind))


@register.filter
def answer_given(kind: str) -> str:
    """An answer as something that was done."""
    return str(WORDS.get(kind, kind))


@register.filter
def day(text: str) -> str:
    """An ISO date as day-month-year."""
    return iso_day(text)


@register.filter
def own_reasons(row: Mapping[str, Any]) -> str:
    """Why this order line, as one sentence; what the tolerances say stands in sentences of its own."""
    told = [r for r in row["reasons"] if not str(r["code"]).startswith(("match.within.", "match.outside."))]
    return " · ".join(describe_reason(str(r["code"]), r.get("params", {})) for r in told)


@register.filter
def signed_quantity(value: str) -> str:
    """A difference in quantity with its sign."""
    number = Decimal(value)
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{quantity(abs(number))}"


@register.filter
def signed_percent(value: str) -> str:
    """A percentage with its sign."""
    number = Decimal(value)
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{quantity(abs(number))} %"


@register.filter
def level_name(level: str) -> str:
    """Where a tolerance stands."""
    return str(LEVELS.get(level, level))


@register.filter
def as_percent(share: Decimal) -> str:
    """A share of one as a percentage."""
    return f"{quantity(share * 100)} %"
