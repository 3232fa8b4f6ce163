"""In what order documents are read, so that one company's pile does not keep another's single invoice waiting."""

from __future__ import annotations

from exact.models import Administration
from jobs import api as jobs
from workbench.models import Document
from workbench.models.document import DocumentState

MOST = jobs.BULK - jobs.NORMAL - 1


def turn_of(administration: Administration | None) -> int:
    """The priority of one more document to be read: the more of its administration wait already, the later its turn.

    Administrations so take turns, each in its own order; nobody waits for more than others' first few.
    """
    waiting = Document.objects.filter(state=DocumentState.WAITING, administration=administration)
    return jobs.NORMAL + waiting.order_by()[:MOST].count()
