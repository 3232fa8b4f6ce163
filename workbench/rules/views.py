"""The screens of coding rules: list, make, try, save, switch, copy."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exact import api as exact
from exact.models import Administration
from matching.models import CodingRule, SplitTemplate
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, may
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.frame.selectors import current_administration, visible_administrations
from workbench.messages import describe
from workbench.models import DraftLine
from workbench.rules import forms, services, templates


def _rules(request: Request) -> QuerySet[CodingRule]:
    visible = administrations_for(request.user)
    return CodingRule.objects.filter(administration__in=visible).select_related("administration", "template")


@login_required
@require_GET
def rules(request: Request) -> HttpResponse:
    """All rules in the order they are asked, per administration."""
    visible = visible_administrations(request.user)
    current = current_administration(request, visible)
    rows = _rules(request).order_by("administration__name", "-active", "priority", "pk")
    if current:
        rows = rows.filter(administration=current)
    writable = _writable(request)
    context = {
        "rules": rows,
        "writable": writable,
        "begun_in": [current] if current in writable else writable,
        "visible": visible,
        "templates": _templates(request),
    }
    return render(request, "rules/rules.html", context)


def _templates(request: Request) -> QuerySet[SplitTemplate]:
    visible = administrations_for(request.user)
    rows = SplitTemplate.objects.filter(administration__in=visible).select_related("administration")
    return rows.annotate(uses=Count("codingrule")).order_by("administration__name", "name")


def _writable(request: Request) -> list[Administration]:
    return [
        each
        for each in visible_administrations(request.user)
        if may(request.user, Right.EDIT, each) or may(request.user, Right.CONFIGURE, each)
    ]


@login_required
def new(request: Request) -> HttpResponse:
    """Make a rule, empty or from a draft line (``?line=``)."""
    if request.method == "POST":
        administration = get_object_or_404(
            administrations_for(request.user), pk=_number(request.POST.get("administration", ""))
        )
        return _tried(request, administration, None)
    line = _line(request)
    if line is not None and line.draft.administration is not None:
        return _page(request, line.draft.administration, forms.from_line(line))
    visible = _writable(request)
    current = current_administration(request, visible) or (visible[0] if visible else None)
    asked = next((each for each in visible if str(each.pk) == request.GET.get("administration")), current)
    if asked is None:
        messages.error(request, str(describe("RIGHT_MISSING").title))
        return redirect("rules")
    return _page(request, asked, forms.RuleText())


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def _line(request: Request) -> DraftLine | None:
    key = request.GET.get("line", "")
    if not key:
        return None
    return get_object_or_404(
        DraftLine.objects.filter(draft__administration__in=administrations_for(request.user)).select_related(
            "draft__vendor", "draft__administration"
        ),
        pk=_number(key),
    )


@login_required
def rule(request: Request, rule_id: int) -> HttpResponse:
    """Look at a rule, change it, try it."""
    row = get_object_or_404(_rules(request), pk=rule_id)
    if request.method == "POST":
        return _tried(request, row.administration, row)
    return _page(request, row.administration, forms.from_rule(row), row)


def _tried(request: Request, administration: Administration, row: CodingRule | None) -> HttpResponse:
    """Try what was typed; save it when this very content was tried before."""
    text = forms.from_post(request.POST.dict())
    try:
        text = forms.with_vendor(text, request.POST.get("vendor_add", ""), administration)
        if request.POST.get("action") == "add":
            return _page(request, administration, text, row)
        services.require_rules(request.user, administration)
        content = forms.checked(text, administration)
        if request.POST.get("action") == "save" and request.POST.get("tried") == text.digest:
            saved = services.save_rule(content, administration, by=request.user, rule=row)
            messages.success(request, _("Saved; open documents are judged again."))
            return redirect("rule", saved.pk)
        trial = services.try_on_past(content, administration)
    except (DraftRefused, FieldInvalid) as wrong:
        params = wrong.params if isinstance(wrong, DraftRefused) else {"typed": wrong.typed}
        return _page(request, administration, text, row, told=describe(wrong.code, params), status=422)
    return _page(request, administration, text, row, trial=trial)


def _page(
    request: Request,
    administration: Administration,
    text: forms.RuleText,
    row: CodingRule | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    writable = _writable(request)
    context = {
        "administration": administration,
        "text": text,
        "rule": row,
        "may_edit": administration in writable,
        "others": [each for each in writable if each != administration],
        "vendors": forms.vendors_of(text, administration),
        "templates": SplitTemplate.objects.filter(administration=administration),
        "gl_accounts": exact.gl_accounts_for(administration).only("code", "description"),
        "vat_codes": exact.vat_codes_for(administration).only("code", "description"),
        "cost_centres": exact.cost_centres_for(administration).only("code", "description"),
        "cost_units": exact.cost_units_for(administration).only("code", "description"),
        **more,
    }
    return render(request, "rules/rule.html", context, status=status)


def _told(request: Request, wrong: DraftRefused | FieldInvalid) -> None:
    params = wrong.params if isinstance(wrong, DraftRefused) else {"typed": wrong.typed}
    told = describe(wrong.code, params)
    messages.error(request, f"{told.title}. {told.next_step}")


@login_required
@require_POST
def switch(request: Request, rule_id: int) -> HttpResponse:
    """Switch a rule on or off."""
    row = get_object_or_404(_rules(request), pk=rule_id)
    try:
        services.switch(row, on=request.POST.get("on") == "1", by=request.user)
    except (DraftRefused, FieldInvalid) as wrong:
        _told(request, wrong)
    return redirect("rules")


@login_required
@require_POST
def copy(request: Request, rule_id: int) -> HttpResponse:
    """Copy a rule to another administration, switched off."""
    row = get_object_or_404(_rules(request), pk=rule_id)
    to = get_object_or_404(administrations_for(request.user), pk=_number(request.POST.get("to", "")))
    made = services.copy(row, to, by=request.user)
    messages.success(request, _("Copied, switched off: look at its codes and vendors before switching it on."))
    return redirect("rule", made.pk)


@login_required
def new_template(request: Request) -> HttpResponse:
    """Make a division under a name."""
    writable = _writable(request)
    typed = request.POST.get("administration") or request.GET.get("administration", "")
    asked = next((each for each in administrations_for(request.user) if str(each.pk) == typed), None)
    if request.method == "POST" and asked is None:
        raise Http404
    administration = asked or (writable[0] if writable else None)
    if administration is None:
        messages.error(request, str(describe("RIGHT_MISSING").title))
        return redirect("rules")
    return _template_page(request, administration, None)


@login_required
def template(request: Request, template_id: int) -> HttpResponse:
    """Look at a division, change it, remove it."""
    row = get_object_or_404(_templates(request), pk=template_id)
    return _template_page(request, row.administration, row)


def _template_page(request: Request, administration: Administration, row: SplitTemplate | None) -> HttpResponse:
    parts, told, status = forms.parts_shown(row.parts if row else []), None, 200
    name = row.name if row else ""
    if request.method == "POST":
        name, parts = request.POST.get("name", ""), forms.parts_in(request.POST.dict())
        try:
            if request.POST.get("action") == "remove" and row is not None:
                templates.remove_template(row, by=request.user)
                messages.success(request, _("Removed."))
            else:
                templates.save_template(administration, name, parts, by=request.user, row=row)
                messages.success(request, _("Saved; open documents are judged again."))
            return redirect("rules")
        except (DraftRefused, FieldInvalid) as wrong:
            params = wrong.params if isinstance(wrong, DraftRefused) else {"typed": wrong.typed}
            told, status = describe(wrong.code, params), 422
    context = {
        "administration": administration,
        "template": row,
        "name": name,
        "parts": parts,
        "told": told,
        "may_edit": administration in _writable(request),
        "gl_accounts": exact.gl_accounts_for(administration).only("code", "description"),
        "cost_centres": exact.cost_centres_for(administration).only("code", "description"),
        "cost_units": exact.cost_units_for(administration).only("code", "description"),
    }
    return render(request, "rules/template.html", context, status=status)
