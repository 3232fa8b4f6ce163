"""The pages of the rules of approval, and of who is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exact import api as exact
from exact.models import Administration
from workbench.accounts.asking_again import asks_again
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, require
from workbench.accounts.selectors import people_of
from workbench.approval import absences, rules
from workbench.approval.router import Router
from workbench.approval.routes import Rule
from workbench.approval.stored import rule_of, rules_in
from workbench.approval.trial import trial_of
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid, FieldKind, parse
from workbench.messages import Message, describe
from workbench.messages.words import KINDS
from workbench.models import Absence, ApprovalRule
from workbench.models.policy import policy_of

CONDITIONS = ("amount_from", "cost_centre", "gl_from", "gl_to", "vendor", "kind")


def _told(wrong: DraftRefused | FieldInvalid) -> Message:
    return describe(wrong.code, wrong.params if isinstance(wrong, DraftRefused) else {"typed": wrong.typed})


@login_required
@asks_again
def approval_rules(request: Request, administration_id: int) -> HttpResponse:
    """The rules of an administration and where they lead; on POST one is tried, or kept."""
    administration = get_object_or_404(administrations_for(request.user), pk=administration_id)
    require(request.user, Right.CONFIGURE, administration)
    kept = list(ApprovalRule.objects.filter(administration=administration).select_related("vendor"))
    row = _named(request, kept)
    if request.method != "POST":
        return _page(request, administration, kept, row)
    try:
        wanted = rules.rule_from(administration, request.POST)
        if request.POST.get("do") == "try":
            return _page(request, administration, kept, row, tried=_tried(administration, wanted, row))
        rules.keep_rule(administration, wanted, by=request.user, row=row)
    except (DraftRefused, FieldInvalid) as wrong:
        return _page(request, administration, kept, row, told=_told(wrong), status=422)
    messages.success(request, _("Kept; open documents are judged again."))
    return redirect("approval-rules", administration.pk)


def _named(request: Request, kept: list[ApprovalRule]) -> ApprovalRule | None:
    """The rule that the form is about; None when it is a new one."""
    asked = request.POST.get("rule", "") if request.method == "POST" else request.GET.get("rule", "")
    return next((each for each in kept if str(each.pk) == asked), None)


def _tried(administration: Administration, wanted: rules.Wanted, row: ApprovalRule | None) -> list[Rule]:
    """The rules as they would be with this one: in its place, or at the end."""
    # A key that no rule has: 0 says that none decides.
    tried = replace(rule_of(wanted.put_in(ApprovalRule(administration=administration))), key=-1)
    now = list(rules_in(administration.pk))
    if row is None:
        return [*now, tried]
    return [replace(tried, key=row.pk) if rule.key == row.pk else rule for rule in now]


def _page(
    request: Request,
    administration: Administration,
    kept: list[ApprovalRule],
    row: ApprovalRule | None,
    *,
    tried: list[Rule] | None = None,
    told: Message | None = None,
    status: int = 200,
) -> HttpResponse:
    router = Router()
    able = router.able(administration.pk)
    typed = request.POST if request.method == "POST" else _content(row)
    steps = {
        name: request.POST.getlist(name) if request.method == "POST" else [str(key) for key in getattr(row, name, [])]
        for name in ("first", "second")
    }
    context = {
        "administration": administration,
        "policy": policy_of(administration.pk),
        "rows": [_row(each, router, able) for each in kept],
        "row": row,
        "typed": {name: typed.get(name, "") for name in CONDITIONS},
        "people": [
            (user, str(user.pk) in steps["first"], str(user.pk) in steps["second"])
            for user in rules.approvers_in(administration)
        ],
        "kinds": [(kind, KINDS[kind]) for kind in rules.KINDS],
        "centres": exact.cost_centres_for(administration),
        "trial": trial_of(administration, rules_in(administration.pk) if tried is None else tried),
        "tried": tried is not None,
        "told": told,
    }
    return render(request, "approval/rules.html", context, status=status)


def _content(row: ApprovalRule | None) -> dict[str, Any]:
    """What stands in the form for a rule that is kept."""
    if row is None:
        return {}
    vendor = f"{row.vendor.code} {row.vendor.name}" if row.vendor else ""
    amount = "" if row.amount_from is None else f"{row.amount_from:f}"
    rest = {name: getattr(row, name) for name in ("cost_centre", "gl_from", "gl_to", "kind")}
    return {**rest, "amount_from": amount, "vendor": vendor}


def _row(row: ApprovalRule, router: Router, able: frozenset[int]) -> dict[str, Any]:
    """A rule as its table shows it; people who may not approve here now are named apart."""
    stages = [people for people in (row.first, row.second) if people]
    return {
        "rule": row,
        "kind": KINDS.get(row.kind, ""),
        "steps": [", ".join(router.names(set(people) & able)) for people in stages],
        "gone": ", ".join(router.names({key for people in stages for key in people} - able)),
        "stuck": any(not set(people) & able for people in stages),
    }


@login_required
@require_POST
@asks_again
def approval_rule(request: Request, approval_rule_id: int) -> HttpResponse:
    """Move a rule up or down, or remove it."""
    mine = administrations_for(request.user)
    found = ApprovalRule.objects.filter(administration__in=mine).select_related("administration", "vendor")
    row = get_object_or_404(found, pk=approval_rule_id)
    do = request.POST.get("do", "")
    if do in ("up", "down"):
        rules.shift_rule(row, -1 if do == "up" else 1, by=request.user)
        messages.success(request, _("Kept; open documents are judged again."))
    else:
        rules.remove_rule(row, by=request.user)
        messages.success(request, _("Removed; open documents are judged again."))
    return redirect("approval-rules", row.administration_id)


@login_required
@asks_again
def own_absence(request: Request) -> HttpResponse:
    """When I am away and who approves in my name then; for whom I stand in."""
    require(request.user, Right.APPROVE, None)
    return _away(request, request.user, "absence")


@login_required
@asks_again
def absence_of(request: Request, person_id: int) -> HttpResponse:
    """The same for somebody whom this person sets up."""
    return _away(request, get_object_or_404(people_of(request.user), pk=person_id), "person-absence")


def _away(request: Request, person: User, page: str) -> HttpResponse:
    address = reverse(page, args=[] if page == "absence" else [person.pk])
    context: dict[str, Any] = {
        "person": person,
        "own": person.pk == request.user.pk,
        "address": address,
        "typed": request.POST,
        "today": timezone.localdate(),
    }
    status = 200
    if request.method == "POST":
        deputy = request.POST.get("deputy", "")
        try:
            absences.set_absence(
                person,
                deputy=int(deputy) if deputy.isdecimal() and len(deputy) < 19 else 0,
                starts_on=_day(request.POST.get("starts_on", "")),
                ends_on=_day(request.POST.get("ends_on", "")),
                by=request.user,
            )
        except (DraftRefused, FieldInvalid) as wrong:
            context["told"], status = _told(wrong), 422
        else:
            messages.success(request, _("Kept."))
            return redirect(address)
    context |= {
        "absences": absences.absences_of(person),
        "stood_in": absences.stood_in_by(person),
        "deputies": absences.deputies_for(person).exclude(pk=request.user.pk),
    }
    return render(request, "approval/absence.html", context, status=status)


def _day(typed: str) -> date:
    if not typed.strip():
        raise DraftRefused("ABSENCE_DAYS")
    return date.fromisoformat(parse(FieldKind.DATE, typed, today=timezone.localdate()))


@login_required
@require_POST
def end_absence(request: Request, absence_id: int) -> HttpResponse:
    """Take an absence back: one's own, or of somebody whom this person sets up."""
    rows = Absence.objects.select_related("person", "deputy")
    row = rows.filter(pk=absence_id, person=request.user).first()
    if row is None:
        row = get_object_or_404(rows, pk=absence_id, person__in=people_of(request.user))
    try:
        absences.end_absence(row, by=request.user)
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
    else:
        messages.success(request, _("Done."))
    own = row.person_id == request.user.pk
    return redirect("absence") if own else redirect("person-absence", row.person_id)
