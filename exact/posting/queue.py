"""P0: the intent. One transaction writes the frozen payload, its marker and the job; nothing has left yet."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from exact import events, wire
from exact.models import Administration, Posting, PostingState, PostingTarget
from exact.number_key import number_key
from jobs import api as jobs_api

JOB = "exact_post"
ON_ITS_WAY = (PostingState.QUEUED, PostingState.SENDING, PostingState.UNKNOWN, PostingState.HELD)


class AlreadyQueued(ValueError):
    """This subject has a posting with another content; ``posting`` is that one."""

    def __init__(self, posting: Posting) -> None:
        super().__init__(f"{posting.subject} has posting {posting.pk} already")
        self.posting = posting


class TwinQueued(ValueError):
    """The same invoice is on its way already under another subject; ``posting`` is that one."""

    def __init__(self, posting: Posting) -> None:
        super().__init__(f"{posting.your_ref} is on its way as posting {posting.pk}")
        self.posting = posting


def new_marker() -> str:
    """80 random bits in base32: long enough never to meet, short enough for a subject line."""
    return "WB-" + base64.b32encode(secrets.token_bytes(10)).decode()


def digest(text: str) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def queue_posting(
    *,
    subject: str,
    administration: Administration,
    target: str,
    payload: Mapping[str, Any],
    attachments: Sequence[Mapping[str, str]] = (),
    your_ref: str,
    supplier_exact_id: str,
    amount: Decimal,
    currency: str = "EUR",
    requested_by: str = "",
    despite_twin: bool = False,
) -> Posting:
    """Freeze ``payload`` and queue it, in the caller's transaction.

    ``subject`` is the caller's own id of what is posted; one subject has at most one posting that is not void, and
    queueing the same content again returns that one. ``attachments`` are [{sha256, name}]. ``amount`` is the gross
    as it changes the payable: negative for a credit note. The division is the administration's and nobody else's.
    ``despite_twin``: a person has said that it differs from another one with the same supplier and number.
    Raises AlreadyQueued for another content under the same subject; TwinQueued while the same number of the same
    supplier is on its way under another subject (one that is posted, the look in Exact finds); ValueError for an
    inactive administration, a foreign division, an empty ``your_ref`` of an invoice, or a payload that cannot be
    written exactly.
    """
    if not administration.active:
        raise ValueError("the administration is not active")
    target = PostingTarget(target).value
    if target in (PostingTarget.PURCHASE_ENTRY, PostingTarget.PURCHASE_INVOICE) and not your_ref.strip():
        raise ValueError("the supplier's number is missing")
    if not isinstance(amount, Decimal):
        raise ValueError("the amount must be a Decimal")
    try:
        frozen = wire.dumps(payload)
    except TypeError as error:
        raise ValueError(str(error)) from error
    existing = Posting.objects.filter(subject=subject).exclude(state=PostingState.VOID).first()
    if existing is not None:
        if existing.payload_sha256 == digest(frozen) and existing.administration_id == administration.pk:
            return existing
        raise AlreadyQueued(existing)
    if not despite_twin:
        _refuse_twin(administration, target, supplier_exact_id, your_ref, amount)
    posting = Posting.objects.create(
        subject=subject,
        administration=administration,
        division=administration.division,
        target=target,
        marker=new_marker(),
        payload=dict(payload),
        frozen=frozen,
        payload_sha256=digest(frozen),
        attachments=_named(attachments),
        your_ref=your_ref,
        supplier_exact_id=supplier_exact_id,
        amount=amount,
        currency=currency,
        requested_by=requested_by,
    )
    enqueue(posting)
    changed(posting)
    return posting


def _refuse_twin(administration: Administration, target: str, supplier: str, your_ref: str, amount: Decimal) -> None:
    """Raise TwinQueued when the same is on its way. A credit note is no twin of the invoice whose number it bears.

    The administration's row is locked until the caller's transaction ends: two workers that queue at the same moment
    would each not see the other's posting.
    """
    key = number_key(your_ref)
    if not key:
        return
    Administration.objects.select_for_update(no_key=True).get(pk=administration.pk)
    on_their_way = Posting.objects.filter(
        administration=administration, target=target, supplier_exact_id__iexact=supplier, state__in=ON_ITS_WAY
    )
    for other in on_their_way:
        if number_key(other.your_ref) == key and (other.amount < 0) == (amount < 0):
            raise TwinQueued(other)


def _named(attachments: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Attachments with names that differ, so that each can be found again by its name."""
    seen: set[str] = set()
    named = []
    for number, attachment in enumerate(attachments, 1):
        name = (attachment.get("name") or f"document-{number}").replace("/", "_").replace("\\", "_")[-100:]
        if name.lower() in seen:
            name = f"{number}-{name}"
        seen.add(name.lower())
        named.append({"sha256": attachment["sha256"], "name": name})
    return named


def enqueue(posting: Posting) -> None:
    """Make sure the posting has a job."""
    jobs_api.enqueue(
        JOB,
        subject=f"posting:{posting.pk}",
        dedupe_key=str(posting.pk),
        payload={"posting": posting.pk},
        priority=jobs_api.URGENT,
    )


def changed(posting: Posting) -> None:
    """Tell the layers above."""
    events.notify("posting_changed", posting_id=posting.pk)


@transaction.atomic
def requeue(posting: Posting, *, step: str | None = None) -> bool:
    """Back into the queue from a resting state. False when it is not resting (or already posted).

    A posting that was ever sent keeps its count, so that the next run looks before it sends.
    """
    resting = (PostingState.HELD, PostingState.REFUSED, PostingState.FOREIGN_DUPLICATE, PostingState.DEAD)
    rows = Posting.objects.select_for_update().filter(pk=posting.pk, state__in=resting)
    row = rows.first()
    if row is None:
        return False
    values: dict[str, Any] = {
        "state": PostingState.QUEUED,
        "error_code": "",
        "error_text": "",
        "problems": [],
        "looked_at": None,
    }
    if step is not None:
        values["step"] = step
    if row.sends:
        # What left once may still arrive: settle that first, counted from the last departure.
        values |= {"state": PostingState.UNKNOWN, "sends": 1, "looks": 0, "unknown_since": row.last_sent_at}
    rows.update(**values)
    enqueue(posting)
    changed(posting)
    return True
