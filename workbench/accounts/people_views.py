"""The screens of people and roles, and of one's own password."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from exact.models import Administration
from workbench.accounts import resetting, selectors, services
from workbench.accounts.asking_again import asks_again
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, may
from workbench.accounts.second_factor import required_for
from workbench.accounts.services import Wish
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.messages import Message, describe
from workbench.messages.words import ROLES
from workbench.models import SecondFactor


@login_required
@require_GET
def people(request: Request) -> HttpResponse:
    """Everybody with a role where this person sets up."""
    return render(request, "accounts/people.html", _list(request))


def _list(request: Request, **more: Any) -> dict[str, Any]:
    mine = list(selectors.configured_by(request.user))
    people = selectors.people_of(request.user).prefetch_related("memberships__administration", "second_factor")
    rows = [(person, selectors.held_by(person, mine)) for person in people]
    return {"people": rows, "rows": _typed_roles(request, mine), "roles": _roles(), **more}


def _typed_roles(request: Request, mine: list[Administration]) -> list[selectors.RolesIn]:
    """The rows of the form for somebody new, with what was typed there when it could not be kept."""
    return [
        selectors.RolesIn(
            administration,
            set(request.POST.getlist(f"role:{administration.pk}")),
            typed=request.POST.get(f"limit:{administration.pk}", ""),
        )
        for administration in mine
    ]


def _roles() -> list[tuple[str, object]]:
    return [(role.value, ROLES[role.value]) for role in selectors.ROLE_ORDER]


def _wishes(request: Request) -> dict[int, Wish]:
    """What the form says per administration: ``role:ADMINISTRATION`` (several) and ``limit:ADMINISTRATION``."""
    found = {}
    for administration in selectors.configured_by(request.user):
        typed = request.POST.get(f"limit:{administration.pk}", "").strip()
        limit = _amount(typed) if typed else None
        found[administration.pk] = Wish(frozenset(request.POST.getlist(f"role:{administration.pk}")), limit)
    return found


def _amount(typed: str) -> Decimal:
    try:
        number = parse_amount(typed)
    except FieldInvalid as error:
        raise DraftRefused("LIMIT_INVALID", typed=typed[:40]) from error
    if number < 0:
        raise DraftRefused("LIMIT_INVALID", typed=typed[:40])
    return number


@login_required
@require_POST
@never_cache
@asks_again
def new(request: Request) -> HttpResponse:
    """Make somebody; their one-time password is shown on this answer and never again."""
    try:
        person, password = services.create_person(
            username=request.POST.get("username", ""),
            name=request.POST.get("name", ""),
            email=request.POST.get("email", ""),
            wishes=_wishes(request),
            by=request.user,
        )
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        return render(request, "accounts/people.html", _list(request, told=told, typed=request.POST), status=422)
    return _page(request, person, password=password)


@login_required
@never_cache
@asks_again
def person(request: Request, person_id: int) -> HttpResponse:
    """One person: roles, on POST changed; switched off or on; a new one-time password."""
    found = get_object_or_404(selectors.people_of(request.user), pk=person_id)
    if request.method != "POST":
        return _page(request, found)
    action = request.POST.get("action", "roles")
    try:
        if action == "password":
            return _page(request, found, password=services.reset_password(found, by=request.user))
        if action in _RESETS:
            return _second_factor(request, found, action)
        if action in ("off", "on"):
            services.switch(found, active=action == "on", by=request.user)
            messages.success(request, _("Done."))
        else:
            count = services.set_roles(found, _wishes(request), by=request.user)
            messages.success(request, _("%(n)d roles or limits changed.") % {"n": count})
    except DraftRefused as refused:
        return _page(request, found, told=describe(refused.code, refused.params), status=409)
    return redirect("people")


_RESETS = {"factor": resetting.ask, "factor-agree": resetting.agree, "factor-refuse": resetting.refuse}


def _second_factor(request: Request, found: User, action: str) -> HttpResponse:
    """Take somebody's second factor away, alone or as the second admin, or leave it."""
    gone = _RESETS[action](found, by=request.user)
    waits = action == "factor" and not gone
    messages.success(request, _("A second admin is asked to agree.") if waits else _("Done."))
    return redirect("person", found.pk)


def _page(
    request: Request, found: User, *, password: str = "", told: Message | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "person": found,
        "rows": selectors.roles_of(found, request.user),
        "roles": _roles(),
        "elsewhere": selectors.works_elsewhere(found, request.user),
        "may_stand": may(found, Right.APPROVE, None),
        "password": password,
        "told": told,
        "factor": SecondFactor.objects.filter(person=found).exclude(confirmed_at=None).first(),
        "factor_required": required_for(found),
        "hours": int(services.ONE_TIME.total_seconds() // 3600),
    }
    return render(request, "accounts/person.html", context, status=status)


class OwnPassword(PasswordChangeView):
    """Choosing a password of one's own; after a one-time password it comes before everything else."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("start")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Keep it, and lift the duty to change it."""
        answer = super().form_valid(form)
        services.password_changed(form.user)
        messages.success(self.request, _("Your password is changed."))
        return answer


own_password = OwnPassword.as_view()
