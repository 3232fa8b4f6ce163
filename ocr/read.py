"""One file in, one verdict out: which reader is asked, and how what they say is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.findings import Finding, Severity
from domain.reading import DocumentType, Reading
from ocr import children
from ocr.agreement import conflict
from ocr.kinds import detect_kind, kind_of_name
from ocr.names import display_name
from ocr.page import IMAGE_KINDS, FileKind, Page, ReadContext
from ocr.page_cache import PageCache
from ocr.page_source import Opened, Progress, open_pages
from ocr.places import placed
from ocr.result import Attachment, ReadResult
from ocr.verdicts import finding_of

MAX_BYTES = 25 * 1024 * 1024
MAX_MAIL_BYTES = 50 * 1024 * 1024
_EINVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "order-x.xml", "xrechnung.xml")


@dataclass(frozen=True, slots=True)
class Reader:
    """Settings of one run. ``jobs``: pages recognised at a time; ``cache``: kept page results (development);
    ``fingerprint``: whether that of a PDF's first page is wanted too."""

    context: ReadContext = field(default_factory=ReadContext)
    password: str = ""
    cache: PageCache = field(default_factory=PageCache)
    progress: Progress | None = None
    jobs: int | None = None
    fingerprint: bool = False

    def read(self, data: bytes, name: str) -> ReadResult:
        """Read any file. Never raises for what the file holds."""
        kind = detect_kind(data, name)
        limit = MAX_MAIL_BYTES if kind in (FileKind.EML, FileKind.ZIP, FileKind.MSG) else MAX_BYTES
        if not data:
            return _verdict(kind, Finding("UNREADABLE", Severity.HOLD, {"reason": "empty"}))
        if len(data) > limit:
            params = {"what": "bytes", "found": str(len(data)), "limit": str(limit)}
            return _verdict(kind, Finding("TOO_LARGE", Severity.HOLD, params))
        result = self._by_kind(data, name, kind)
        told = kind_of_name(name)
        if told is not None and told is not kind and not {told, kind} <= IMAGE_KINDS:
            params = {"name": told.value, "content": kind.value}
            mismatch = Finding("KIND_MISMATCH", Severity.CHECK, params)
            reading = replace(result.reading.with_findings(mismatch), auto_ok=False)
            result = replace(result, reading=reading)
        return result

    def _by_kind(self, data: bytes, name: str, kind: FileKind) -> ReadResult:
        if kind is FileKind.PDF:
            return self.pdf(data)
        if kind in IMAGE_KINDS:
            opened = self._open(data, kind)
            return ReadResult(self._local(opened), opened.pages.pages, kind)
        if kind is FileKind.XML:
            return self.xml(data)
        if kind is FileKind.EML:
            from ocr.read_mail import read_mail

            return read_mail(self, data)
        if kind is FileKind.ZIP:
            from ocr.read_mail import read_zip

            return read_zip(self, data)
        return _verdict(kind, Finding("UNSUPPORTED_KIND", Severity.HOLD, {"kind": kind.value}))

    def _open(self, data: bytes, kind: FileKind, max_ocr_pages: int = 20, fingerprint: bool = False) -> Opened:
        return open_pages(
            data,
            kind,
            password=self.password,
            cache=self.cache,
            progress=self.progress,
            jobs=self.jobs,
            max_ocr_pages=max_ocr_pages,
            fingerprint=fingerprint,
        )

    def _local(self, opened: Opened) -> Reading:
        """The field reader over pages; a fault of ours in it is a finding on this document, not the end of the run."""
        pages = opened.pages
        findings = (*pages.findings, *(finding for page in pages.pages for finding in page.findings))
        if any(page.words for page in pages.pages):
            try:
                reading = _read_pages(pages.pages, self.context)
            except Exception as problem:
                params = {"reason": "reader", "detail": type(problem).__name__}
                reading = Reading(findings=(Finding("UNREADABLE", Severity.HOLD, params),))
        elif findings:
            reading = Reading()
        else:
            reading = Reading(DocumentType.OTHER, findings=(Finding("NO_TEXT", Severity.CHECK),))
        known = {(f.code, tuple(sorted(f.params.items()))) for f in reading.findings}
        more = [f for f in findings if (f.code, tuple(sorted(f.params.items()))) not in known]
        stopped = any(f.severity is not Severity.INFO for f in findings)
        return replace(
            reading.with_findings(*more),
            auto_ok=reading.auto_ok and not stopped,
            page_count=pages.page_count or reading.page_count,
            pages=reading.pages or tuple(page.number for page in pages.pages),
        )

    def pdf(self, data: bytes) -> ReadResult:
        """A PDF: its embedded e-invoice when there is one, else its pages."""
        opened = self._open(data, FileKind.PDF, fingerprint=self.fingerprint)
        attachments = [Attachment(display_name(n), detect_kind(d, n), d) for n, d in opened.attachments]
        damaged: list[Finding] = []
        for index in _einvoice_first(opened.attachments):
            answer = self._einvoice(attachments[index], damaged)
            if answer is None:
                continue
            attachments[index] = replace(attachments[index], role="einvoice")
            reading = self._with_pages(answer[0], opened)
            files = (*attachments, *answer[1])
            return ReadResult(reading, opened.pages.pages, FileKind.PDF, files, fingerprint=opened.fingerprint)
        reading, files = self._local(opened).with_findings(*damaged), tuple(attachments)
        if damaged:  # the file inside is the invoice, the page a picture of it: they may differ
            reading = replace(reading, auto_ok=False)
        return ReadResult(reading, opened.pages.pages, FileKind.PDF, files, fingerprint=opened.fingerprint)

    def xml(self, data: bytes) -> ReadResult:
        """An XML file: an e-invoice or nothing; a PDF inside it is shown and compared."""
        outcome = children.run("einvoice.read", {}, data, children.XML)
        if outcome.answer is None:
            if outcome.refused == "NO_EINVOICE":
                finding = Finding("NO_EINVOICE", Severity.CHECK, dict(outcome.params))
                return ReadResult(Reading(DocumentType.OTHER, findings=(finding,)), kind=FileKind.XML)
            return _verdict(FileKind.XML, finding_of(outcome))
        reading, attachments = _einvoice_answer(outcome)
        for index, attachment in enumerate(attachments):
            if attachment.kind is not FileKind.PDF:
                continue
            opened = self._open(attachment.data, FileKind.PDF, max_ocr_pages=2)
            if opened.pages.pages and conflict(reading, opened.pages.pages) is None:
                attachments[index] = replace(attachment, role="page")
                reading = self._with_pages(reading, opened)
                return ReadResult(reading, opened.pages.pages, FileKind.XML, tuple(attachments), attachment.data)
        return ReadResult(reading, (), FileKind.XML, tuple(attachments))

    def _einvoice(self, file: Attachment, damaged: list[Finding]) -> tuple[Reading, list[Attachment]] | None:
        """The e-invoice in an embedded file; None when it is none. One that cannot be read is told to ``damaged``."""
        named = file.name.lower() in _EINVOICE_NAMES
        if detect_kind(file.data) is not FileKind.XML:
            outcome = None
        else:
            outcome = children.run("einvoice.read", {}, file.data, children.XML)
            if outcome.answer is not None:
                return _einvoice_answer(outcome)
        if named or (outcome is not None and outcome.refused != "NO_EINVOICE"):
            damaged.append(Finding("EINVOICE_DAMAGED", Severity.CHECK, {"name": file.name}))
        return None

    def _with_pages(self, reading: Reading, opened: Opened) -> Reading:
        """An e-invoice's reading beside the pages that show it."""
        pages = opened.pages
        findings = [*pages.findings, *(finding for page in pages.pages for finding in page.findings)]
        against = conflict(reading, pages.pages)
        if against is not None:
            findings.append(against)
        return replace(
            reading.with_findings(*findings),
            fields={name: placed(name, found, pages.pages) for name, found in reading.fields.items()},
            auto_ok=reading.auto_ok and against is None,
            page_count=pages.page_count,
            pages=tuple(page.number for page in pages.pages),
        )


def _read_pages(pages: Sequence[Page], context: ReadContext) -> Reading:
    from ocr.local.api import read_pages

    return read_pages(pages, context=context)


def _einvoice_answer(outcome: children.Outcome) -> tuple[Reading, list[Attachment]]:
    assert outcome.answer is not None
    try:
        reading = Reading.from_json(outcome.answer["reading"])
        named = [(str(name), str(kind)) for name, kind in outcome.answer["attachments"]]
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        params = {"reason": "answer", "detail": type(problem).__name__}
        return Reading(findings=(Finding("UNREADABLE", Severity.HOLD, params),)), []
    return reading, [
        Attachment(display_name(name), detect_kind(blob, name), blob)
        for (name, _), blob in zip(named, outcome.blobs, strict=False)
    ]


def _einvoice_first(attachments: Sequence[tuple[str, bytes]]) -> list[int]:
    """Indexes of embedded files by how likely they are the e-invoice: the standard's names, then any XML."""

    def rank(index: int) -> int:
        name = attachments[index][0].lower()
        return 0 if name in _EINVOICE_NAMES else (1 if name.endswith(".xml") else 2)

    return sorted(range(len(attachments)), key=rank)


def _verdict(kind: FileKind, *findings: Finding) -> ReadResult:
    return ReadResult(Reading(findings=findings), kind=kind)
