"""Events as they stand in the database, without objects: the text a hash is made of, put together from what is
stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from django.db import connection

from workbench.audit.canonical import canonical

BATCH = 1_000

# Number, hash before, hash, action, actor, administration, moment, data, document, draft, user.
Row = tuple[int, str, str, str, str, int | None, str, str, str | None, str | None, int | None]

# Texts as they are stored: a driver that makes moments and keys of them takes longer than all the rest.
_EVENTS = {
    "sqlite": """
        SELECT seq, previous, hash, action, actor, administration_id, at || '', data, document_id, draft_id, user_id
          FROM workbench_auditevent WHERE seq BETWEEN %s AND %s ORDER BY seq LIMIT %s""",
    "postgresql": """
        SELECT seq, previous, hash, action, actor, administration_id,
               to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), data::text,
               document_id::text, draft_id::text, user_id
          FROM workbench_auditevent WHERE seq BETWEEN %s AND %s ORDER BY seq LIMIT %s""",
}
_SMALLEST = -(2**63)
_MOMENT = len("2026-01-01 00:00:00.000000")
_DIGESTS = (64, 0)  # the first event has none before it


def batches(last: int) -> Iterator[list[Row]]:
    """All events up to number ``last`` in their order, a batch at a time: no statement is open between two."""
    first = _SMALLEST
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_EVENTS[connection.vendor], [first, last, BATCH])
            rows: list[Row] = cursor.fetchall()
        if not rows:
            return
        yield rows
        first = rows[-1][0] + 1


def whole(rows: Sequence[Row], first: int, before: str) -> bool:
    """Whether rows are the events from number ``first`` on, each with a hash of what is stored and bound to the one
    before it, the first to ``before``. False also says that this must be looked at row by row; it is never true by
    mistake."""
    try:
        for number, row in enumerate(rows, first):
            kept = row[2]
            if row[0] != number or row[1] != before or sha256(_text(row, row[7])).hexdigest() != kept:
                return False
            before = kept
    except (TypeError, ValueError):
        return False
    return True


def fits(row: Row) -> bool:
    """Whether the hash of a row is that of its other columns, also when its data is stored in another form than hashes
    are made of: PostgreSQL has its own, and so have events from before there was one form.

    Raises TypeError or ValueError for what no event of ours has in a column.
    """
    data, kept = row[7], row[2]
    if sha256(_text(row, data)).hexdigest() == kept:
        return True
    return sha256(_text(row, canonical(json.loads(data)))).hexdigest() == kept


def _text(row: Row, data: str) -> bytes:
    """What the hash of an event is made of, with ``data`` for its data: the canonical JSON of ``services.body_of``.

    Whatever stands in a column is one JSON token or of one length, so that nothing can look like part of its neighbour.
    Raises TypeError or ValueError for what no event of ours has in a column.
    """
    seq, before, _, action, actor, administration, at, _, document, draft, user = row
    if len(at) != _MOMENT or len(before) not in _DIGESTS:
        raise ValueError("no moment or no hash")
    return (
        f'{_start(action, actor, administration)}{at.replace(" ", "T")}+00:00","data":{data}'
        f'{_keys(document, draft)}{before}","seq":{seq},"user":{_token(user)}}}'
    ).encode()


_token: Callable[[str | int | None], str] = lru_cache(maxsize=4_096)(canonical)


@lru_cache(maxsize=4_096)
def _start(action: str, actor: str, administration: int | None) -> str:
    tokens = canonical(action), canonical(actor), canonical(administration)
    return '{{"action":{},"actor":{},"administration":{},"at":"'.format(*tokens)


@lru_cache(maxsize=1_024)
def _keys(document: str | None, draft: str | None) -> str:
    """Events of one document mostly follow each other. Raises ValueError for what is no key."""
    return f',"document":"{_key(document)}","draft":"{_key(draft)}","previous":"'


def _key(stored: str | None) -> str:
    return str(UUID(stored)) if stored else ""
