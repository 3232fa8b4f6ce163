"""Opening mails and ZIP files: each part gets its own row in the intake ledger."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs import api as jobs
from ocr import api as ocr
from ocr.mail_body import looks_like_document, text_of
from ocr.mail_links import links_of, points_to_document
from workbench.audit import services as audit
from workbench.inbox import senders
from workbench.inbox.authentication import UNVERIFIED, evaluate
from workbench.inbox.sanitise import safe_text
from workbench.intake import blobs
from workbench.intake.services import Incoming, display_name, take
from workbench.models import Document, IntakeEntry, Message
from workbench.models.intake import Outcome
from workbench.models.message import MessageState
from workbench.outgoing.answers import expect
from workbench.outgoing.incoming import take_answer


def unpack_message(message_id: uuid.UUID) -> None:
    """Open a received mail. May run twice: parts that already have a row are left alone."""
    message = Message.objects.get(pk=message_id)
    if message.entries.exclude(outcome=Outcome.UNPACKED).exists():
        return
    raw = blobs.get(message.raw_id)
    mail = ocr.split_mail(raw)
    refused = next((finding for finding in mail.findings if finding.code.startswith("MAIL_")), None)
    with transaction.atomic():
        _copy_headers(message, mail, raw)
        if refused is not None:
            _close(message, MessageState.FAILED, "MAIL_REFUSED", detail=str(refused.params))
            expect(message)
            return
        if message.note in HEAD_ONLY:
            _close(message, MessageState.FAILED, message.note)
            return
        if message.same_as_id:
            _close(message, MessageState.PROCESSED, "SAME_MAIL")
            return
        turned_away = senders.refusal_of(message)
        # What a sender writes to us is kept with its document, unless nothing of theirs is wanted.
        answered = turned_away != senders.NEVER and take_answer(message, mail)
        if turned_away:
            asked = turned_away == senders.NEW
            _close(message, MessageState.QUESTION if asked else MessageState.NOISE, turned_away)
            return
        _take_in(message, mail, answered=answered)
        if not answered:
            expect(message)


def _take_in(message: Message, mail: ocr.MailParts, *, answered: bool) -> None:
    """Take the parts of a mail in, and say what the mail was. One that ``answered`` a letter of ours quotes it: its
    text is no invoice, whatever it looks like."""
    entries = [_take_part(message, part, uuid.uuid4()) for part in _all_parts(mail)]
    said = f"{mail.subject}\n{text_of(mail)}"
    if not answered and not any(entry.outcome in KEPT for entry in entries) and looks_like_document(said):
        entries.append(_body_as_document(message))
    if any(entry.outcome in KEPT for entry in entries):
        _close(message, MessageState.PROCESSED, senders.ONCE if message.note == senders.ONCE else "")
    elif answered:
        _close(message, MessageState.PROCESSED, "LETTER_ANSWERED")
    elif mail.automatic:
        _close(message, MessageState.NOISE, "AUTOMATIC_MAIL")
    else:
        linked = points_to_document(said, links_of(mail))
        _close(message, MessageState.QUESTION, "LINK_ONLY" if linked else "NO_ATTACHMENT")


KEPT = (Outcome.DOCUMENT, Outcome.WAITING, Outcome.DUPLICATE)
# Of these only the head came in.
HEAD_ONLY = ("MAIL_TOO_LARGE", "MAIL_NOT_GIVEN")


def _all_parts(mail: ocr.MailParts) -> Iterator[ocr.MailPart]:
    """The files of a mail and of the mails attached to it; those have their own text, which is not a file."""
    yield from (part for part in mail.parts if part.role is not ocr.PartRole.MESSAGE)
    for inner in mail.messages:
        yield from _all_parts(inner)


def _take_part(message: Message, part: ocr.MailPart, batch: uuid.UUID) -> IntakeEntry:
    if part.role is ocr.PartRole.SIGNATURE:
        return _ignore(message, part.name, part.data, batch)
    return take(
        Incoming(part.name, part.data),
        administration=message.administration,
        by=None,
        source="mail",
        batch=batch,
        message=message,
    )


def _body_as_document(message: Message) -> IntakeEntry:
    """The mail is the invoice itself: its raw bytes become the document."""
    document = Document.objects.create(
        administration=message.administration,
        blob=message.raw,
        name=display_name(f"{message.subject or 'mail'}.eml"),
        kind=ocr.FileKind.EML.value,
        source="mail",
        message=message,
    )
    jobs.enqueue("read", subject=str(document.pk), dedupe_key=f"read:{document.pk}")
    return IntakeEntry.objects.create(
        administration=message.administration,
        message=message,
        blob=message.raw,
        name=document.name,
        kind=document.kind,
        size=message.raw.size,
        source="mail",
        outcome=Outcome.DOCUMENT,
        document=document,
    )


def _copy_headers(message: Message, mail: ocr.MailParts, raw: bytes) -> None:
    message.message_id = mail.message_id[:500]
    message.references = " ".join(mail.references)[:4000]
    message.sender_address = mail.sender.address[:254]
    message.sender_name = safe_text(mail.sender.name)[:200]
    message.reply_to = mail.reply_to[0].address[:254] if mail.reply_to else ""
    message.subject = safe_text(mail.subject)[:500]
    message.text = safe_text(text_of(mail))[:100_000]
    message.links = [[link.host, link.address, link.text, link.misleading] for link in links_of(mail)]
    trusted = _trusted_receivers(message)
    verdict = evaluate(raw, message.sender_address, trusted) if trusted else UNVERIFIED
    message.authentication = verdict.as_json()
    message.sent_at = mail.date if mail.date and timezone.is_aware(mail.date) else None
    message.save()


def _trusted_receivers(message: Message) -> frozenset[str]:
    """Whose word on a mail's origin counts, by the way it came.

    In a mailbox only its own server's: another one's name is not kept out there, so anybody could write it. A file that
    somebody handed in came by no receiver of ours: whatever stands in it proves nothing.
    """
    if message.source == "mailbox":
        return frozenset({message.mailbox.receiver} if message.mailbox else ()) - {""}
    return frozenset(settings.INBOEK_MAIL_TRUSTED_RECEIVERS) if message.source == "smtp" else frozenset()


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


def _ignore(message: Message, name: str, data: bytes, batch: uuid.UUID) -> IntakeEntry:
    return IntakeEntry.objects.create(
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
    entry = IntakeEntry.objects.select_related("administration", "blob", "message").get(pk=entry_id)
    if entry.kind == "eml" and entry.outcome == Outcome.UNPACKED and entry.message is not None:
        # Cut off between the message's row and its parts: go on there, or what is in the mail would be lost.
        unpack_message_into(entry.message, entry)
        return
    if entry.outcome != Outcome.WAITING or entry.blob is None:
        return
    if entry.kind == "eml":
        _mail_file(entry)
        return
    members, refused = ocr.unpack_zip(blobs.get(entry.blob_id or ""))
    if refused is not None:
        _finish(entry, Outcome.REFUSED, "ARCHIVE_REFUSED", detail=str(refused.params))
        return
    with transaction.atomic():
        for name, data in members:
            take(
                Incoming(name, data),
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
    if message.state == MessageState.RECEIVED:
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
