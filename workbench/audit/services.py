"""The only writer of the audit log: one chain, each event bound to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.audit import stored
from workbench.audit.canonical import canonical
from workbench.models import AuditEvent, Document, Draft, writing
from workbench.models.audit import AuditHead

SYSTEM = "Inboek"
# Before the name of the token with which a program did it.
PROGRAM = "API: "


def record(
    action: str,
    *,
    by: Person | None = None,
    actor: str = "",
    draft: Draft | None = None,
    document: Document | None = None,
    administration: Administration | None = None,
    **data: Any,
) -> AuditEvent:
    """Append one event, in the caller's transaction (it stands or falls with the change it tells of).

    ``by`` is the person; without one ``actor`` names the part of the machine ("pipeline", "rule 12") or,
    after ``PROGRAM``, the program.
    ``data`` must be JSON-able: figures, codes and what a person said; never document text or secrets.
    """
    event = prepare(action, by=by, actor=actor, draft=draft, document=document, administration=administration, **data)
    append([event])
    return event


def prepare(
    action: str,
    *,
    by: Person | None = None,
    actor: str = "",
    draft: Draft | None = None,
    document: Document | None = None,
    administration: Administration | None = None,
    **data: Any,
) -> AuditEvent:
    """An event that is not in the chain yet; arguments as of ``record``, place and hash come with ``append``."""
    if administration is None:
        owner = draft or document
        administration_id = owner.administration_id if owner else None
    else:
        administration_id = administration.pk
    return AuditEvent(
        at=timezone.now(),
        actor=actor or (by.get_username() if by else SYSTEM),
        user_id=by.pk if by else None,
        action=action,
        administration_id=administration_id,
        draft_id=draft.pk if draft else None,
        document_id=document.pk if document else None,
        data=_as_stored(data),
    )


_PLAIN = frozenset({str, int, bool, type(None)})


def _as_stored(value: Any) -> Any:
    """What comes back when the value is stored as JSON and read again; a copy."""
    if type(value) in _PLAIN:
        return value
    if type(value) is dict and all(type(name) is str for name in value):
        return {name: _as_stored(each) for name, each in value.items()}
    if type(value) in (list, tuple):
        return [_as_stored(each) for each in value]
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


_waiting: ContextVar[list[AuditEvent] | None] = ContextVar("_waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is recorded inside goes to the end of the chain at once when this ends, in its order; inside the
    transaction whose changes it tells of. Events have no place before that.

    Not around a savepoint that may be taken back: what was recorded in it would be told all the same."""
    outer = _waiting.set([])
    try:
        yield
        events = _waiting.get()
    finally:
        _waiting.reset(outer)
    append(events or [])


def append(events: Sequence[AuditEvent]) -> None:
    """Put prepared events at the end of the chain, in this order, in the caller's transaction."""
    if not events:
        return
    waiting = _waiting.get()
    if waiting is not None:
        waiting += events
        return
    # No savepoint: a chain that could not be written must take the change it tells of with it.
    with transaction.atomic(savepoint=False):
        seq, previous = _locked_head()
        for event in events:
            seq += 1
            event.seq, event.previous = seq, previous
            event.hash = previous = digest(event)
        writing.insert(events)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE workbench_audithead SET seq = %s, hash = %s WHERE id = 1", [seq, previous])


def hold() -> None:
    """Take the writers' lock now, in the caller's transaction, for who is about to lock rows that others lock after
    they recorded something: in one order nobody waits for another crosswise. Nothing is written."""
    if connection.features.has_select_for_update:
        _locked_head()


def _locked_head() -> tuple[int, str]:
    """Number and hash of the last event. The head row is the writers' lock: one chain, no gaps, also with several
    processes (SQLite's transactions lock as a whole). Plain SQL: every step of every document comes through here."""
    head = "SELECT seq, hash FROM workbench_audithead WHERE id = 1"
    with connection.cursor() as cursor:
        cursor.execute(f"{head} FOR UPDATE" if connection.features.has_select_for_update else head)
        row = cursor.fetchone()
        if row is None:
            AuditHead.objects.get_or_create(pk=1)
            return _locked_head()
    return int(row[0]), str(row[1])


def body_of(event: AuditEvent) -> dict[str, Any]:
    """All of an event that its hash is made of, the hash before it included."""
    return {
        "seq": event.seq,
        "at": event.at.isoformat(timespec="microseconds"),
        "actor": event.actor,
        "user": event.user_id,
        "action": event.action,
        "administration": event.administration_id,
        "draft": str(event.draft_id or ""),
        "document": str(event.document_id or ""),
        "data": event.data,
        "previous": event.previous,
    }


def digest(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON of an event and the hash before it, in hex."""
    return hashlib.sha256(canonical(body_of(event)).encode()).hexdigest()


def broken_links() -> Iterator[int]:
    """Sequence numbers of events that were changed, removed or put in between; empty when the chain is whole.

    A cut-off tail shows as the last sequence number plus one, and so does what stands behind the end as it is known.
    Looked through is the log up to its end when this begins: it may grow meanwhile.
    """
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    previous, expected = "", 1
    for batch in stored.batches(head.seq):
        if not stored.whole(batch, expected, previous):
            for row in batch:
                seq, before, kept, *_ = row
                if seq != expected or before != previous or not _fits(row):
                    yield seq
                previous, expected = kept, seq + 1
        previous, expected = batch[-1][2], batch[-1][0] + 1
    if (head.seq, head.hash) != (expected - 1, previous):
        yield expected
    end = Coalesce(Subquery(AuditHead.objects.filter(pk=1).values("seq")), 0)
    behind = AuditEvent.objects.filter(seq__gt=end).order_by("seq").values_list("seq", flat=True).first()
    if behind is not None:
        yield behind


def _fits(row: stored.Row) -> bool:
    """Whether the hash of an event is its own: by what is stored, and where that does not match, by what it means."""
    if stored.fits(row):
        return True
    try:
        event = AuditEvent.objects.filter(seq=row[0]).first()
        return event is not None and digest(event) == event.hash
    except (AttributeError, TypeError, ValueError):  # no event of ours can be read from it
        return False
