"""The page of one administration's VAT table, tolerances and policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from domain.tolerances import NOT_CHECKED, SYSTEM_DEFAULTS, Limit
from exact import api as exact
from exact.models import Administration
from matching.models import ChainRole, RoutingRule, VatCodeMapping
from matching.models.vat_position import position_of
from workbench.accounts.asking_again import asks_again
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, require
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.messages import describe
from workbench.messages.reasons import COMPARED
from workbench.messages.vat_words import TREATMENTS
from workbench.messages.words import KEYS, MATCH_LEVELS
from workbench.models import MatchLevelException, ToleranceException
from workbench.models.policy import Policy, policy_of
from workbench.models.scoped import NAMED
from workbench.tuning import keys, levels, routing, services, tolerances, vat_position

Row = TypeVar("Row", bound=Model)


def _administration(request: Request, administration_id: int) -> Administration:
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    require(request.user, Right.CONFIGURE, administration)
    return administration


@login_required
@asks_again
def tuning(request: Request, administration_id: int) -> HttpResponse:
    """Show, and on POST keep, the tolerances and the policy."""
    administration = _administration(request, administration_id)
    if request.method != "POST":
        return _page(request, administration)
    try:
        content = services.policy_from(request.POST.dict())
    except FieldInvalid as wrong:
        return _page(request, administration, told=describe(wrong.code, {"typed": wrong.typed}), status=422)
    count = services.set_policy(administration, content, by=request.user)
    if count:
        messages.success(request, _("%(n)d settings changed; open documents are judged again.") % {"n": count})
    return redirect("tuning", administration.pk)


def _page(request: Request, administration: Administration, *, status: int = 200, **more: Any) -> HttpResponse:
    policy = policy_of(administration.pk)
    rows = VatCodeMapping.objects.filter(administration=administration).exclude(confirmed_at=None)
    context = {
        "administration": administration,
        "policy": policy,
        "approval_rules": administration.approval_rules.count(),
        "position": position_of(administration.pk),
        "chain_roles": ChainRole.choices,
        "vat_rows": rows,
        "vat_codes": exact.vat_codes_for(administration),
        "tolerances": [_tolerance(policy, request, *each) for each in services.TOLERANCES],
        "exceptions": [
            (row, row.scope.level.name.lower(), COMPARED[row.kind.lower()])
            for row in ToleranceException.objects.filter(administration=administration).select_related(*NAMED)
        ],
        "match_levels": MATCH_LEVELS.items(),
        "level_exceptions": [
            (row, row.scope.level.name.lower(), MATCH_LEVELS[row.level])
            for row in MatchLevelException.objects.filter(administration=administration).select_related(*NAMED)
        ],
        "groupings": exact.groupings_of(administration),
        "vendor_groups": exact.vendor_groups_for(administration, policy.vendor_group_number),
        "per_line": [
            (f"{kind.value}.{side.value}", COMPARED[kind.value.lower()], side.value == "upper")
            for kind, side in services.TOLERANCES
            if kind in tolerances.PER_LINE
        ],
        "keys": [(key.value, KEYS[key.value], place, on) for key, place, on in keys.keys_shown(administration)],
        "routing_rules": routing.rules_of(administration),
        "treatments": [(key, text) for key, text in TREATMENTS.items() if key != "REVIEW"],
        "typed": request.POST,
        # Two forms ask for what something is set; each shows again what was typed in it.
        "typed_tolerance": request.POST if "what" in request.POST else {},
        "typed_level": request.POST if "level" in request.POST else {},
        **more,
    }
    return render(request, "tuning/tuning.html", context, status=status)


def _tolerance(policy: Policy, request: Request, kind: Any, side: Any) -> dict[str, Any]:
    """One row of the form: what was typed, else what is set; the system's limit beside it."""
    name = f"{kind.value}.{side.value}"
    stored = policy.tolerances.get(name, {})
    default: Limit = SYSTEM_DEFAULTS.get((kind, side), NOT_CHECKED)
    return {
        "name": name,
        "label": COMPARED[kind.value.lower()],
        "upper": side.value == "upper",
        "percent": request.POST.get(f"{name}:percent", stored.get("percent") or ""),
        "amount": request.POST.get(f"{name}:amount", stored.get("amount") or ""),
        "off": stored.get("checked", True) is False,
        "set_by": stored.get("set_by", ""),
        "default": default,
    }


def _of_mine(request: Request, rows: QuerySet[Row], pk: int) -> Row:
    """A row of an administration that this person sees, else 404."""
    mine = administrations_for(request.user)
    return get_object_or_404(rows.filter(administration__in=mine).select_related("administration"), pk=pk)


def _done(request: Request, administration_id: int, card: str, word: str) -> HttpResponse:
    """Back to the card that was worked in; the page says what was done."""
    messages.success(request, word)
    return redirect(f"{reverse('tuning', args=[administration_id])}#{card}")


def _kept(
    request: Request, administration_id: int, card: str, keep: Callable[[Administration], object]
) -> HttpResponse:
    """Keep something for an administration and come back to its card; what is refused is told on the page."""
    administration = _administration(request, administration_id)
    try:
        keep(administration)
    except (DraftRefused, FieldInvalid) as wrong:
        params = wrong.params if isinstance(wrong, DraftRefused) else {"typed": wrong.typed}
        return _page(request, administration, told=describe(wrong.code, params), status=422)
    return _done(request, administration.pk, card, _("Kept; open documents are judged again."))


@login_required
@require_POST
def change_vat_code(request: Request, mapping_id: int) -> HttpResponse:
    """Choose another VAT code for a treatment."""
    row = _of_mine(request, VatCodeMapping.objects.all(), mapping_id)
    try:
        services.change_vat_code(row, request.POST.get("code", ""), by=request.user)
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
        return redirect(f"{reverse('tuning', args=[row.administration_id])}#vat")
    return _done(request, row.administration_id, "vat", _("Kept; open documents are judged again."))


@login_required
@require_POST
def forget_vat_code(request: Request, mapping_id: int) -> HttpResponse:
    """Forget a treatment's VAT code."""
    row = _of_mine(request, VatCodeMapping.objects.all(), mapping_id)
    services.forget_vat_code(row, by=request.user)
    return _done(request, row.administration_id, "vat", _("Forgotten; lines with this treatment wait for a code."))


@login_required
@require_POST
def add_vat_code(request: Request, administration_id: int) -> HttpResponse:
    """Add a row to the VAT table."""
    typed = request.POST.dict()
    return _kept(request, administration_id, "vat", lambda books: services.add_vat_code(books, typed, by=request.user))


@login_required
@require_POST
def set_vat_position(request: Request, administration_id: int) -> HttpResponse:
    """Keep what the administration itself is for VAT."""

    def keep(books: Administration) -> object:
        return vat_position.set_position(books, vat_position.position_from(request.POST.dict()), by=request.user)

    return _kept(request, administration_id, "position", keep)


@login_required
@require_POST
def set_exception(request: Request, administration_id: int) -> HttpResponse:
    """Set a tolerance for a vendor, item, item group or order line."""
    typed = request.POST.dict()
    return _kept(
        request, administration_id, "nearer", lambda books: tolerances.set_exception(books, typed, by=request.user)
    )


@login_required
@require_POST
def set_level(request: Request, administration_id: int) -> HttpResponse:
    """Set a match level for a vendor, group of vendors, item, item group or order line."""
    typed = request.POST.dict()
    return _kept(request, administration_id, "levels", lambda books: levels.set_level(books, typed, by=request.user))


@login_required
@require_POST
def remove_exception(request: Request, tolerance_id: int) -> HttpResponse:
    """Remove such a tolerance."""
    row = _of_mine(request, ToleranceException.objects.select_related(*NAMED), tolerance_id)
    tolerances.remove_exception(row, by=request.user)
    return _done(request, row.administration_id, "nearer", _("Removed; the next level counts again."))


@login_required
@require_POST
def remove_level(request: Request, level_id: int) -> HttpResponse:
    """Remove such a match level."""
    row = _of_mine(request, MatchLevelException.objects.select_related(*NAMED), level_id)
    levels.remove_level(row, by=request.user)
    return _done(request, row.administration_id, "levels", _("Removed; the next level counts again."))


@login_required
@require_POST
def add_routing_rule(request: Request, administration_id: int) -> HttpResponse:
    """Add a rule that sends documents here."""
    typed = request.POST.dict()
    return _kept(request, administration_id, "routing", lambda books: routing.add_rule(books, typed, by=request.user))


@login_required
@require_POST
def end_routing_rule(request: Request, routing_id: int) -> HttpResponse:
    """Switch such a rule off."""
    row = _of_mine(request, RoutingRule.objects.filter(active=True), routing_id)
    routing.end_rule(row, by=request.user)
    return _done(request, row.administration_id, "routing", _("Removed; open documents are judged again."))


@login_required
@require_POST
def set_key_order(request: Request, administration_id: int) -> HttpResponse:
    """Keep the order in which the keys of a vendor are believed."""
    administration = _administration(request, administration_id)
    order, off = keys.order_from(request.POST.dict())
    if keys.set_key_order(administration, order, off, by=request.user):
        return _done(request, administration.pk, "keys", _("Kept; open documents are judged again."))
    return redirect("tuning", administration.pk)
