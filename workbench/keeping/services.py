"""Terms, keeping whatever the term, and removal: the only writer. Nothing is ever removed by itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.intake import blobs
from workbench.keeping import selectors, terms
from workbench.models import Blob, Document, IntakeEntry, Message, OutgoingMail
from workbench.models.policy import Policy, policy_of


def set_terms(administration: Administration, typed: Mapping[str, str], *, by: Person) -> int:
    """Keep the terms of an administration; how many changed. Raises RightMissing, DraftRefused("TERM_INVALID")."""
    require(by, Right.CONFIGURE, administration)
    wanted = {
        "keep_years": _number(typed.get("keep_years", ""), terms.MOST_YEARS),
        "noise_days": _number(typed.get("noise_days", ""), terms.MOST_DAYS),
    }
    with transaction.atomic():
        row, _made = Policy.objects.select_for_update().get_or_create(administration=administration)
        changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        for name, value in changed.items():
            audit.record(
                "keeping.changed", by=by, administration=administration, what=name, old=getattr(row, name), new=value
            )
            setattr(row, name, value)
        if changed:
            row.save(update_fields=[*changed])
    return len(changed)


def _number(typed: str, most: int) -> int:
    plain = typed.strip() or "0"
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 6 and int(plain) <= most):
        raise DraftRefused("TERM_INVALID", typed=typed[:20])
    return int(plain)


def keep(document_id: uuid.UUID, *, why: str, by: Person) -> None:
    """Keep a document whatever the term (legal hold), until somebody lets it go (``why`` empty).

    Raises RightMissing; DraftRefused("DOCUMENT_REMOVED") when it is gone.
    """
    with transaction.atomic():
        row = Document.objects.select_for_update(of=("self",)).select_related("administration").get(pk=document_id)
        require(by, Right.CONFIGURE, row.administration)
        if row.removed_at is not None:
            raise DraftRefused("DOCUMENT_REMOVED")
        wanted = why.strip()[:300]
        if wanted == (row.kept_because or ""):
            return
        row.kept_because = wanted or None
        row.save(update_fields=["kept_because"])
        action = "document.kept" if wanted else "document.let_go"
        audit.record(action, by=by, document=row, administration=row.administration, name=row.name, reason=wanted)


def remove(administration: Administration, chosen: Iterable[uuid.UUID], *, why: str, by: Person) -> int:
    """Remove originals, pages and texts of documents that are past their term; how many. What is not, or not any more,
    stays. Row, digest, size and audit events stay as proof.

    Raises RightMissing; DraftRefused("REASON_NEEDED").
    """
    require(by, Right.CONFIGURE, administration)
    if not why.strip():
        raise DraftRefused("REASON_NEEDED")
    wanted, count = list(chosen), 0
    for key in wanted:
        with transaction.atomic():
            past = selectors.past_term(administration, policy_of(administration.pk))
            row = past.filter(pk=key).select_for_update(of=("self",)).first()
            if row is not None:
                _remove_document(row, why.strip()[:300], by)
                count += 1
    return count


def remove_noise(administration: Administration, *, by: Person) -> int:
    """Remove mails without anything to book that are past their term, at most a page of them at once; how many.
    Raises RightMissing."""
    require(by, Right.CONFIGURE, administration)
    policy, count = policy_of(administration.pk), 0
    for key in list(selectors.old_noise(administration, policy).values_list("pk", flat=True)[: selectors.SHOWN]):
        with transaction.atomic():
            # Asked again, held: meanwhile somebody may have had what is in it taken in.
            row = selectors.old_noise(administration, policy).filter(pk=key).select_for_update(of=("self",)).first()
            if row is not None:
                gone = _remove_message(row)
                audit.record("message.removed", by=by, administration=administration, sha256=row.raw_id, bytes=gone)
                count += 1
    return count


def _remove_document(row: Document, why: str, by: Person) -> None:
    digests = {row.blob_id, row.arranged_id, *row.originals.values_list("pk", flat=True)} - {None}
    row.page_rows.all().delete()
    row.reading, row.picture_hash, row.removed_at = {}, "", timezone.now()
    row.save(update_fields=["reading", "picture_hash", "removed_at"])
    gone = _free([str(digest) for digest in digests])
    above = IntakeEntry.objects.filter(document=row).exclude(parent=None).values_list("parent__blob_id", flat=True)
    gone += _free([digest for digest in above if digest])
    message = row.message
    if message is not None and not message.documents.filter(removed_at=None).exists():
        _remove_message(message)
    number = row.draft.invoice_number if row.draft else ""
    entry = row.draft.entry_number if row.draft else ""
    # The proof: which bytes these were, when they came, what became of them, and that they went lawfully.
    audit.record(
        "document.removed",
        by=by,
        document=row,
        draft=row.draft,
        administration=row.administration,
        name=row.name,
        sha256=row.blob_id,
        received=row.received_at.date().isoformat(),
        number=number,
        entry=entry,
        bytes=gone,
        reason=why,
    )


def _remove_message(row: Message) -> int:
    """A mail's bytes and texts; how many bytes went."""
    row.removed_at = timezone.now()
    row.subject = row.text = row.references = row.sender_name = row.sender_address = row.reply_to = ""
    row.envelope_sender, row.links, row.authentication = "", [], {}
    row.save()
    # Our answer names its sender and files.
    OutgoingMail.objects.filter(answers=row).update(to="", subject="", text="")
    parts = [digest for digest in row.entries.values_list("blob_id", flat=True) if digest]
    return _free([row.raw_id, *parts])


def _free(digests: Sequence[str]) -> int:
    """Take the bytes away that nothing needs any more, pictures of them too; how many bytes. Their rows are held
    until the transaction ends, so that nobody is told that the same bytes are safe meanwhile."""
    count = 0
    for blob in Blob.objects.select_for_update().filter(pk__in=digests, removed_at=None).order_by("pk"):
        if _needed(blob):
            continue
        blob.removed_at = timezone.now()
        blob.save(update_fields=["removed_at"])
        count += blob.size
        for picture in (Path(settings.INBOEK_HOME) / "renders" / blob.pk[:2]).glob(f"{blob.pk}-*"):
            picture.unlink(missing_ok=True)
        blobs.path_of(blob.pk).unlink(missing_ok=True)
    return count


def _needed(blob: Blob) -> bool:
    """Whether a document or mail that is still there, or a file that is not settled, has these bytes in it."""
    here = Q(blob=blob) | Q(arranged=blob) | Q(originals=blob)
    if Document.objects.filter(here, removed_at=None).exists():
        return True
    if Message.objects.filter(raw=blob, removed_at=None).exists():
        return True
    entries = IntakeEntry.objects.filter(blob=blob)
    open_parts = Q(parts__document__removed_at=None, parts__document__isnull=False) | Q(parts__outcome="waiting")
    return entries.filter(open_parts | Q(outcome="waiting")).exists()
