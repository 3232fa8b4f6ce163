"""In what order documents are read, so that one company's pile does not keep another's single invoice waiting."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Value

from exact.models import Administration
from exact.prepared import Prepared
from jobs import api as jobs
from workbench.models import Document
from workbench.models.document import DocumentState

MOST = jobs.BULK - jobs.NORMAL - 1


def turn_of(administration: Administration | None) -> int:
    """The priority of one more document to be read: the more of its administration wait already, the later its turn.

    Administrations so take turns, each in its own order; nobody waits for more than others' first few.
    """
    key = administration.pk if administration is not None else None
    return jobs.NORMAL + len(_WAITING.ask(key, shape=(key is not None, MOST)))


def _waiting(administration: Any, shape: tuple[bool, int]) -> QuerySet[Any, Any]:
    owned, most = shape
    rows = Document.objects.filter(state=DocumentState.WAITING, administration=administration if owned else None)
    return rows.order_by().annotate(one=Value(1)).values_list("one")[:most]


_WAITING = Prepared(_waiting, (Document, "administration"))
