"""P1 to P10: how one posting goes into Exact. Called by its job; may be called again at any moment, after any crash."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

from exact import clock, conf, wire
from exact.errors import AlreadyExists, ExactError, OutcomeUnknown
from exact.faultpoint import faultpoint
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.models import Administration, Connection, ConnectionState, Posting, PostingState
from exact.posting import blobs, earlier, lookup, owner, record
from exact.posting.targets import TARGETS
from exact.posting.validate import validate
from exact.posting.verdict import backoff, judge, refused_for_size

MAX_SENDS = 3
_sending: set[int] = set()
_sending_lock = threading.Lock()


class Later(Exception):
    """Nothing more can be done now; come back after ``seconds``."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = max(0.0, seconds)
        self.reason = reason


class _Stop(Exception):
    """The posting rests; a person decides or it is done."""


def process(
    posting_id: int,
    *,
    seconds_left: Callable[[], float] = lambda: 1e9,
    beat: Callable[[], None] = lambda: None,
) -> None:
    """Bring the posting as far as it will go. Raises Later when it must be tried again.

    ``seconds_left``: what is left of the caller's lease by the monotonic clock; no request leaves when that does not
    cover its time-out and a margin. ``beat`` is called after each step.
    """
    posting = record.claim(posting_id)
    if posting is None:
        return
    faultpoint("P1")
    try:
        _Run(posting, seconds_left, beat).go()
    except (_Stop, record.Overtaken):
        return


class _Run:
    def __init__(self, posting: Posting, seconds_left: Callable[[], float], beat: Callable[[], None]) -> None:
        self.posting = posting
        self.seconds_left = seconds_left
        self.beat = beat
        self.gateway = ExactGateway(posting.administration, Purpose.POSTING)
        self.target = TARGETS[posting.target]

    def go(self) -> None:
        """Settle what is open, then take step after step."""
        self._connection_usable()
        if self.posting.state == PostingState.SENDING:
            self._take_over()
        if self.posting.state == PostingState.UNKNOWN:
            self._settle()
        while self.posting.step != "done":
            getattr(self, f"_step_{self.posting.step}")()
            self.beat()

    def _connection_usable(self) -> None:
        """Held connections and administrations keep their postings; nothing is sent and nothing is lost."""
        administration = Administration.objects.select_related("connection").get(pk=self.posting.administration_id)
        connection: Connection = administration.connection
        if connection.state in (ConnectionState.NEEDS_CONSENT, ConnectionState.DISCONNECTED):
            code = "needs_consent"
        elif connection.state == ConnectionState.HELD:
            code = "connection_held"
        elif administration.posting_hold:
            code = "administration_held"
        elif not administration.active and self.posting.state == PostingState.QUEUED:
            # Nobody writes to books that were taken out of the choice, and nobody would see what came of it.
            raise Later(900 * conf.scale(), "administration_closed")
        else:
            return
        if self.posting.state == PostingState.QUEUED:
            record.rest(self.posting, PostingState.HELD, code, connection.held_reason or administration.posting_hold)
            raise _Stop
        raise Later(900 * conf.scale(), code)

    # -- P10 -------------------------------------------------------------------------------------------------------

    def _take_over(self) -> None:
        """A request was about to leave and we do not know what became of it: make sure nobody can still send it."""
        sender = self.posting.sender
        if owner.here(sender):
            if int(sender.get("pid", 0)) == os.getpid() and owner.alive(sender):
                with _sending_lock:
                    if self.posting.pk in _sending:
                        raise Later(5 * conf.scale(), "this process is still sending")
            elif not owner.end(sender):
                raise Later(30 * conf.scale(), "the sending process cannot be ended")
        else:
            since = self.posting.last_sent_at or clock.now()
            ready = since + timedelta(seconds=conf.period("TAKEOVER_WAIT") + conf.period("SETTLE"))
            if clock.now() < ready:
                raise Later((ready - clock.now()).total_seconds(), "sent from another machine")
        record.note(self.posting, self.posting.step, "cut_off", "the sender stopped without an outcome")
        record.write(self.posting, state=PostingState.UNKNOWN, unknown_since=clock.now(), looks=0)

    # -- P9 --------------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Look. A hit is adopted; absence is believed only after the settle window."""
        posting = self.posting
        asked = clock.now()
        since = posting.unknown_since or asked
        found = self._looked(self._find)
        if found:
            return
        settle = conf.period("SETTLE")
        age = (asked - since).total_seconds()
        record.write(posting, looks=posting.looks + 1)
        if age < settle:
            moments = [m for m in (conf.period("LOOK_SECOND"), settle) if m > age]
            raise Later(moments[0] - age + 0.05, "outcome unknown; looking again")
        if posting.sends >= MAX_SENDS:
            record.rest(posting, PostingState.DEAD, "sent_too_often", posting.error_text)
            raise _Stop
        record.note(posting, posting.step, "absent", "not in Exact after the settle window")
        record.write(posting, state=PostingState.QUEUED, looks=0, unknown_since=None)

    def _find(self) -> bool:
        """Adopt what the present step made in Exact, if it is there."""
        posting = self.posting
        if posting.step == "document":
            ids = lookup.documents(self.gateway, posting)
            if ids:
                record.advance(posting, "attachments", document_guid=sorted(ids)[0])
            return bool(ids)
        if posting.step == "attachments":
            there = lookup.attachments(self.gateway, posting)
            missing = self._next_attachment()
            if missing is None or missing["name"] not in there:
                return False
            guids = {**posting.attachment_guids, missing["sha256"] + ":" + missing["name"]: there[missing["name"]]}
            record.advance(posting, "attachments", attachment_guids=guids)
            return True
        if posting.step != "entry":
            return True
        return self._find_entry()

    def _find_entry(self) -> bool:
        posting = self.posting
        seen = lookup.entries(self.gateway, posting)
        if not seen.ours:
            if seen.others and posting.error_code == AlreadyExists.code:
                self._foreign(seen)
            return False
        self._adopt_ours(seen)
        return True

    def _adopt_ours(self, seen: lookup.Seen) -> None:
        """Exactly one entry with our marker is the outcome; two are an alarm."""
        posting, target = self.posting, self.target
        if len(seen.ours) > 1:
            record.rest(
                posting,
                PostingState.DOUBLE,
                "double",
                foreign=[lookup.shown(target, row) for row in seen.ours],
            )
            raise _Stop
        record.note(posting, "entry", "adopted", "found by its marker")
        self._posted(seen.ours[0])

    def _foreign(self, seen: lookup.Seen) -> NoReturn:
        record.rest(
            self.posting,
            PostingState.FOREIGN_DUPLICATE,
            "foreign_duplicate",
            foreign=[lookup.shown(self.target, row) for row in seen.others],
        )
        raise _Stop

    def _looked(self, look: Callable[[], bool]) -> bool:
        """Run a look-up; its failures are never a verdict on the posting."""
        try:
            return look()
        except ExactError as error:
            verdict = judge(error, self.posting.looks, clock.now())
            refused = verdict.state == PostingState.REFUSED
            if verdict.hold == "administration":
                record.hold_administration(self.posting, error)
            if self.posting.state == PostingState.QUEUED and (refused or verdict.hold == "administration"):
                # Nothing of it is on its way: told as if the posting had been refused, not asked again and again.
                record.rest(self.posting, verdict.state, error.code, error.text)
                raise _Stop from error
            if verdict.hold == "connection":
                record.rest(self.posting, PostingState(self.posting.state), error.code, error.text)
            raise Later(max(verdict.wait or 0, backoff(3), 1.0 * conf.scale()), error.code) from error

    # -- P2, P3 ----------------------------------------------------------------------------------------------------

    def _step_look(self) -> None:
        posting = self.posting
        problems = validate(posting)
        if problems:
            listed = [{"code": p.code, "line": p.line, "params": dict(p.params)} for p in problems]
            text = "\n".join(str(problem) for problem in problems)
            record.rest(posting, PostingState.REFUSED, problems[0].code, text, problems=listed)
            raise _Stop
        self._settle_earlier()
        if not self._recently_looked():
            self._look_for_foreign()
        faultpoint("P2")
        record.advance(posting, "document")

    def _settle_earlier(self) -> None:
        """Nothing goes while what was sent for this draft before, and given up since, may still arrive."""
        before = earlier.unsettled(self.posting)
        ready = earlier.settled_at(before)
        if ready is None:
            return
        if clock.now() < ready:
            raise Later((ready - clock.now()).total_seconds() + 0.05, "an earlier posting of this draft may arrive yet")
        found: list[dict[str, str]] = []

        def look() -> bool:
            found.extend(lookup.shown(TARGETS[each.target], row) for each, row in earlier.arrived(before))
            return True

        self._looked(look)
        if found:
            record.rest(self.posting, PostingState.FOREIGN_DUPLICATE, "given_up_arrived", foreign=found)
            raise _Stop

    def _recently_looked(self) -> bool:
        looked = self.posting.looked_at
        return looked is not None and clock.now() - looked < timedelta(seconds=conf.period("LOOK_VALID"))

    def _look_for_foreign(self) -> None:
        """One call answers for this posting and up to 14 others that wait behind it."""
        posting = self.posting
        if not posting.your_ref:
            record.write(posting, looked_at=clock.now())
            return
        waiting = list(
            Posting.objects.filter(
                administration_id=posting.administration_id,
                target=posting.target,
                state=PostingState.QUEUED,
                step="look",
                looked_at__isnull=True,
            )
            .exclude(pk=posting.pk)
            .exclude(your_ref="")
            .order_by("pk")[: lookup.BATCH - 1]
        )
        found: dict[int, lookup.Seen] = {}

        def look() -> bool:
            found.update(lookup.foreign_batch(self.gateway, [posting, *waiting]))
            return True

        self._looked(look)
        now = clock.now()
        clean = [pk for pk, seen in found.items() if pk != posting.pk and not seen.others and not seen.ours]
        Posting.objects.filter(pk__in=clean, state=PostingState.QUEUED, step="look").update(looked_at=now)
        mine = found.get(posting.pk, lookup.Seen())
        if mine.ours:
            # Our own marker although we never sent: this database was restored from before it was sent.
            self._adopt_ours(mine)
            raise _Stop
        if mine.others:
            self._foreign(mine)
        record.write(posting, looked_at=now)

    # -- P4 --------------------------------------------------------------------------------------------------------

    def _step_document(self) -> None:
        row = self._send("documents/Documents", lambda: lookup.document_body(self.posting), "ID")
        if row is not None:
            record.advance(self.posting, "attachments", document_guid=wire.text(row, "ID"))

    def _next_attachment(self) -> dict[str, str] | None:
        for attachment in self.posting.attachments:
            if attachment["sha256"] + ":" + attachment["name"] not in self.posting.attachment_guids:
                return attachment
        return None

    def _step_attachments(self) -> None:
        attachment = self._next_attachment()
        if attachment is None:
            record.advance(self.posting, "entry")
            faultpoint("P10")
            return
        row = self._send(
            "documents/DocumentAttachments", lambda: lookup.attachment_body(self.posting, attachment), "ID"
        )
        if row is not None:
            key = attachment["sha256"] + ":" + attachment["name"]
            guids = {**self.posting.attachment_guids, key: wire.text(row, "ID")}
            record.advance(self.posting, "attachments", attachment_guids=guids)

    def _step_entry(self) -> None:
        # Between the first look and now lies an outage or a restored backup: look again before the entry goes.
        if not self._recently_looked() and self._looked(self._find):
            return
        row = self._send(self.target.path, lambda: lookup.entry_body(self.posting), self.target.key)
        if row is not None:
            self._posted(row)
            faultpoint("P7")

    def _posted(self, row: dict[str, object]) -> None:
        """Record the entry; a difference in supplier, reference or amount is kept as a finding."""
        from exact.reconcile.findings import differs

        posting, guid = self.posting, wire.text(row, self.target.key)
        if Posting.objects.filter(entry_guid=guid).exclude(pk=posting.pk).exists():
            # Somebody took our entry as another draft's while its outcome was unknown here.
            self._foreign(lookup.Seen(others=[row]))
        record.posted(posting, guid, wire.text(row, self.target.number, 32))
        if not lookup.agrees(posting, self.target, row):
            differs(posting, row)

    # -- P5 to P8 --------------------------------------------------------------------------------------------------

    def _send(self, path: str, body: Callable[[], str], key: str) -> dict[str, object] | None:
        """Commit the intent, send once, judge. None when a look before sending found that it is there already."""
        posting = self.posting
        if posting.sends >= MAX_SENDS:
            record.rest(posting, PostingState.DEAD, "sent_too_often", posting.error_text)
            raise _Stop
        if posting.sends and self._looked(self._find):
            return None
        try:
            content = body()
        except LookupError as error:
            record.rest(posting, PostingState.REFUSED, "attachment_unreadable", str(error))
            raise _Stop from error
        needed = conf.period("READ_TIMEOUT") * conf.scale() + conf.period("DEADLINE_MARGIN")
        if self.seconds_left() < needed:
            raise Later(0, "too little time left to send safely")
        attempt = record.begin(posting)
        with _sending_lock:
            _sending.add(posting.pk)
        try:
            faultpoint("P3")
            marks = ("P4", "P5") if posting.step == "entry" else ("", "")
            row = self.gateway.post(path, content, fault_marks=marks)
            if not wire.text(row, key):
                raise OutcomeUnknown("no id in the answer")
        except ExactError as error:
            record.conclude(attempt, error.code, error.text or error.reason, str(error.status or ""))
            if posting.step == "attachments":
                self._too_large(error)
            self._judged(error)
        finally:
            with _sending_lock:
                _sending.discard(posting.pk)
        faultpoint({"document": "P8", "attachments": "P9"}.get(posting.step, "P6"))
        record.conclude(attempt, "done", "", wire.text(row, key))
        return row

    def _too_large(self, error: ExactError) -> None:
        """Rest when Exact does not take the file for its size: that is about this document and stops no other."""
        attachment = self._next_attachment()
        size = blobs.size(attachment["sha256"]) if attachment else 0
        if attachment and refused_for_size(error, size):
            text = f"{attachment['name']}, {size / 1_000_000:.1f} MB"
            sends = max(0, self.posting.sends - 1)
            record.rest(self.posting, PostingState.REFUSED, "attachment_too_large", text, sends=sends)
            raise _Stop

    def _judged(self, error: ExactError) -> NoReturn:
        """Carry out the verdict. Always raises."""
        posting = self.posting
        tries = posting.attempts.filter(step=posting.step, status=error.code).count()
        verdict = judge(error, tries, clock.now())
        changes: dict[str, object] = {"state": verdict.state, "error_code": error.code, "error_text": error.text[:4000]}
        if verdict.executed is False and not verdict.look:
            changes["sends"] = max(0, posting.sends - 1)
        if verdict.state == PostingState.UNKNOWN:
            changes |= {"unknown_since": clock.now(), "looks": 0}
        if verdict.hold == "administration":
            record.hold_administration(posting, error)
        record.write(posting, **changes)
        if verdict.look:
            self._already_there()
        if verdict.wait is None:
            raise _Stop
        if verdict.state == PostingState.UNKNOWN:
            self._settle()
            raise Later(0, "settled")
        raise Later(verdict.wait, error.code)

    def _already_there(self) -> None:
        """Exact says it exists: ours is adopted, another's is shown to a person, and if neither is found he decides."""
        posting = self.posting
        if self._looked(self._find):
            raise Later(0, "adopted") if posting.step != "done" else _Stop()
        record.rest(posting, PostingState.REFUSED, AlreadyExists.code, posting.error_text)
        raise _Stop
