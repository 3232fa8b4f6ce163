"""Files that hold several documents: mails and archives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.evidence import Source
from domain.findings import Finding, Severity
from domain.reading import Annex, DocumentType, Reading
from ocr import children
from ocr.agreement import conflict, shows
from ocr.kinds import detect_kind
from ocr.mail import MailParts, PartRole, split_mail
from ocr.mail_body import body_page, looks_like_document
from ocr.names import display_name
from ocr.page import FileKind
from ocr.places import placed
from ocr.result import Attachment, ReadResult
from ocr.verdicts import finding_of

if TYPE_CHECKING:
    from ocr.read import Reader

_MAX_DOCUMENTS = 40
_READABLE = (FileKind.PDF, FileKind.XML, FileKind.PNG, FileKind.JPEG, FileKind.TIFF, FileKind.WEBP)


@dataclass(frozen=True, slots=True)
class _Part:
    """One file of a mail or archive with what was read from it."""

    name: str
    data: bytes
    result: ReadResult


def unpack(data: bytes) -> tuple[list[tuple[str, bytes]], Finding | None]:
    """Files of a ZIP (display name, bytes), or the finding that says why not. Inner archives stay packed."""
    outcome = children.run("zip.unpack", {}, data, children.ARCHIVE)
    if outcome.answer is None:
        return [], finding_of(outcome)
    names = [display_name(name) for name in outcome.answer["names"]]
    return list(zip(names, outcome.blobs, strict=True)), None


def read_zip(reader: Reader, data: bytes) -> ReadResult:
    """Every readable file of an archive; the first business document is the main one."""
    files, finding = unpack(data)
    if finding is not None:
        return ReadResult(Reading(findings=(finding,)), kind=FileKind.ZIP)
    return _joined(reader, files, FileKind.ZIP, (), None)


def read_mail(reader: Reader, data: bytes) -> ReadResult:
    """Every document of a mail; the mail's own text when nothing attached is one and it reads like one."""
    mail = split_mail(data)
    files: list[tuple[str, bytes]] = []
    findings = list(mail.findings)
    _collect(mail, files, findings)
    return _joined(reader, files, FileKind.EML, tuple(findings), mail)


def _collect(mail: MailParts, files: list[tuple[str, bytes]], findings: list[Finding]) -> None:
    for part in mail.parts:
        if part.role is PartRole.DOCUMENT:
            files.append((part.name, part.data))
        elif part.role is PartRole.ARCHIVE:
            inner, finding = unpack(part.data)
            files += inner
            findings += [finding] if finding else []
        elif part.role is PartRole.MESSAGE and part.kind is FileKind.EML:
            _collect(split_mail(part.data), files, findings)
        elif part.kind in (FileKind.OFFICE, FileKind.MSG, FileKind.EXE):
            findings.append(Finding("UNSUPPORTED_KIND", Severity.CHECK, {"kind": part.kind.value, "name": part.name}))
    for message in mail.messages:
        findings += message.findings
        _collect(message, files, findings)


def _joined(
    reader: Reader,
    files: list[tuple[str, bytes]],
    kind: FileKind,
    findings: tuple[Finding, ...],
    mail: MailParts | None,
) -> ReadResult:
    parts: list[_Part] = []
    annexes: list[Annex] = []
    for name, data in files[:_MAX_DOCUMENTS]:
        if detect_kind(data, name) not in _READABLE:
            annexes.append(Annex(name, "kind"))
            continue
        parts.append(_Part(name, data, reader.read(data, name)))
    if len(files) > _MAX_DOCUMENTS:
        params = {"what": "documents", "read": str(_MAX_DOCUMENTS), "found": str(len(files))}
        findings = (*findings, Finding("PAGES_SKIPPED", Severity.CHECK, params))
    parts = _without_twins(parts)
    business = [part for part in parts if _is_business(part.result.reading)]
    if not business and mail is not None:
        body = _read_body(reader, mail)
        if body is not None:
            business = [body]
    rest = [part for part in parts if part not in business]
    annexes += [Annex(part.name, "other") for part in rest if part.result.reading.document_type is DocumentType.OTHER]
    unread = [part for part in rest if part.result.reading.document_type is None]
    chosen = business + unread
    attachments = tuple(_attachment(part, business) for part in parts)
    if not chosen:
        if parts:
            main = parts[0].result.reading
            annexes = [annex for annex in annexes if annex.name != parts[0].name]
        else:
            main = Reading(DocumentType.OTHER, findings=(Finding("NO_DOCUMENT", Severity.CHECK),))
        reading = replace(main.with_findings(*findings), auto_ok=False, annexes=(*main.annexes, *annexes))
        return ReadResult(reading, (), kind, attachments)
    main = chosen[0].result.reading
    stopped = any(finding.severity is not Severity.INFO for finding in findings)
    others = [document for part in chosen[1:] for document in (part.result.reading, *part.result.reading.documents)]
    reading = replace(
        main.with_findings(*findings),
        auto_ok=main.auto_ok and not stopped,
        documents=(*main.documents, *others),
        annexes=(*main.annexes, *annexes),
    )
    return ReadResult(reading, chosen[0].result.pages, kind, attachments, chosen[0].result.shown or chosen[0].data)


def _is_business(reading: Reading) -> bool:
    return reading.document_type not in (None, DocumentType.OTHER)


def _without_twins(parts: list[_Part]) -> list[_Part]:
    """An e-invoice and the PDF that shows it are one document: the XML is read, the PDF is its picture."""
    kept = list(parts)
    for xml in parts:
        reading = xml.result.reading
        if xml.result.kind is not FileKind.XML or not _is_business(reading):
            continue
        for page in parts:
            if page is xml or page not in kept or not page.result.pages:
                continue
            same_number = bool(reading.text("invoice_number")) and (
                page.result.reading.text("invoice_number").upper() == reading.text("invoice_number").upper()
            )
            if not (shows(reading, page.result.pages) or same_number):
                continue
            kept.remove(page)
            against = conflict(reading, page.result.pages)
            joined = reading.with_findings(*((against,) if against else ()))
            joined = replace(
                joined,
                fields={name: placed(name, found, page.result.pages) for name, found in joined.fields.items()},
                auto_ok=reading.auto_ok and against is None,
                page_count=page.result.reading.page_count,
                pages=tuple(shown.number for shown in page.result.pages),
            )
            result = replace(xml.result, reading=joined, pages=page.result.pages, shown=page.data)
            kept[kept.index(xml)] = replace(xml, result=result)
            break
    return kept


def _attachment(part: _Part, business: list[_Part]) -> Attachment:
    role = "document" if part in business else "annex"
    return Attachment(part.name, part.result.kind, part.data, role)


def _read_body(reader: Reader, mail: MailParts) -> _Part | None:
    text, page = body_page(mail)
    if page is None or not looks_like_document(mail.subject + "\n" + text):
        return None
    from ocr.page import Pages
    from ocr.page_source import Opened

    reading = reader._local(Opened(Pages((page,), FileKind.EML, 1)))
    assert page.source is Source.TEXT
    return _Part("mail body", b"", ReadResult(replace(reading, auto_ok=False), (page,), FileKind.EML))
