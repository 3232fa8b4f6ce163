"""A file put to a mail by hand: what was behind a link, or came later, becomes a part of that mail."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.inbox.senders import NEVER, NEW
from workbench.intake.services import Incoming, take
from workbench.models import IntakeEntry, Message
from workbench.models.intake import Outcome
from workbench.models.message import MessageState

CLOSED_BY = (Outcome.DOCUMENT, Outcome.DUPLICATE, Outcome.WAITING)


def add_files(message_id: uuid.UUID, files: Iterable[Incoming], *, by: Person) -> list[IntakeEntry]:
    """Take files in as parts of a mail, so that its sender counts for them; one ledger row each.

    A mail that waited for a person is settled by the first file that is taken in. Raises RightMissing, DraftRefused
    for a mail that is not open yet (its own parts would be passed over), OSError when the disk is full.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        require(by, Right.EDIT, message.administration)
        if not open_for_files(message):
            raise DraftRefused("MAIL_NOT_OPEN")
        batch = uuid.uuid4()
        taken = []
        for file in files:
            taken.append(
                take(file, administration=message.administration, by=by, source="mail", batch=batch, message=message)
            )
            audit.record(
                "message.file_added",
                by=by,
                administration=message.administration,
                message=str(message.pk),
                name=taken[-1].name,
            )
        if any(entry.outcome in CLOSED_BY for entry in taken) and message.state != MessageState.PROCESSED:
            message.state, message.note = MessageState.PROCESSED, ""
            message.save(update_fields=["state", "note"])
    return taken


def open_for_files(message: Message) -> bool:
    """Whether files may be put to the mail: not while its own parts may still be taken in."""
    return message.state != MessageState.RECEIVED and message.note not in (NEW, NEVER)
