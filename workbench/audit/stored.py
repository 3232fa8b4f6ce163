"""Events as they stand in the database, without objects: the text a hash is made of, put together from what is
stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256

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


def batches(last: int, first: int = _SMALLEST) -> Iterator[list[Row]]:
    """All events from number ``first`` up to ``last`` in their order, a batch at a time: no statement is open between
    two."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_EVENTS[connection.vendor], [first, last, BATCH])
            rows: list[Row] = cursor.fetchall()
        if not rows:
            return
        yield rows
        first = rows[-1][0] + 1


def whole(rows: Sequence[Row], number: int, previous: str) -> bool:
    """Whether rows are the events from ``number`` on, each with a hash of what is stored and bound to the one before
    it, the first to the hash ``previous``.

    False also says that something may be stored in another form than this knows. It is never true by mistake: whatever
    stands in a column is one JSON token or of one length, so that nothing can look like part of its neighbour.
    """
    try:
        # One loop without calls where it can be: a log has millions of these.
        for seq, before, kept, action, actor, administration, at, data, document, draft, user in rows:
            text = (
                f'{_start(action, actor, administration)}{at.replace(" ", "T")}+00:00","data":{data}'
                f'{_keys(document, draft)}{before}","seq":{seq},"user":{_token(user)}}}'
            )
            if seq != number or before != previous or len(at) != _MOMENT or len(before) not in _DIGESTS:
                return False
            if sha256(text.encode()).hexdigest() != kept:
                return False
            number, previous = number + 1, kept
    except (AttributeError, TypeError, ValueError):  # what no event of ours has in a column
        return False
    return True


def fits(row: Row) -> bool:
    """Whether the hash of one row is that of its other columns, also when its data is stored in another form than
    hashes are made of: PostgreSQL has its own, and so have events from before there was one form."""
    if whole([row], row[0], row[1]):
        return True
    try:
        data = canonical(json.loads(row[7]))
    except (TypeError, ValueError):
        return False
    return whole([(*row[:7], data, *row[8:])], row[0], row[1])


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
    """A key as it is written: SQLite keeps its digits alone."""
    if stored is None:
        return ""
    if len(stored) == 32:
        return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"
    if len(stored) == 36:
        return stored
    raise ValueError("no key")
