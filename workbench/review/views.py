"""The review screen: one draft, its pages beside its fields and lines."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from matching.mirror.kept import Lookup
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for, may
from workbench.approval import services as approval
from workbench.approval.router import Router
from workbench.drafts import lines as line_services
from workbench.drafts import services as drafts
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import SPECS, FieldInvalid, FieldKind, parse
from workbench.drafts.items import ORDERS
from workbench.drafts.states import DraftKind, DraftState, ImpossibleMove
from workbench.drafts.undo import before_field, before_line
from workbench.drafts.vat_amounts import edit_vat_amount, rate_of_field
from workbench.match.selectors import tab_of
from workbench.messages import describe
from workbench.models import Draft
from workbench.models.once import only_looking
from workbench.pipeline import reference
from workbench.posting import services as posting
from workbench.posting.journal import journal_of
from workbench.queue import selectors as queue
from workbench.queue.asked import back_url, drafts_remembered
from workbench.review import grid, selectors, vat_rates
from workbench.review.booked import comparable
from workbench.review.booking import header_of
from workbench.review.boxes import boxes_in
from workbench.review.choices import account_names, choices_for, divisions_of, vat_names
from workbench.review.conflict import conflict_of
from workbench.review.grid import number_in
from workbench.review.items import item_names
from workbench.review.steps import undoable
from workbench.review.whole_form import changes
from workbench.review.why import earlier_of

View = Callable[..., HttpResponse]
Action = Callable[..., HttpResponse | None]


def context_of(request: Request, draft: Draft, **more: Any) -> dict[str, Any]:
    """Everything the work half of the screen needs."""
    lookup = Lookup(draft.administration_id or 0)
    holds = selectors.blockers(draft)
    columns = selectors.fields(draft, selectors.held_fields(holds))
    doubtful = [field for column in columns for field in column if field.needs_attention]
    router = Router({draft.administration_id or 0: lookup.get(reference.APPROVAL)})
    refusal = selectors.approval_refusal(draft, request.user, router)
    periods = lookup.get(reference.PERIODS)
    header = header_of(draft, periods)
    rows = list(draft.lines.all())
    with_units = any(row.cost_unit for row in rows) or any(b.hold.code.startswith("COST_UNIT") for b in holds)
    with_orders = any(row.order_line_id for row in rows)
    found = {
        "draft": draft,
        "blockers": holds,
        "comparable": comparable((each.hold for each in holds), request.user),
        "stops": [b for b in holds if b.hold.severity in ("security", "hold")],
        "columns": columns,
        "doubtful": doubtful,
        "lines": rows,
        "with_units": with_units,
        "unit_missing": selectors.lines_held(draft, "COST_UNIT_MISSING"),
        "centre_missing": selectors.lines_held(draft, "COST_CENTRE_MISSING"),
        "totals": selectors.totals(draft),
        "vat_rates": vat_rates.rows_of(draft),
        "somebody_else": selectors.edited_just_now(draft, request.user),
        "refusal": refusal,
        "may_edit": may(request.user, Right.EDIT, draft.administration)
        and draft.state in (DraftState.REVIEW, DraftState.APPROVED, DraftState.FAILED),
        "is_clerk": may(request.user, Right.EDIT, draft.administration),
        "may_map": may(request.user, Right.MAP_VENDOR, draft.administration),
        "may_approve": may(request.user, Right.APPROVE, draft.administration),
        "may_post": may(request.user, Right.POST, draft.administration),
        "may_settle": may(request.user, Right.SETTLE, draft.administration),
        "may_take": may(request.user, Right.AUDIT, draft.administration),
        "may_bank": may(request.user, Right.CHANGE_BANK, draft.administration),
        "kinds": list(DraftKind),
        "candidates": draft.vendor_result.get("candidates", []),
        "posting": posting.posting_of(draft),
        "tab_match": tab_of(draft, request.user),
        "header": header,
        # Closed after the draft was judged or approved: no hold says it, Exact would.
        "closed_since": header.closed if header and not any(b.hold.code == "PERIOD_CLOSED" for b in holds) else None,
        "account_names": account_names(draft, lookup),
        "vat_names": vat_names(draft, lookup),
        "journal": journal_of(draft, lookup),
        "history": selectors.history(draft),
        "divisions": divisions_of(draft),
        "is_order": draft.kind in ORDERS,
        "item_names": item_names(draft) if draft.kind in ORDERS else {},
        "item_missing": selectors.lines_held(draft, "ITEM_UNKNOWN"),
        "earlier": earlier_of(draft, rows),
        "with_orders": with_orders,
        "columns_after_net": 3 if draft.kind in ORDERS else 4 + with_units + with_orders,
        "tab": request.POST.get("tab") or request.GET.get("tab") or "fields",
        **more,
    }
    lookup.keep()
    return found


@login_required
@require_GET
@only_looking()
def review(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """The whole screen."""
    draft = get_object_or_404(selectors.visible(request.user), pk=draft_id)
    selectors.load_parts(draft, readings=True)
    place, count, before, after = queue.neighbours(drafts_remembered(request), draft)
    context = context_of(
        request,
        draft,
        pages=selectors.pages_of(draft),
        xml_documents=selectors.xml_documents(draft),
        documents=list(draft.documents.all()),
        place=place,
        count=count,
        before=before,
        after=after,
        choices=choices_for(draft),
        administrations_to=administrations_for(request.user, Right.EDIT).exclude(pk=draft.administration_id or 0),
    )
    return render(request, "review/review.html", context)


def _acting(view: Action) -> View:
    """Login, POST, the draft must be visible; what is refused comes back as the work pane with the reason."""

    @login_required
    @require_POST
    @wraps(view)
    def inner(request: Request, draft_id: uuid.UUID, **parts: Any) -> HttpResponse:
        draft = get_object_or_404(queue.drafts_for(request.user, None), pk=draft_id)  # what it refers to: seldom asked
        status, error, conflict = 200, None, None
        try:
            answer = view(request, draft, **parts)
            if isinstance(answer, HttpResponse):
                return answer
        except FieldInvalid as invalid:
            status, error = 422, describe(invalid.code, {"typed": invalid.typed})
        except DraftRefused as refused:
            status, error = 409, describe(refused.code, refused.params)
            if refused.code == "CHANGED_MEANWHILE":
                now = selectors.visible(request.user).get(pk=draft.pk)
                conflict = conflict_of(now, parts, request.POST.get("value", ""))
        except ImpossibleMove:
            status, error = 409, describe("CHANGED_MEANWHILE", {"who": str(draft.edited_by or "")})
        except RightMissing as missing:
            status, error = 403, describe("RIGHT_MISSING", {"right": missing.right.value})
        except ObjectDoesNotExist as gone:
            raise Http404 from gone  # a line or hold of another draft, or one that was removed meanwhile
        return _work(request, draft.pk, status=status, error=error, conflict=conflict)

    return inner


@only_looking()
def _work(request: Request, draft_id: uuid.UUID, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    if not request.htmx:
        if more.get("error"):
            messages.error(request, f"{more['error'].title} {more['error'].next_step}")
        return redirect("review", draft_id=draft_id)
    draft = selectors.visible(request.user).get(pk=draft_id)
    selectors.load_parts(draft, readings=False)
    context = context_of(
        request,
        draft,
        oob=True,
        **more,
    )
    # htmx swaps 409 and 422 (see base.html); a missing right is shown in the same place.
    return render(request, "review/_answer.html", context, status=409 if status == 403 else status)


def _version(text: str) -> int | None:
    """The draft's version on the person's screen; None when it was not sent."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _identity(text: str | None) -> uuid.UUID | None:
    """A posted identity; None for anything that is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _next_url(request: Request, draft: Draft) -> str:
    """Where "and next" goes: the draft after this one in the list one came from; after its last, that list."""
    found = drafts_remembered(request)
    wanted = request.POST.get("following")
    if wanted == "":
        return back_url(request, draft.pk)
    following = found.exclude(pk=draft.pk).values_list("pk", flat=True).first()
    if (key := _identity(wanted)) and found.filter(pk=key).exists():
        following = key
    return reverse("review", args=[following]) if following else back_url(request, draft.pk)


def _go(request: Request, url: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return redirect(url)


@_acting
def field(request: Request, draft: Draft, name: str) -> HttpResponse | None:
    """Save one header field, or the VAT of a rate: typed, clicked on the page, or confirmed as it is."""
    rate = rate_of_field(name)
    if name not in SPECS and rate is None:
        raise Http404
    with undoable(request, draft, before_field(draft, [name])):
        if rate is not None:
            edit_vat_amount(
                draft.pk,
                rate=rate,
                typed=request.POST.get("value", ""),
                by=request.user,
                seen_version=_version(request.POST.get("version", "")),
            )
        elif name == "booking_date" and request.POST.get("open"):
            drafts.book_in_open_period(draft.pk, by=request.user)
        elif request.POST.get("confirm"):
            drafts.confirm_field(draft.pk, name=name, by=request.user)
        else:
            boxes = boxes_in(request.POST.get("boxes", ""))
            seen = request.POST.get("version", "")
            drafts.edit_field(
                draft.pk,
                name=name,
                typed=request.POST.get("value", ""),
                by=request.user,
                seen_version=_version(seen),
                boxes=boxes,
            )
    return None


@_acting
def line(request: Request, draft: Draft, line_id: int, column: str) -> HttpResponse | None:
    """Save one cell of a line."""
    if column not in line_services.EDITABLE:
        raise Http404
    with undoable(request, draft, before_line(draft, line_id)):
        line_services.edit_line(
            draft.pk,
            line_id=line_id,
            column=column,
            typed=request.POST.get("value", ""),
            by=request.user,
            seen_version=_version(request.POST.get("version", "")),
            boxes=boxes_in(request.POST.get("boxes", "")),
        )
    return None


@_acting
def save(request: Request, draft: Draft) -> HttpResponse | None:
    """Save every field and cell that differs from what was shown: the form's way without JavaScript.

    Raises what the first value that cannot be saved raises; what stood before it is saved. A form of an older
    version is refused whole: what differs in it may be a colleague's change rather than this person's.
    """
    seen = _version(request.POST.get("version", ""))
    if seen is not None and seen != draft.version:
        raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by or ""))
    for change in changes(draft, request.POST.dict(), by=request.user):
        change()
    return None


@_acting
def lines(request: Request, draft: Draft) -> HttpResponse | None:
    """Lines, pasted blocks, the table of a marked row, a step back."""
    return grid.act(request, draft)


@_acting
def hold(request: Request, draft: Draft) -> HttpResponse | None:
    """Put the draft on hold."""
    typed = request.POST.get("until", "").strip()
    day = parse(FieldKind.DATE, typed, today=timezone.localdate()) if typed else ""
    reason = request.POST.get("reason", "") or "-"
    drafts.put_on_hold(draft.pk, reason=reason, by=request.user, until=date.fromisoformat(day) if day else None)
    return None


@_acting
def release(request: Request, draft: Draft, hold_id: int) -> HttpResponse | None:
    """Release one hold with a reason, and with it those of other lines with the same cause (``also``)."""
    also = [text for text in request.POST.get("also", "").split() if text.isdecimal() and len(text) < 19]
    for key in (hold_id, *map(int, also)):
        drafts.release_hold(draft.pk, hold_id=key, reason=request.POST.get("reason", ""), by=request.user)
    return None


@_acting
def kind(request: Request, draft: Draft) -> HttpResponse | None:
    """Say what the document is."""
    chosen = request.POST.get("kind", "")
    if chosen not in DraftKind.__members__.values():
        raise BadRequest("unknown kind")
    drafts.set_kind(draft.pk, kind=DraftKind(chosen), by=request.user)
    return None


@_acting
def move(request: Request, draft: Draft) -> HttpResponse | None:
    """Move the case to another administration."""
    to = get_object_or_404(administrations_for(request.user), pk=number_in(request, "administration"))
    drafts.move_administration(draft.pk, to=to, by=request.user)
    return None


@_acting
def reject(request: Request, draft: Draft) -> HttpResponse | None:
    """Reject with a reason and go on."""
    url = _next_url(request, draft)
    drafts.reject(draft.pk, reason=request.POST.get("reason", ""), by=request.user)
    _toast(request, _("Rejected: %(document)s"), draft)
    return _go(request, url)


@_acting
def file_away(request: Request, draft: Draft) -> HttpResponse | None:
    """Keep without booking and go on."""
    url = _next_url(request, draft)
    drafts.file_away(draft.pk, by=request.user, reason=request.POST.get("reason", ""))
    _toast(request, _("Filed: %(document)s"), draft)
    return _go(request, url)


@_acting
def reopen(request: Request, draft: Draft) -> HttpResponse | None:
    """Back to review."""
    drafts.reopen(draft.pk, by=request.user)
    return None


@_acting
def approve(request: Request, draft: Draft) -> HttpResponse | None:
    """Approve; with ``post`` also queue it for Exact; with ``next`` go on. The toast that follows can undo it."""
    url = _next_url(request, draft) if request.POST.get("next") else reverse("review", args=[draft.pk])
    seen = request.POST.get("version", "")
    if draft.state == DraftState.REVIEW:
        draft = approval.approve_draft(draft.pk, by=request.user, seen_version=_version(seen))
    told = _("Approved: %(document)s")
    if draft.state == DraftState.REVIEW:
        told = _("Approved, waits for its next step: %(document)s")
    elif request.POST.get("post"):
        posting.post_draft(draft.pk, by=request.user)
        told = _("On its way to Exact: %(document)s")
    _toast(request, told, draft)
    return _go(request, url)


def _toast(request: Request, told: str, draft: Draft) -> None:
    """Say what happened to a draft on the next page, with a way back."""
    document = f"{draft.vendor or draft.supplier_name} {draft.invoice_number}".strip()
    messages.success(request, told % {"document": document}, extra_tags=f"undo:{draft.pk}")


@_acting
def undo(request: Request, draft: Draft) -> HttpResponse | None:
    """Take back the last step: a posting that was not sent, and the approval."""
    if draft.state == DraftState.POSTING:
        posting.undo_posting(draft.pk, by=request.user)
        if not may(request.user, Right.APPROVE, draft.administration):
            return None
    if draft.state in (DraftState.REJECTED, DraftState.FILED):
        drafts.reopen(draft.pk, by=request.user)
    else:
        approval.withdraw_approval(draft.pk, by=request.user)
    return None


@_acting
def retry(request: Request, draft: Draft) -> HttpResponse | None:
    """Try a failed posting again."""
    posting.retry_posting(draft.pk, by=request.user)
    batch = _identity(request.POST.get("batch"))
    back = draft.batch_items.filter(batch_id=batch, batch__by_id=request.user.pk).first() if batch else None
    return redirect("batch", batch_id=back.batch_id) if back else None
