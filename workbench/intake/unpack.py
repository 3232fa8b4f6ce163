"""Opening mails and ZIP files: each part gets its own row in the intake ledger."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from ocr import api as ocr
from workbench.audit import services as audit
from workbench.inbox.sanitise import safe_text
from workbench.intake import blobs
from workbench.intake.services import Incoming, take
from workbench.models import IntakeEntry, Message
from workbench.models.intake import Outcome
from workbench.models.message import MessageState


def unpack_message(message_id: uuid.UUID) -> None:
    """Open a received mail. May run twice: parts that already have a row are left alone."""
    message = Message.objects.get(pk=message_id)
    if message.entries.exclude(outcome=Outcome.UNPACKED).exists():
        return
    try:
        mail = ocr.split_mail(blobs.get(message.raw_id))
    except ocr.MailRefused as refused:
        _close(message, MessageState.FAILED, "MAIL_REFUSED", detail=str(refused))
        return
    with transaction.atomic():
        _copy_headers(message, mail)
        if message.same_as_id:
            _close(message, MessageState.PROCESSED, "SAME_MAIL")
            return
        batch = uuid.uuid4()
        taken = []
        for part in mail.parts:
            if part.role == "signature":
                _ignore(message, part.name, part.data, batch)
                continue
            taken.append(
                take(
                    Incoming(part.name, part.data),
                    administration=message.administration,
                    by=None,
                    source="mail",
                    batch=batch,
                    message=message,
                    depth=0,
                )
            )
        if mail.body_document is not None:
            taken.append(
                take(
                    Incoming(mail.body_document.name, mail.body_document.data),
                    administration=message.administration,
                    by=None,
                    source="mail",
                    batch=batch,
                    message=message,
                )
            )
        if any(entry.outcome in (Outcome.DOCUMENT, Outcome.WAITING, Outcome.DUPLICATE) for entry in taken):
            _close(message, MessageState.PROCESSED)
        elif mail.automatic:
            _close(message, MessageState.NOISE, "AUTOMATIC_MAIL")
        else:
            _close(message, MessageState.QUESTION, "NO_ATTACHMENT")


def _copy_headers(message: Message, mail: ocr.MailParts) -> None:
    message.message_id = mail.message_id[:500]
    message.references = " ".join(mail.references)[:4000]
    message.sender_address = mail.from_address[:254]
    message.sender_name = safe_text(mail.from_name)[:200]
    message.reply_to = mail.reply_to[:254]
    message.subject = safe_text(mail.subject)[:500]
    message.text = safe_text(mail.text)[:100_000]
    message.sent_at = mail.date if mail.date and timezone.is_aware(mail.date) else None
    message.save()


def _close(message: Message, state: MessageState, note: str = "", detail: str = "") -> None:
    message.state, message.note = state, note
    message.save(update_fields=["state", "note"])
    audit.record(
        "message.opened",
        actor="intake",
        administration=message.administration,
        message=str(message.pk),
        state=state.value,
        note=note,
        detail=detail[:200],
    )


def _ignore(message: Message, name: str, data: bytes, batch: uuid.UUID) -> None:
    IntakeEntry.objects.create(
        administration=message.administration,
        batch=batch,
        message=message,
        blob=blobs.put(data),
        name=name[:200],
        size=len(data),
        source="mail",
        outcome=Outcome.IGNORED,
        reason="SIGNATURE_IMAGE",
    )


def unpack_entry(entry_id: uuid.UUID) -> None:
    """Open an uploaded ZIP or mail file; its outcome says what came out of it."""
    entry = IntakeEntry.objects.select_related("administration", "blob").get(pk=entry_id)
    if entry.outcome != Outcome.WAITING or entry.blob is None:
        return
    if entry.kind == "eml":
        _mail_file(entry)
        return
    try:
        members = ocr.unpack_zip(blobs.get(entry.blob_id or ""))
    except ocr.ZipRefused as refused:
        _finish(entry, Outcome.REFUSED, "ARCHIVE_REFUSED", detail=str(refused))
        return
    with transaction.atomic():
        for member in members:
            take(
                Incoming(member.name, member.data),
                administration=entry.administration,
                by=entry.received_by,
                source=entry.source,
                batch=entry.batch,
                parent=entry,
                message=entry.message,
                depth=1,
            )
        _finish(entry, Outcome.UNPACKED, "", count=str(len(members)))


def _mail_file(entry: IntakeEntry) -> None:
    assert entry.blob is not None
    with transaction.atomic():
        first = Message.objects.filter(raw=entry.blob, administration=entry.administration).first()
        message = Message.objects.create(
            administration=entry.administration, raw=entry.blob, source=entry.source, same_as=first
        )
        entry.message = message
        _finish(entry, Outcome.UNPACKED, "")
    unpack_message_into(message, entry)


def unpack_message_into(message: Message, entry: IntakeEntry) -> None:
    """Open an uploaded mail; its parts hang under the uploaded file's row."""
    unpack_message(message.pk)
    message.entries.filter(parent=None).exclude(pk=entry.pk).update(parent=entry, batch=entry.batch)


def _finish(entry: IntakeEntry, outcome: Outcome, reason: str, **params: str) -> None:
    entry.outcome, entry.reason, entry.params = outcome, reason, params
    entry.save()
    audit.record(
        "file.opened",
        actor="intake",
        administration=entry.administration,
        name=entry.name,
        outcome=outcome.value,
        reason=reason,
    )
