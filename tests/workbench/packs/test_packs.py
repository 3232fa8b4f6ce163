"""An evidence pack tells everything of a case, and what it tells can be checked without us."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from exact.models import Posting, PostingAttempt
from jobs import runner
from jobs.models import Job
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.audit import services as audit
from workbench.drafts.services import edit_field
from workbench.intake import blobs
from workbench.models import Approval, AuditEvent, Draft, EvidencePack, PackState, Role
from workbench.packs import chain, collected, services
from workbench.packs.packing import safe_name

pytestmark = pytest.mark.django_db


class Case:
    """An approved and posted invoice whose number was corrected, and who may look at it."""

    def __init__(self) -> None:
        self.books = desk.books()
        self.clerk = desk.person("mk", self.books, Role.CLERK)
        self.auditor = desk.person("ac", self.books, Role.AUDITOR)
        self.draft = desk.made(self.books, "F-1", kind="xml")
        edit_field(self.draft.pk, name="invoice_number", typed="F/1 <b>", by=self.clerk)
        Approval.objects.create(draft=self.draft, version=2, payload_sha256="a" * 64, by=self.clerk)
        posting = Posting.objects.create(
            subject=str(self.draft.pk), administration=self.books, division=1, marker="WB-1", amount=121,
            payload={"Lines": 1}, entry_number="2660001", state="posted",
        )  # fmt: skip
        PostingAttempt.objects.create(posting=posting, step="entry", started_at=timezone.now(), status="201")
        for number in range(3):
            audit.record("draft.filed", by=self.clerk, number=number)  # of nobody's document


@pytest.fixture
def case(tmp_path: Path, settings: Any) -> Case:
    settings.BLOB_ROOT, settings.INBOEK_HOME = tmp_path / "blobs", tmp_path
    return Case()


def taken(case: Case, by: Person | None = None) -> zipfile.ZipFile:
    _name, out = services.take(case.draft.pk, by=by or case.auditor)
    with out:
        return zipfile.ZipFile(io.BytesIO(out.read()))


def loaded(pack: zipfile.ZipFile, path: str) -> Any:
    return json.loads(pack.read(path))


def test_it_holds_the_original_the_fields_with_who_changed_them_and_the_posting(case: Case) -> None:
    pack = taken(case)
    told = loaded(pack, "case.json")
    (file,) = told["files"]
    assert hashlib.sha256(pack.read(file["file"])).hexdigest() == file["sha256"] == case.draft.documents.get().blob_id
    number = next(each for each in told["fields"] if each["name"] == "invoice_number")
    assert number["value"] == "F/1 <b>" and number["changes"][0]["who"] == "mk"
    assert told["approvals"][0]["by"] == "mk" and told["holds"][0]["title"]
    assert told["postings"][0]["entry_number"] == "2660001"
    assert told["postings"][0]["attempts"][0]["status"] == "201"
    assert told["pack"]["taken_by"] == "ac"
    page = pack.read("index.html").decode()
    assert "F/1 &lt;b&gt;" in page and "<b>F/1" not in page and "2660001" in page
    assert "http" not in page.replace("http-equiv", "")  # nothing of it is fetched from anywhere


def test_every_file_is_in_the_list_of_digests(case: Case) -> None:
    pack = taken(case)
    listed = dict(reversed(line.split("  ")) for line in pack.read("sha256.txt").decode().splitlines())
    assert set(listed) == set(pack.namelist()) - {"sha256.txt"}
    assert all(hashlib.sha256(pack.read(path)).hexdigest() == digest for path, digest in listed.items())


def test_events_can_be_checked_by_what_is_in_the_pack_alone(case: Case) -> None:
    pack = taken(case)
    told = loaded(pack, "events.json")
    assert told["events"][-1]["action"] == "evidence.taken" and told["proof"]["whole"] is True
    links = {int(row["seq"]): row["hash"] for row in csv.DictReader(io.StringIO(pack.read("chain.csv").decode()))}
    for event in told["events"]:
        kept = event.pop("hash")
        text = json.dumps(event, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == kept == links[event["seq"]]
        assert event["previous"] == links.get(event["seq"] - 1, "")
    assert links[told["proof"]["head_seq"]] == told["proof"]["head_hash"]


def test_a_changed_event_in_between_is_told(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = AuditEvent.objects.filter(action="draft.filed").values_list("seq", flat=True)[1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workbench_auditevent SET actor = 'x' WHERE seq = %s", [foreign])
    proof = loaded(taken(case), "events.json")["proof"]
    assert proof["whole"] is False
    monkeypatch.setattr(chain, "MOST_LINKS", 2)
    pack = taken(case)
    assert loaded(pack, "events.json")["proof"]["whole"] is None
    assert len(pack.read("chain.csv").decode().splitlines()) == 1


def test_an_original_whose_bytes_are_gone_is_said_to_be(case: Case) -> None:
    blobs.path_of(case.draft.documents.get().blob_id).unlink()
    pack = taken(case)
    assert loaded(pack, "case.json")["files"][0]["file"] == ""
    assert "<b>" in pack.read("index.html").decode()


def test_who_may_not_audit_takes_nothing_and_it_is_not_told(case: Case) -> None:
    with pytest.raises(RightMissing):
        services.take(case.draft.pk, by=case.clerk)
    assert not AuditEvent.objects.filter(action="evidence.taken").exists()


def test_a_period_is_packed_by_a_job_once_and_ends_after_a_week(case: Case, client: Client) -> None:
    other = desk.made(case.books, "F-2")
    desk.made(case.books, "F-3", day="2026-12-03")
    drafts = collected.of_period(case.books, date(2026, 11, 1), date(2026, 11, 30))
    first, again = (collected.ask(drafts, by=case.auditor) for _ in range(2))
    assert first.pk == again.pk and AuditEvent.objects.filter(action="evidence.asked").count() == 1
    runner.drain(("evidence",))
    first.refresh_from_db()
    assert first.state == PackState.READY and first.done == 2
    client.force_login(case.auditor)
    data = b"".join(client.get(f"/evidence/{first.pk}/"))
    assert hashlib.sha256(data).hexdigest() == first.sha256
    pack = zipfile.ZipFile(io.BytesIO(data))
    assert sum(name.endswith("/case.json") for name in pack.namelist()) == 2
    assert AuditEvent.objects.filter(action="evidence.taken", draft_id=other.pk).count() == 1
    collected.make(first.pk, lambda: None)  # a job that runs once more changes nothing
    assert AuditEvent.objects.filter(action="evidence.taken").count() == 2
    Job.objects.filter(kind="evidence_end").update(run_at=timezone.now() - timedelta(seconds=1))
    runner.drain(("evidence_end",))
    assert client.get(f"/evidence/{first.pk}/").status_code == 404
    assert not collected.path_of(first).exists()


def test_what_somebody_may_not_audit_is_left_out_and_too_many_are_refused(
    case: Case, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = desk.made(desk.books(900002, "twee", "Twee BV"), "G-1")
    pack = collected.ask([case.draft, hidden], by=case.auditor)
    assert pack.drafts == [str(case.draft.pk)]
    monkeypatch.setattr(collected, "MOST", 0)
    client.force_login(case.auditor)
    sent = {"since": "2026-11-01", "until": "2026-11-30", "administration": case.books.pk}
    answer = client.post("/evidence/start/", sent, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert "1 document: at most 0 go into one pack" in answer.content.decode()
    assert EvidencePack.objects.count() == 1 and Draft.objects.filter(pk=hidden.pk).exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b\\c:d.pdf", "a_b_c_d.pdf"),
        ("..", "file"),
        (" x. ", "x"),
        ("", "file"),
        ("../../etc/passwd", "_.._etc_passwd"),
    ],
)
def test_names_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_names_keep_their_ending() -> None:
    assert len(safe_name("x" * 200 + ".pdf")) == 80 and safe_name("x" * 200 + ".pdf").endswith(".pdf")
