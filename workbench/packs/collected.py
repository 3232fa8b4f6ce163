"""Evidence packs of a selection or a period: asked for at once, made by a job, kept for a week."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override

from exact.models import Administration
from jobs import api as jobs
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, administrations_for, require
from workbench.audit import services as audit
from workbench.drafts.states import DraftState
from workbench.models import Draft, EvidencePack, PackState
from workbench.packs.chain import Proof, proof_from
from workbench.packs.contents import events_of
from workbench.packs.packing import Pack, Taken, add_case, chain_file
from workbench.packs.services import TAKEN, pack_name
from workbench.secrets import private_directory

# As many documents at most in one pack.
MOST = 1_000
KEPT = timedelta(days=7)


class NothingToPack(Exception):
    """No document was chosen that the person may audit, or too many (``many``)."""

    def __init__(self, many: int = 0) -> None:
        super().__init__(f"{many} documents")
        self.many = many


def of_period(books: Administration, since: date, until: date) -> list[Draft]:
    """The documents of an administration with an invoice date from ``since`` up to ``until``, the oldest first."""
    rows = Draft.objects.filter(administration=books, issue_date__range=(since, until))
    return list(rows.exclude(state=DraftState.SUPERSEDED).order_by("issue_date", "pk").only("pk", "administration_id"))


def ask(drafts: Sequence[Draft], *, by: Person, about: dict[str, str] | None = None) -> EvidencePack:
    """Have the pack of these documents made, without those the person may not audit; asked twice it is made once.

    Raises RightMissing when the person may audit nothing at all; NothingToPack.
    """
    mine = set(administrations_for(by, Right.AUDIT).values_list("pk", flat=True))
    if not mine:
        raise RightMissing(Right.AUDIT, None)
    kept = [draft for draft in drafts if draft.administration_id in mine]
    if not 0 < len(kept) <= MOST:
        raise NothingToPack(len(kept))
    keys = [str(draft.pk) for draft in kept]
    books = sorted({draft.administration_id for draft in kept if draft.administration_id})
    asked = hashlib.sha256(json.dumps([by.pk, keys]).encode()).hexdigest()
    try:
        with transaction.atomic():
            pack = EvidencePack.objects.create(
                by_id=by.pk, books=books, drafts=keys, about=about or {}, asked=asked, language=get_language() or "en"
            )
            for each in Administration.objects.filter(pk__in=books).order_by("pk"):
                many = sum(draft.administration_id == each.pk for draft in kept)
                audit.record("evidence.asked", by=by, administration=each, documents=many)
            jobs.enqueue("evidence", subject=f"pack:{pack.pk}", dedupe_key=f"pack:{pack.pk}")
    except IntegrityError:
        return EvidencePack.objects.get(asked=asked, state=PackState.WAITING)
    return pack


def path_of(pack: EvidencePack) -> Path:
    """Where its file stands, whether or not it is there yet."""
    return private_directory(Path(settings.INBOEK_HOME) / "evidence") / f"{pack.pk}.zip"


def opened(pack: EvidencePack, *, by: Person) -> Path:
    """The file of a pack that is ready. Raises RightMissing when the person may no longer audit one of its
    administrations; EvidencePack.DoesNotExist when it is not theirs, not ready or gone."""
    if pack.by_id != by.pk or pack.state != PackState.READY:
        raise EvidencePack.DoesNotExist
    for books in Administration.objects.filter(pk__in=pack.books):
        require(by, Right.AUDIT, books)
    path = path_of(pack)
    if not path.exists():
        raise EvidencePack.DoesNotExist
    return path


def make(pack_id: uuid.UUID, progress: Callable[[], None]) -> None:
    """Write the file of a pack and end it in a week. Doing it again writes it again, until it is ready."""
    pack = EvidencePack.objects.select_related("by").filter(pk=pack_id, state=PackState.WAITING).first()
    if pack is None:
        return
    target = path_of(pack)
    part = target.with_suffix(".part")
    with override(pack.language):
        _write(pack, part, progress)
    digest = hashlib.sha256()
    with part.open("rb") as written:
        while chunk := written.read(1 << 20):
            digest.update(chunk)
        os.fsync(written.fileno())
    part.replace(target)
    with transaction.atomic():
        EvidencePack.objects.filter(pk=pack.pk).update(
            state=PackState.READY,
            size=target.stat().st_size,
            sha256=digest.hexdigest(),
            finished_at=timezone.now(),
            done=len(pack.drafts),
        )
        until = timezone.now() + KEPT
        jobs.enqueue("evidence_end", subject=f"pack:{pack.pk}", dedupe_key=f"pack:{pack.pk}", run_at=until)


def _write(pack: EvidencePack, part: Path, progress: Callable[[], None]) -> None:
    by = pack.by
    rows = Draft.objects.filter(pk__in=pack.drafts).select_related("administration", "vendor").in_bulk()
    found = [rows[key] for text in pack.drafts if (key := uuid.UUID(text)) in rows]
    # Told once: a job that begins again finds it told.
    if not pack.done:
        with transaction.atomic(), audit.together():
            for draft in found:
                audit.record(TAKEN, by=by, draft=draft)
            EvidencePack.objects.filter(pk=pack.pk).update(done=1)
    first = min((events_of(draft).values_list("seq", flat=True).first() or 1 for draft in found), default=1)
    proof, taken = proof_from(first), Taken(by.get_username(), timezone.now())
    with zipfile.ZipFile(part, "w") as archive:
        _fill(Pack(archive), pack, found, proof, taken, progress)


def _fill(
    out: Pack, pack: EvidencePack, found: list[Draft], proof: Proof, taken: Taken, progress: Callable[[], None]
) -> None:
    listed: list[dict[str, Any]] = []
    for number, draft in enumerate(found, start=1):
        folder = f"{number:04d}-{pack_name(draft)}/"
        case = add_case(out, draft, proof, taken, folder)
        listed.append({"folder": folder, "draft": draft, "files": len(case["files"])})
        if number % 20 == 0:
            EvidencePack.objects.filter(pk=pack.pk).update(done=number)
            progress()
    out.text("index.html", render_to_string("packs/list.html", {"rows": listed, "taken": taken, "about": pack.about}))
    out.text("chain.csv", chain_file(proof))
    out.close()


def end(pack_id: uuid.UUID) -> None:
    """Delete the file of a pack whose time is over; the row stays and says so."""
    pack = EvidencePack.objects.filter(pk=pack_id).first()
    if pack is not None:
        path_of(pack).unlink(missing_ok=True)
        EvidencePack.objects.filter(pk=pack.pk).update(state=PackState.ENDED)
