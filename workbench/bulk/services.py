"""The same done to many documents: each by the service that does it to one, in a transaction of its own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core import serializers
from django.db import transaction
from django.shortcuts import get_object_or_404

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.audit import services as audit
from workbench.bulk.actions import ACTIONS, Action, Told, refusal
from workbench.bulk.selectors import Codes, codes_of
from workbench.drafts import services as drafts
from workbench.drafts.changing import DraftRefused, lock
from workbench.drafts.lines import code_lines
from workbench.drafts.states import DraftState, ImpossibleMove
from workbench.drafts.undo import Before, step_back
from workbench.models import Batch, BatchItem, Draft
from workbench.talk.services import give


def start(
    draft_ids: Sequence[uuid.UUID],
    action: Action,
    told: Told,
    *,
    token: str,
    by: Person,
    seen: Mapping[uuid.UUID, int] | None = None,
) -> Batch:
    """Do it to each of these drafts. The same token again returns the same run, and goes on with what it had not done.

    ``seen`` holds the versions that the page before showed: one that was changed since is left out. One that is refused
    is listed with its reason and stops no other.
    """
    seen = seen or {}
    with transaction.atomic():
        batch, created = Batch.objects.get_or_create(
            token=token, defaults={"by_id": by.pk, "action": action.name, "value": asdict(told)}
        )
        if batch.by_id != by.pk or batch.action != action.name:
            raise DraftRefused("CHANGED_MEANWHILE", who="")
        if created:
            BatchItem.objects.bulk_create(
                BatchItem(batch=batch, draft_id=key, position=position, before={"seen": seen.get(key)})
                for position, key in enumerate(draft_ids, start=1)
            )
    told = Told(**batch.value)
    editable = set(administrations_for(by, Right.EDIT).values_list("pk", flat=True))
    codes = codes_of(action.column, editable) if action.column else {}
    for key in batch.items.filter(state="waiting").values_list("pk", flat=True):
        _one(key, action, told, by, editable, codes)
    if created:
        done = batch.items.filter(state="done").count()
        audit.record("bulk.done", by=by, batch=str(batch.pk), bulk=action.name, done=done, drafts=len(draft_ids))
    return batch


def _one(key: int, action: Action, told: Told, by: Person, editable: set[int], codes: Codes) -> None:
    """One document of a run: done, or left out with its reason; both once, whoever asks at the same time."""
    with transaction.atomic():
        item = BatchItem.objects.select_for_update().get(pk=key)
        if item.state != "waiting":
            return
        try:
            with transaction.atomic():
                draft = lock(item.draft_id)
                home = draft.administration_id or 0
                if home not in editable:
                    raise RightMissing(Right.EDIT, draft.administration)
                if code := refusal(action, draft.state, told=told, codes=codes.get(home, {})):
                    raise DraftRefused(code, typed=told.code)
                if item.before.get("seen") not in (None, draft.version):
                    raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by or ""))
                item.before = _do(action, draft, told, by)
                item.state = "done"
        except DraftRefused as refused:
            item.state, item.code, item.params = "left_out", refused.code, refused.params
        except ImpossibleMove:
            item.state, item.code, item.params = "left_out", "CHANGED_MEANWHILE", {"who": ""}
        except RightMissing as missing:
            item.state, item.code, item.params = "left_out", "RIGHT_MISSING", {"right": missing.right.value}
        item.save(update_fields=["state", "code", "params", "before"])


def _do(action: Action, draft: Draft, told: Told, by: Person) -> dict[str, Any]:
    """Do it by the service of one document; returns what undoing needs."""
    if action.column:
        before = serializers.serialize("json", draft.lines.all())
        after = code_lines(draft.pk, column=action.column, code=told.code, only_empty=told.only_empty, by=by)
        return {"lines": before, "version": after.version}
    if action.name == "hold":
        drafts.put_on_hold(draft.pk, reason=told.reason, by=by)
        held = draft.holds.filter(code="MANUAL", put_by_id=by.pk, released_at=None).order_by("-pk").first()
        return {"hold": held.pk if held else 0}
    if action.name == "reject":
        return {"version": drafts.reject(draft.pk, reason=told.reason, by=by).version}
    if action.name == "give":
        before_owner = draft.owner_id or 0
        return {"owner": before_owner, "to": give(draft.pk, to=told.to, by=by).owner_id or 0}
    to = get_object_or_404(administrations_for(by), pk=told.to)
    if to.pk == draft.administration_id:
        raise DraftRefused("NOTHING_TO_CHANGE")
    drafts.move_administration(draft.pk, to=to, by=by)
    return {}


def undo(batch: Batch, *, by: Person) -> int:
    """Take a run back where nothing was done to a document since; returns at how many. The others say why not."""
    action = ACTIONS[batch.action]
    taken = 0
    if not action.undoable:
        return taken
    for key in batch.items.filter(state="done").values_list("pk", flat=True):
        with transaction.atomic():
            item = BatchItem.objects.select_for_update().get(pk=key)
            if item.state != "done":
                continue
            try:
                with transaction.atomic():
                    _take_back(action, item, by)
            except DraftRefused as refused:
                item.code, item.params = refused.code, refused.params
            except RightMissing as missing:
                item.code, item.params = "RIGHT_MISSING", {"right": missing.right.value}
            else:
                item.state, item.code, item.params = "undone", "", {}
                taken += 1
            item.save(update_fields=["state", "code", "params"])
    audit.record("bulk.undone", by=by, batch=str(batch.pk), bulk=action.name, done=taken)
    return taken


def _take_back(action: Action, item: BatchItem, by: Person) -> None:
    draft, before = lock(item.draft_id), item.before
    if action.column:
        step_back(draft.pk, before=Before({}, before["lines"]), version=before["version"], by=by)
    elif action.name == "hold":
        if not draft.holds.filter(pk=before["hold"], released_at=None).exists():
            raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by or ""))
        drafts.release_hold(draft.pk, hold_id=before["hold"], reason="", by=by)
    elif action.name == "reject":
        if draft.state != DraftState.REJECTED or draft.version != before["version"]:
            raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by or ""))
        drafts.reopen(draft.pk, by=by)
    else:
        if (draft.owner_id or 0) != before["to"]:
            raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by or ""))
        give(draft.pk, to=before["owner"], by=by)
