"""What a reading child does with a PDF."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from domain.evidence import Source
from domain.findings import Finding, Severity
from ocr.children.refusal import Refusal
from ocr.hidden import WATERMARK, is_inked, needs_picture, reason_without_picture
from ocr.image import fingerprint
from ocr.image.screen import for_screen
from ocr.layout import arrange, turned
from ocr.page import Page, Word
from ocr.pdf import chars, codes, objects, pictures
from ocr.pdf.embedded import embedded_files
from ocr.pdf.opening import MAX_TEXT_PAGES, Shown, load_page, open_pdf
from ocr.pdf.raw_words import RawWord
from ocr.sanity import why_recognise

_CHECK_DPI = 110
_MAX_CODE_PAGES = 4
_QUICK_OBJECTS = 5_000
_SECONDS = 15.0  # pages not reached by then are told as skipped


def pages(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Words of every page, which pages need recognition (``recognise``: index → reason), and the files inside.

    ``request``: password, fingerprint (whether that of the first page is wanted too: a child of its own for it costs
    more than the reading of a page). Answer: page_count, pages, recognise, attachments (names; bytes as blobs),
    fingerprint (empty when none is wanted or the page is no quick drawing)."""
    password = str(request.get("password") or "")
    document = open_pdf(data, password)
    count = len(document)
    read: list[Page] = []
    recognise: dict[str, str] = {}
    prints: list[str] = []
    until = time.monotonic() + _SECONDS
    for index in range(min(count, MAX_TEXT_PAGES)):
        if time.monotonic() > until:
            break
        page, reason = _read_page(document, index, prints if index == 0 and request.get("fingerprint") else None)
        read.append(page)
        if reason:
            recognise[str(index)] = reason
    if read and all(_is_unreadable(page) for page in read):
        raise Refusal("UNREADABLE", reason="page_damaged", pages=count)
    files = embedded_files(document, data, password)
    answer = {
        "page_count": count,
        "pages": [page.to_json() for page in read],
        "recognise": recognise,
        "attachments": [name for name, _ in files],
        "fingerprint": "".join(prints),
    }
    return answer, [content for _, content in files]


def _fingerprint(page: pdfium.PdfPage) -> str:
    if pdfium_c.FPDFPage_CountObjects(page) > _QUICK_OBJECTS:
        return ""
    try:
        picture = pictures.small_picture(page, fingerprint.WIDTH)
    except pdfium.PdfiumError:
        return ""
    return fingerprint.difference_hash(picture)


def _is_unreadable(page: Page) -> bool:
    return any(finding.code == "PAGE_UNREADABLE" for finding in page.findings)


def _read_page(document: pdfium.PdfDocument, index: int, prints: list[str] | None = None) -> tuple[Page, str]:
    """The page and why it needs recognition; its fingerprint goes to ``prints`` when there is such a list."""
    try:
        page = load_page(document, index)
    except Refusal as refusal:
        finding = Finding("PAGE_UNREADABLE", Severity.CHECK, {"page": str(index + 1), **refusal.params})
        return Page(index + 1, 1.0, 1.0, findings=(finding,)), ""
    try:
        read = _read_loaded(page, index)
        if prints is not None:
            prints.append(_fingerprint(page))
        return read
    finally:
        page.close()


def _read_loaded(page: pdfium.PdfPage, index: int) -> tuple[Page, str]:
    shown = Shown(page)
    drawn = objects.scan(page, shown)
    if drawn.endless:  # drawing it would take minutes
        finding = Finding("PAGE_UNREADABLE", Severity.CHECK, {"page": str(index + 1), "reason": "objects"})
        return Page(index + 1, shown.width, shown.height, findings=(finding,)), ""
    seen, hidden = _visible(page, shown, drawn, chars.words_of(page, shown, drawn))
    reason = why_recognise([word.text for word in seen], drawn.image_share, drawn.paths)
    findings = () if reason in ("scan", "garbage") else _hidden_findings(hidden, index + 1)
    rotation = 0 if reason else _upright_rotation(seen)
    width, height = shown.width, shown.height
    if rotation in (90, 270):
        width, height = height, width
    words = [
        Word(word.text, *turned(word.box, rotation), font_size=word.size / height, bold=word.bold)
        for word in _without_doubles(seen)
        if (word.turn + rotation) % 360 == 0
    ]
    aside = [
        Word(word.text, *turned(word.box, rotation), font_size=word.size / height, bold=word.bold)
        for word in seen
        if (word.turn + rotation) % 360 != 0
    ]
    found = codes.of_page(page, drawn, shown) if index < _MAX_CODE_PAGES and not reason else ()
    return (
        Page(
            number=index + 1,
            width_pt=round(width, 2),
            height_pt=round(height, 2),
            words=_with_aside(arrange(words), aside),
            source=Source.TEXT,
            rotation=rotation,
            rulings=tuple(turned(ruling, rotation) for ruling in drawn.rulings),
            qr=found,
            findings=findings,
        ),
        reason,
    )


def _visible(
    page: pdfium.PdfPage, shown: Shown, drawn: objects.Drawn, words: list[RawWord]
) -> tuple[list[RawWord], list[tuple[RawWord, str]]]:
    """Part the words into those the eye sees and those it does not (with the reason)."""
    seen: list[RawWord] = []
    hidden: list[tuple[RawWord, str]] = []
    doubtful: list[RawWord] = []
    for word in words:
        reason = reason_without_picture(word.look, word.box, word.size)
        if reason:
            hidden.append((word, reason))
        elif needs_picture(word.look, word.box, drawn.covers):
            doubtful.append(word)
            seen.append(word)
        else:
            seen.append(word)
    if doubtful:
        tones = pictures.extrema(page, [word.box for word in doubtful], _CHECK_DPI)
        unseen = {id(word) for word, tone in zip(doubtful, tones, strict=True) if not is_inked(*tone)}
        hidden += [(word, "covered") for word in seen if id(word) in unseen]
        seen = [word for word in seen if id(word) not in unseen]
    return seen, hidden


def _hidden_findings(hidden: list[tuple[RawWord, str]], number: int) -> tuple[Finding, ...]:
    """One finding when words that say something are hidden; stray dots, spaces and watermarks are nothing to report."""
    hidden = [(word, reason) for word, reason in hidden if reason != WATERMARK]
    telling = [(word, reason) for word, reason in hidden if any(letter.isalnum() for letter in word.text)]
    if sum(len(word.text) for word, _ in telling) < 4:
        return ()
    text = " ".join(word.text for word, _ in telling)[:200]
    reasons = ",".join(sorted({reason for _, reason in telling}))
    return (Finding("HIDDEN_TEXT", Severity.CHECK, {"page": str(number), "reason": reasons, "text": text}),)


def _upright_rotation(words: list[RawWord]) -> int:
    """How far (clockwise) the page must be turned so that most of its letters stand upright."""
    letters = {turn: sum(len(w.text) for w in words if w.turn == turn) for turn in (0, 90, 180, 270)}
    most = max(letters, key=lambda turn: letters[turn])
    return (360 - most) % 360 if letters[most] > 0.6 * sum(letters.values()) else 0


def _without_doubles(words: list[RawWord]) -> list[RawWord]:
    """Words printed twice at (almost) the same place, to look bold or shaded, count once."""
    kept: list[RawWord] = []
    places: dict[str, dict[tuple[int, int], RawWord]] = {}
    for word in words:
        column, row = round(word.box[0] * 250), round(word.box[1] * 350)
        same = places.setdefault(word.text, {})
        if same and (twin := _near(same, column, row)) is not None:
            twin.bold = True
            continue
        same[column, row] = word
        kept.append(word)
    return kept


def _near(places: dict[tuple[int, int], RawWord], column: int, row: int) -> RawWord | None:
    """The word at this place or the one next to it on any side."""
    around = ((column + aside, row + below) for aside in (-1, 0, 1) for below in (-1, 0, 1))
    return next((places[place] for place in around if place in places), None)


def _with_aside(words: tuple[Word, ...], aside: list[Word]) -> tuple[Word, ...]:
    """Text written in another direction follows after the page's own, one row for all of a direction's run."""
    if not aside:
        return words
    line = max((word.line for word in words), default=-1) + 1
    block = max((word.block for word in words), default=-1) + 1

    return (*words, *(replace(word, line=line, block=block) for word in aside))


def render(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """A picture of one page for the screen. ``request``: page (from 1), width, format (webp, jpeg, png), rotation,
    skew, password. Raises Refusal NO_PAGE."""
    document = open_pdf(data, str(request.get("password") or ""))
    index = int(request["page"]) - 1
    if not 0 <= index < len(document):
        raise Refusal("NO_PAGE", page=index + 1)
    page = load_page(document, index)
    rotation = int(request.get("rotation") or 0)
    width, height = page.get_size()
    across = height if rotation in (90, 270) else width
    picture = pictures.colour_picture(page, int(request["width"]) / across, rotation)
    return for_screen(picture, request)


def attachments(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The files inside the PDF, without reading its pages."""
    password = str(request.get("password") or "")
    document = open_pdf(data, password)
    files = embedded_files(document, data, password)
    return {"attachments": [name for name, _ in files]}, [content for _, content in files]


__all__ = ["attachments", "pages", "render"]
