"""Taking an evidence pack of one document: by those who may audit, and told in the log."""

from __future__ import annotations

import tempfile
import uuid
from typing import IO

from django.db import transaction
from django.utils import timezone

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.models import Draft
from workbench.packs.chain import proof_from
from workbench.packs.contents import events_of
from workbench.packs.packing import Taken, safe_name, write_one

TAKEN = "evidence.taken"


def take(draft_id: uuid.UUID, *, by: Person) -> tuple[str, IO[bytes]]:
    """The name and the open file of a document's pack; the file is gone when it is closed.

    The log tells of it first, so that the event of the taking stands in the pack. Raises Draft.DoesNotExist,
    RightMissing; OSError when the disk is full.
    """
    with transaction.atomic():
        draft = Draft.objects.select_related("administration", "vendor").get(pk=draft_id)
        require(by, Right.AUDIT, draft.administration)
        audit.record(TAKEN, by=by, draft=draft)
    out = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    first = events_of(draft).values_list("seq", flat=True).first() or 1
    write_one(out, draft, proof_from(first), Taken(by.get_username(), timezone.now()))
    out.seek(0)
    return f"{pack_name(draft)}.zip", out


def pack_name(draft: Draft) -> str:
    """What a document's pack, or its folder in a larger one, is called."""
    told = " ".join(filter(None, (draft.vendor_name, draft.invoice_number)))
    return safe_name(f"{told or 'document'} {str(draft.pk)[:8]}".replace(" ", "-"))
