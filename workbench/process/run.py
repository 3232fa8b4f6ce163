"""Follow the files of one run until each document has its verdict, working on their jobs meanwhile."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import structlog
from django.contrib.auth.models import User
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.models import Q

from exact.models import Administration
from jobs import api as jobs
from workbench.accounts.rights import RightMissing
from workbench.approval.services import approve_draft
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftState
from workbench.intake.services import Incoming, receive_files
from workbench.models import Document, Draft, IntakeEntry
from workbench.models.intake import Outcome
from workbench.posting.services import post_draft, posting_of
from workbench.process.row import Row, row_of_document, row_of_entry, row_of_message

log = structlog.get_logger(__name__)

THREADS = 2
POLL_SECONDS = 0.2
LIVE = ("ready", "leased")


class Run:
    """One run of the command: takes files in, works, and hands out a row per document when it is settled.

    ``approve_as`` approves what nothing stands in the way of; ``post`` also sends it to Exact. ``patience``:
    seconds without any row after which the rest is reported as it stands.
    """

    def __init__(
        self,
        administration: Administration,
        *,
        by: User | None = None,
        post: bool = False,
        patience: float = 900,
    ) -> None:
        self.administration = administration
        self.by, self.post, self.patience = by, post, patience
        self.batch = uuid.uuid4()
        self._roots: dict[uuid.UUID, str] = {}
        self._told: set[str] = set()
        self._refusals: dict[uuid.UUID, str] = {}
        self._asked: set[uuid.UUID] = set()
        self._subjects: set[str] = set()
        self._judging: set[str] = set()
        self._stop = threading.Event()

    def take(self, path: Path, name: str = "") -> None:
        """Take one file in. Raises OSError when it cannot be read or stored."""
        [entry] = receive_files(
            [Incoming(path.name, path.read_bytes())],
            administration=self.administration,
            by=self.by,
            source="command",
            batch=self.batch,
        )
        self._roots[entry.pk] = name or str(path)

    def rows(self) -> Iterator[Row]:
        """Work until everything is settled; each document's row as soon as it is."""
        threads = [threading.Thread(target=self._work, name=f"process-{n}", daemon=True) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        last = time.monotonic()
        try:
            while True:
                overdue = time.monotonic() - last > self.patience
                new, all_settled = self._look(force=overdue)
                if new:
                    last = time.monotonic()
                yield from new
                if all_settled or overdue:
                    return
                time.sleep(POLL_SECONDS)
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(30)

    def _work(self) -> None:
        """One thread: run what is due of ours, next to whatever workers run elsewhere."""
        try:
            while not self._stop.is_set():
                try:
                    # What has been read is judged first, so that rows come from the beginning.
                    ran = jobs.run_for(self._judging, limit=1) or jobs.run_for(self._subjects, limit=1)
                except DatabaseTrouble as error:
                    log.warning("process_database", error=f"{type(error).__name__}: {error}")
                    connection.close()
                    ran = 0
                if not ran:
                    self._stop.wait(POLL_SECONDS)
        finally:
            connection.close()

    def _look(self, *, force: bool) -> tuple[list[Row], bool]:
        """Rows that became ready since the last look, and whether that was all. ``force``: tell the rest, too."""
        entries = list(self._entries())
        documents = self._documents(entries)
        drafts = {document.draft_id for document in documents.values() if document.draft_id}
        self._judging = {str(draft) for draft in drafts}
        self._subjects = _subjects(entries, documents.values(), drafts)
        live, dead = _jobs_of(self._subjects)
        rows: list[Row] = []
        settled = True
        for entry in entries:
            for key, ready, make in self._items(entry, documents, live, dead):
                if key in self._told:
                    continue
                if ready or force:
                    self._told.add(key)
                    rows.append(make())
                else:
                    settled = False
        return rows, settled

    def _entries(self) -> Iterator[IntakeEntry]:
        """Everything that came in with this run: the files, and the parts of ZIPs and mails."""
        mine = Q(batch=self.batch)
        messages = IntakeEntry.objects.filter(mine, message__isnull=False).values_list("message_id", flat=True)
        yield from IntakeEntry.objects.filter(mine | Q(message_id__in=list(messages))).select_related("message")

    def _documents(self, entries: list[IntakeEntry]) -> dict[uuid.UUID, Document]:
        keys = [entry.document_id for entry in entries if entry.document_id]
        found = Document.objects.filter(Q(pk__in=keys) | Q(parent_id__in=keys)).select_related("draft", "draft__vendor")
        return {document.pk: document for document in found}

    def _items(
        self, entry: IntakeEntry, documents: dict[uuid.UUID, Document], live: set[str], dead: set[str]
    ) -> Iterator[tuple[str, bool, Callable[[], Row]]]:
        """What one ledger row leads to: (its identity, whether it is settled, how to describe it)."""
        file = self._file_of(entry)
        if entry.outcome == Outcome.UNPACKED:
            message = entry.message
            if message is not None and entry.pk in self._roots:
                nothing = message.state in ("question", "noise", "failed") or message.note == "SAME_MAIL"
                if nothing:
                    yield str(entry.pk), True, lambda: row_of_message(file, message)
                elif message.state == "received":
                    yield str(entry.pk), f"entry:{entry.pk}" in dead, lambda: row_of_entry(file, entry)
            return
        if entry.document_id is None:
            waiting = entry.outcome == Outcome.WAITING and f"entry:{entry.pk}" not in dead
            yield str(entry.pk), not waiting, lambda: row_of_entry(file, entry)
            return
        for document in documents.values():
            if entry.document_id not in (document.pk, document.parent_id):
                continue
            gone = bool({str(document.pk), str(document.draft_id)} & dead)
            ready = gone or self._is_settled(document, live)
            duplicate = entry.outcome == Outcome.DUPLICATE

            def make(d: Document = document, gone: bool = gone, duplicate: bool = duplicate) -> Row:
                return self._row(file, d, dead=gone, duplicate=duplicate)

            yield f"{entry.pk}/{document.pk}", ready, make

    def _row(self, file: str, document: Document, *, dead: bool, duplicate: bool) -> Row:
        document.refresh_from_db()
        refusal = self._refusals.get(document.draft_id, "") if document.draft_id else ""
        return row_of_document(file, document, dead=dead, duplicate=duplicate, refusal=refusal)

    def _file_of(self, entry: IntakeEntry) -> str:
        step: IntakeEntry | None = entry
        while step is not None:
            if step.pk in self._roots:
                return self._roots[step.pk]
            step = step.parent
        if entry.message_id is not None:
            root = IntakeEntry.objects.filter(message_id=entry.message_id, pk__in=list(self._roots)).first()
            if root is not None:
                return self._roots[root.pk]
        return entry.name

    def _is_settled(self, document: Document, live: set[str]) -> bool:
        if document.state in ("waiting", "reading") or str(document.pk) in live:
            return False
        draft = document.draft
        if draft is None:
            return True
        if draft.derived_at is None or str(draft.pk) in live:
            return False
        if self.by is not None and draft.pk not in self._asked:
            self._asked.add(draft.pk)
            self._approve(draft)
            return False
        return not (self.post and draft.state == DraftState.POSTING)

    def _approve(self, draft: Draft) -> None:
        """Approve and post what may be; the reason when not."""
        assert self.by is not None
        try:
            if draft.state == DraftState.REVIEW:
                approve_draft(draft.pk, by=self.by)
            if self.post and draft.state in (DraftState.REVIEW, DraftState.APPROVED):
                post_draft(draft.pk, by=self.by)
        except DraftRefused as refused:
            self._refusals[draft.pk] = refused.code
        except RightMissing as missing:
            self._refusals[draft.pk] = f"RIGHT_MISSING {missing.right.value}"


def _subjects(entries: list[IntakeEntry], documents: Iterable[Document], drafts: set[uuid.UUID]) -> set[str]:
    found = {f"entry:{entry.pk}" for entry in entries}
    found |= {f"message:{entry.message_id}" for entry in entries if entry.message_id}
    found |= {str(document.pk) for document in documents}
    found |= {str(draft) for draft in drafts}
    for draft in Draft.objects.filter(pk__in=drafts, state=DraftState.POSTING):
        posting = posting_of(draft)
        if posting is not None:
            found.add(f"posting:{posting.pk}")
    return found


def _jobs_of(subjects: set[str]) -> tuple[set[str], set[str]]:
    """Subjects with a job under way, and those whose last job gave up."""
    live: set[str] = set()
    dead: set[str] = set()
    wanted = sorted(subjects)
    for start in range(0, len(wanted), 500):
        rows = jobs.Job.objects.filter(subject__in=wanted[start : start + 500], state__in=(*LIVE, "dead"))
        for subject, state in rows.values_list("subject", "state"):
            (live if state in LIVE else dead).add(subject)
    return live, dead - live
