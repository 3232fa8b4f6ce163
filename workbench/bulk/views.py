"""Do the same to many documents of the list: ask what is needed, do it, say what came of each."""

from __future__ import annotations

import secrets
import uuid
from collections import Counter

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for
from workbench.bulk import services
from workbench.bulk.actions import ACTIONS, Action, Told
from workbench.bulk.selectors import codes_of, people_of, together
from workbench.drafts.states import DraftState
from workbench.messages import describe
from workbench.models import Batch
from workbench.queue.chosen import chosen

MOST = 500  # in one go: a page that a person waits for


def _action(request: Request) -> Action:
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise BadRequest("unknown action")
    return action


@login_required
@require_POST
def ask(request: Request) -> HttpResponse:
    """What is to be set, why, or to whom; nothing is changed yet."""
    action = _action(request)
    found = chosen(request)
    editable = set(administrations_for(request.user, Right.EDIT).values_list("pk", flat=True))
    able = [d for d in found if d.state == DraftState.REVIEW and d.administration_id in editable]
    homes = {d.administration_id for d in able if d.administration_id}
    context = {
        "action": action,
        "drafts": able[:MOST],
        "left": len(found) - len(able),
        "beyond": max(0, len(able) - MOST),
        "several": len(homes) > 1,
        "codes": together(codes_of(action.column, homes)) if action.column else [],
        "people": people_of(homes) if action.asks == "person" and homes else [],
        "books": administrations_for(request.user, Right.EDIT).order_by("name") if action.asks == "books" else [],
        "token": secrets.token_urlsafe(24),
        "missing": request.POST.get("token"),
    }
    return render(request, "bulk/ask.html", context, status=422 if context["missing"] else 200)


@login_required
@require_POST
def start(request: Request) -> HttpResponse:
    """Do it; the same form sent twice shows the same run."""
    action = _action(request)
    to = request.POST.get("to", "")
    told = Told(
        code=(request.POST.get("code", "").split() or [""])[0][:20],
        only_empty=request.POST.get("lines") != "all",
        reason=request.POST.get("reason", "").strip()[:200],
        to=int(to) if to.isdecimal() and len(to) < 19 else 0,
    )
    token = request.POST.get("token", "")[:64]
    found = chosen(request)[:MOST]
    if not token or told.lacks(action):
        return ask(request)
    if action.asks == "books" and not administrations_for(request.user, Right.EDIT).filter(pk=told.to).exists():
        raise BadRequest("not one's books")
    seen = {d.pk: int(text) for d in found if (text := request.POST.get(f"version:{d.pk}", "")[:9]).isdecimal()}
    batch = services.start([d.pk for d in found], action, told, token=token, by=request.user, seen=seen)
    return redirect("bulk-result", batch_id=batch.pk)


def _own(request: Request, batch_id: uuid.UUID) -> Batch:
    return get_object_or_404(Batch.objects.exclude(action=""), pk=batch_id, by_id=request.user.pk)


@login_required
@require_GET
def result(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    """What came of each document of a run; those it was not done to first."""
    batch = _own(request, batch_id)
    visible = set(administrations_for(request.user).values_list("pk", flat=True))
    items = list(batch.items.select_related("draft__vendor", "draft__administration").order_by("position"))
    counted = Counter(item.state for item in items)
    order = {"left_out": 0, "waiting": 1, "done": 2}
    rows = [
        {
            "item": item,
            "draft": item.draft,
            "told": describe(item.code, item.params) if item.code else None,
            "hidden": item.draft.administration_id not in visible,
        }
        for item in sorted(items, key=lambda item: (order.get(item.state, 3), item.position))
    ]
    context = {
        "batch": batch,
        "action": ACTIONS.get(batch.action),
        "rows": rows,
        "counted": counted,
        "total": len(items),
        "show_books": len({item.draft.administration_id for item in items}) > 1,
        "may_undo": counted["done"] and batch.action in ACTIONS and ACTIONS[batch.action].undoable,
    }
    return render(request, "bulk/result.html", context)


@login_required
@require_POST
def undo(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    """Take the run back where nothing was done to a document since."""
    services.undo(_own(request, batch_id), by=request.user)
    return redirect("bulk-result", batch_id=batch_id)
