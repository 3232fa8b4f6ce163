"""Events as they stand in the database, without objects: the text a hash is made of, put together from what is
stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from workbench.audit.canonical import canonical

BATCH = 5_000

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
_DIGEST = 64


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


def fits(row: Row) -> bool:
    """Whether the hash of a row is that of the other columns as they are stored.

    False also says that it may be stored in another form than this knows; it is never true by mistake: whatever
    stands in a column is one JSON token or of one length, so that nothing can look like part of its neighbour.
    Raises TypeError or ValueError for what no event of ours has in a column.
    """
    seq, before, kept, action, actor, administration, at, data, document, draft, user = row
    if len(at) != _MOMENT or len(before) not in (0, _DIGEST):
        return False
    head = (
        f'{{"action":{_token(action)},"actor":{_token(actor)},"administration":{_token(administration)},'
        f'"at":"{at.replace(" ", "T")}+00:00","data":'
    )
    tail = (
        f',"document":"{_key(document)}","draft":"{_key(draft)}",'
        f'"previous":"{before}","seq":{seq},"user":{_token(user)}}}'
    )
    if sha256(f"{head}{data}{tail}".encode()).hexdigest() == kept:
        return True
    # Data of another form: PostgreSQL's own, and that of events from before there was one form.
    return sha256(f"{head}{canonical(json.loads(data))}{tail}".encode()).hexdigest() == kept


_token: Any = lru_cache(maxsize=4_096)(canonical)


@lru_cache(maxsize=1_024)
def _key(stored: str | None) -> str:
    """A key as hashes know it; events of one document mostly follow each other. Raises ValueError for another text."""
    return str(UUID(stored)) if stored else ""
