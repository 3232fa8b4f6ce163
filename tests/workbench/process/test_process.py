"""``manage.py process`` against a sandbox, in an instance whose own inbox must stay untouched."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.servers import starting
from tests.servers.instance import ROOT
from tests.workbench.support.demo import DemoInstance

pytestmark = pytest.mark.processes

DOCUMENTS = ROOT / "samples" / "documents"
CODE = "3205401"


def process(demo: DemoInstance, *arguments: object, code: int = 0) -> list[dict]:
    """Run the command with JSON output; its rows."""
    command = ("manage.py", "process", *map(str, arguments), "--administration", CODE, "--json")
    done = starting.run(*command, environment=demo.environment, timeout=150)
    assert done.returncode == code, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def fresh(folder: Path, name: str, number: str) -> Path:
    """A sample XML invoice under another number, so that it is nobody's duplicate."""
    text = (DOCUMENTS / name).read_text(encoding="utf-8")
    start, end = text.index("<cbc:ID>") + len("<cbc:ID>"), text.index("</cbc:ID>")
    path = folder / f"{number}.xml"
    path.write_text(text[:start] + number + text[end:], encoding="utf-8")
    return path


def test_a_folder_a_mail_and_a_zip_give_one_row_per_document(demo: DemoInstance, tmp_path: Path) -> None:
    folder = tmp_path / "post"
    folder.mkdir()
    fresh(folder, "nl-duinker-ubl.xml", "PR-1001")
    (folder / "mail.eml").write_bytes((DOCUMENTS / "nl-vakwerk-uren.eml").read_bytes())
    with zipfile.ZipFile(folder / "bundle.zip", "w") as bundle:
        bundle.write(fresh(tmp_path, "nl-duinker-ubl.xml", "PR-1002"), "een.xml")
        bundle.write(DOCUMENTS / "nl-letterbak.pdf", "twee.pdf")
    rows = process(demo, folder)
    found = {(Path(row["file"]).name, row["name"].rpartition(".")[2]): row["verdict"] for row in rows}
    assert found[("PR-1001.xml", "xml")] == "read"
    assert found[("bundle.zip", "xml")] == "read"
    assert found[("bundle.zip", "pdf")] in ("read", "duplicate")  # the demo's inbox holds the same bytes
    assert found[("mail.eml", "pdf")] in ("read", "duplicate")


def test_bad_files_get_a_verdict_and_do_not_fail_the_run(demo: DemoInstance, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "program.pdf").write_bytes(b"MZ" + b"\0" * 500)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing behind it")
    (tmp_path / "note.eml").write_bytes(b"From: a@b.example\nSubject: hello\n\nAre you open on Friday?\n")
    rows = {Path(row["file"]).name: row for row in process(demo, tmp_path)}
    assert (rows["empty.pdf"]["verdict"], rows["empty.pdf"]["reason"]) == ("refused", "FILE_EMPTY")
    assert (rows["program.pdf"]["verdict"], rows["program.pdf"]["reason"]) == ("refused", "FILE_PROGRAM")
    assert rows["broken.pdf"]["verdict"] == "unreadable"
    assert rows["note.eml"]["verdict"] == "mail"


def test_approve_and_post_ends_with_an_entry_number(demo: DemoInstance) -> None:
    [row] = process(demo, DOCUMENTS / "nl-planwijs-facturx.pdf", "--approve-as", "sv", "--post")
    assert row["draft_state"] == "posted", row
    booked = [
        entry.row
        for entry in demo.server.ledger.rows(int(CODE), "purchaseentry/PurchaseEntries")
        if str(entry.row.get("EntryNumber")) == row["entry_number"]
    ]
    assert len(booked) == 1
    assert f"{abs(Decimal(str(booked[0]['AmountDC']))):.2f} EUR" == row["gross_total"]


def test_who_may_not_approve_is_told_so_and_nothing_is_booked(demo: DemoInstance) -> None:
    before = len(demo.server.ledger.rows(int(CODE), "purchaseentry/PurchaseEntries"))
    [row] = process(demo, DOCUMENTS / "nl-gemeente-leges.pdf", "--approve-as", "jd", "--post")
    assert row["refusal"] == "RIGHT_MISSING approve"
    assert row["draft_state"] == "review"
    assert len(demo.server.ledger.rows(int(CODE), "purchaseentry/PurchaseEntries")) == before


def test_it_works_next_to_a_running_work_loop(demo: DemoInstance, tmp_path: Path) -> None:
    loop = demo.start("manage.py", "work", "--queues", "mail,read,match")
    try:
        files = [fresh(tmp_path, "nl-duinker-ubl.xml", f"PR-20{number:02d}") for number in range(6)]
        rows = process(demo, *files)
    finally:
        loop.terminate()
        loop.wait(120)
    assert [row["verdict"] for row in rows] == ["read"] * 6
    assert len({row["document"] for row in rows}) == 6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no-such-file.pdf", "--administration", CODE), "there is no file or folder no-such-file.pdf"),
        (("README.md", "--administration", "nope"), "there is no administration nope; there are:"),
        (("README.md", "--administration", CODE, "--post"), "--post needs --approve-as"),
        (("README.md", "--administration", CODE, "--approve-as", "nobody"), "there is no user nobody"),
    ],
    ids=["path", "administration", "post without approval", "user"],
)
def test_wrong_arguments_are_said_plainly(demo: DemoInstance, arguments: tuple[str, ...], words: str) -> None:
    done = starting.run("manage.py", "process", *arguments, environment=demo.environment)
    assert done.returncode == 2
    assert words in done.stderr


def test_without_json_there_is_one_plain_line_per_document(demo: DemoInstance, tmp_path: Path) -> None:
    path = fresh(tmp_path, "nl-duinker-ubl.xml", "PR-3001")
    text = demo.manage("process", str(path), "--administration", CODE)
    first, last = text.strip().splitlines()
    assert first.startswith("PR-3001.xml: read · invoice · review · Duinker")
    assert last == "1 read"
