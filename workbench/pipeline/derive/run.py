"""The order of the steps. Each step fills the draft and says what stands in the way."""

from __future__ import annotations

import uuid

from django.db import transaction

from workbench.approval import asking
from workbench.approval.router import Router
from workbench.audit import services as audit
from workbench.drafts.states import DraftKind, DraftState
from workbench.learning import notices
from workbench.models import Draft, writing
from workbench.pipeline import reference
from workbench.pipeline.derive import (
    annexes,
    coding,
    completeness,
    duplicates,
    investment,
    kinds,
    match,
    payment,
    routing,
    signals,
    splitting,
    vat,
    vendor,
)
from workbench.pipeline.derive.causes import Cause, renew_turn, settle_holds
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.drafting import copy_fields_to_columns
from workbench.pipeline.just_read import JustRead
from workbench.pipeline.rematch import original_matched


def derive_by_id(draft_id: uuid.UUID) -> Draft:
    """Judge a draft anew, in a transaction of its own."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        derive(draft)
    return draft


def derive(draft: Draft, *, again: bool = False, just_read: JustRead | None = None) -> None:
    """Judge the draft by what is known now and save it. What a person set is never overwritten.

    Only drafts in review are judged; running it again without new facts changes nothing. Must run in a
    transaction that holds the draft. ``again`` is its own: the second look after a rule divided lines.
    ``just_read``: what this very transaction wrote of it, else it is loaded.
    """
    if draft.state != DraftState.REVIEW:
        renew_turn(draft)
        draft.save()
        return
    copy_fields_to_columns(draft)
    orders_before = draft.match_result.get("orders", [])
    facts = Facts(draft, again=again, just_read=just_read)
    of_kind = kinds.step(facts)  # first, because a customer's order is addressed to its seller
    causes: list[Cause] = [*routing.step(facts), *of_kind]
    annexed = annexes.step(facts)
    if annexed is None:
        audit.append(facts.told)
        annexes.wake(facts)
        return
    causes += annexed
    if draft.kind != DraftKind.NONE and draft.administration is not None:
        causes += vendor.step(facts)
        if duplicates.join_if_same_case(facts):
            audit.append(facts.told)
            annexes.wake(facts)
            return
        # Before the match: what the original billed must not count against its own copy.
        causes += duplicates.step(facts)
        if draft.kind in (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE):
            splitting.join(facts)
            causes += match.step(facts)
            causes += signals.step(facts)
            coded = [*coding.step(facts), *vat.step(facts)]
            # Who it is decides how it is coded: until then, coding has nothing to say that helps.
            causes += coded if draft.vendor is not None else []
        else:
            causes += coding.order_step(facts)
        causes += [*payment.step(facts), *investment.step(facts)]
        causes += [*completeness.step(facts), *notices.step(facts)]
    facts.save_lines()
    if facts.renumbered and not again:
        # A rule divided lines: what the steps before it said names places that have moved.
        audit.append(facts.told)
        derive(draft, again=True)
        return
    settle_holds(draft, causes, facts.told, holds=facts.holds)
    asking.renew(draft, Router({draft.administration_id or 0: facts.lookup.get(reference.APPROVAL)}))
    writing.update([draft])
    facts.lookup.keep()
    if facts.first_time:
        annexes.wake(facts)
    if draft.kind == DraftKind.PURCHASE_INVOICE and draft.match_result.get("orders", []) != orders_before:
        original_matched(draft)
