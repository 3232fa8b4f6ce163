"""Every hostile file ends in a verdict within its limits, and the next good document is read at once."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from ocr import api
from tests.ocr.at_once import follows_at_once
from tests.ocr.hostile import others, pdfs

_LIMIT_SECONDS = 37.0


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    api.warm_up()
    yield
    api.shut_down()


def _verdict(data: bytes, name: str) -> api.ReadResult:
    verdicts: list[api.ReadResult] = []

    def hostile() -> None:
        began = time.monotonic()
        verdicts.append(api.read_document(data, name=name, jobs=1))
        assert time.monotonic() - began < _LIMIT_SECONDS

    def good() -> None:
        read = api.read_document(pdfs.good(), name="good.pdf")
        assert read.pages[0].text().startswith("Jansen Papier B.V.")

    assert follows_at_once(hostile, good)
    return verdicts[-1]


def _cases(made: Iterator[tuple[str, bytes]]) -> list[object]:
    return [pytest.param(data, id=name) for name, data in made]


@pytest.mark.parametrize("data", _cases(pdfs.cases()))
def test_pdf(data: bytes) -> None:
    result = _verdict(data, "x.pdf")
    reading = result.reading
    assert reading.findings or reading.document_type is not None
    if reading.auto_ok:  # odd around, but the page itself says plainly what it says
        assert (reading.text("invoice_number"), reading.text("gross_total")) == ("2026-0117", "54.45")


@pytest.mark.parametrize("data", _cases(others.pictures()))
def test_picture(data: bytes) -> None:
    result = _verdict(data, "x.png" if data.startswith(b"\x89PNG") else "")
    assert not result.reading.auto_ok
    assert result.reading.findings


@pytest.mark.parametrize("data", _cases(others.xml()))
def test_xml(data: bytes) -> None:
    result = _verdict(data, "x.xml")
    assert not result.reading.auto_ok
    assert result.reading.findings
    assert "root:" not in str(result.reading.to_json())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("billion laughs", "XML_REFUSED"),
        ("doctype in utf-16", "XML_REFUSED"),
        ("doctype hidden by an odd encoding", "XML_REFUSED"),
        ("150 elements deep", "XML_REFUSED"),
        ("a million elements", "XML_REFUSED"),
    ],
)
def test_xml_is_refused_before_it_is_parsed(name: str, code: str) -> None:
    result = api.read_document(dict(others.xml())[name], name="x.xml")
    assert [finding.code for finding in result.reading.findings] == [code]


@pytest.mark.parametrize("data", _cases(others.archives()))
def test_archive(data: bytes) -> None:
    result = _verdict(data, "x.zip")
    assert not result.reading.auto_ok
    assert result.reading.findings or result.reading.annexes


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("zip bomb", "ratio"),
        ("zip of 10,000 files", "entries"),
        ("zip whose entries share their bytes", "overlap"),
        ("zip cut short", "damaged"),
    ],
)
def test_archive_is_refused_with_its_reason(name: str, reason: str) -> None:
    _, finding = api.unpack_zip(dict(others.archives())[name])
    assert finding is not None
    assert (finding.code, finding.params["reason"]) == ("ZIP_REFUSED", reason)


def test_names_in_archives_lead_nowhere() -> None:
    files, finding = api.unpack_zip(dict(others.archives())["zip with paths outwards"])
    assert finding is None
    assert [name for name, _ in files] == ["x", "passwd", "y.pdf"]


@pytest.mark.parametrize("data", _cases(others.mails()))
def test_mail(data: bytes) -> None:
    began = time.process_time()
    mail = api.split_mail(data)
    assert time.process_time() - began < 1.0
    result = _verdict(data, "x.eml")
    assert not result.reading.auto_ok
    assert result.reading.findings
    if data.startswith(b"From: a@example.com"):
        assert mail.sender.address == "a@example.com"


@pytest.mark.parametrize(("data", "name"), [pytest.param(data, name, id=what) for what, data, name in others.foreign()])
def test_foreign_kinds_are_not_opened(data: bytes, name: str) -> None:
    result = _verdict(data, name)
    assert result.reading.document_type in (None, "other")
    assert result.reading.findings
    assert not result.reading.auto_ok


def test_a_locked_pdf_says_so_and_opens_with_its_password() -> None:
    locked = pdfs.locked("geheim")
    refused = api.read_document(locked, name="x.pdf")
    assert [finding.code for finding in refused.reading.findings] == ["LOCKED"]
    wrong = api.read_document(locked, name="x.pdf", password="anders")
    assert [finding.code for finding in wrong.reading.findings] == ["LOCKED"]
    opened = api.read_document(locked, name="x.pdf", password="geheim")
    assert "2026-0117" in opened.pages[0].text()


def test_a_file_over_the_limit_is_not_opened() -> None:
    result = api.read_document(b"%PDF-1.7" + bytes(26 * 1024 * 1024), name="x.pdf")
    assert [finding.code for finding in result.reading.findings] == ["TOO_LARGE"]
