"""Files that must not hurt: made on demand for tests, never committed."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from exact.sandbox.seed import world
from samples.cases import all_cases
from samples.generate import draw
from samples.mails import mail
from samples.structured import ubl

STAMP = (2026, 11, 20, 9, 0, 0)


def _invoice() -> tuple[bytes, bytes]:
    """One good invoice as a page and as XML."""
    case = next(case for case in all_cases(world()) if case.id == "nl-duinker-ubl")
    return draw(case.bill, case), ubl(case.bill, "nlcius")


def locked_pdf() -> bytes:
    """An invoice that opens only with a password ("geheim")."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(_invoice()[0])))
    writer.encrypt("geheim", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def many_pages_pdf(pages: int = 300) -> bytes:
    """A PDF of many pages with a line of text on each."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(72, 720, f"Bijlage, blad {number} van {pages}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def packed(*files: tuple[str, bytes]) -> bytes:
    """A ZIP of named files with a fixed date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zip_in_zip() -> bytes:
    """A good invoice inside a ZIP inside a ZIP."""
    return packed(("map/facturen.zip", packed(("factuur.pdf", _invoice()[0]))), ("leesmij.txt", b"Zie map."))


def zip_bomb(megabytes: int = 200) -> bytes:
    """A small ZIP that unpacks to very much nothing."""
    return packed(("factuur.pdf", b"\0" * (megabytes * 1024 * 1024)))


def zip_with_path() -> bytes:
    """A ZIP whose entry name climbs out of its folder."""
    return packed(("../../factuur.pdf", _invoice()[0]))


def doctype_xml() -> bytes:
    """An e-invoice with a document type declaration that defines an external entity."""
    xml = _invoice()[1].decode()
    return xml.replace("?>\n", '?>\n<!DOCTYPE Invoice [<!ENTITY who SYSTEM "file:///etc/hostname">]>\n', 1).encode()


def laughing_xml() -> bytes:
    """Entities that grow tenfold at each level."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY l0 "ha">{levels}]><Invoice>&l9;</Invoice>'.encode()


def program_named_pdf() -> bytes:
    """A Windows program header under the name of a PDF."""
    return b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode.\r\n" + b"\x00" * 400


def cut_pdf() -> bytes:
    """The first half of an invoice, as an interrupted transfer leaves it."""
    page = _invoice()[0]
    return page[: len(page) // 2]


def script_html() -> bytes:
    """A page with a script, as phishing mails bring it."""
    head = b"<html><body><h1>Factuur 991</h1><script>alert(1)</script>"
    return head + b"<p>Klik hier om uw factuur te openen.</p></body></html>"


def _bad_mail(text: str, subject: str) -> bytes:
    return mail(
        "Onbekend <info@aanbieding.example>",
        "facturen@korenwolf-techniek.example",
        subject,
        text,
        datetime(2026, 11, 20, 9, 0),
        [],
    )


def mail_without_attachment() -> bytes:
    """A mail that speaks of an attachment it does not have."""
    return _bad_mail("Goedemorgen,\n\nZie de bijlage voor onze factuur.\n\nGroet,\nRob", "Factuur in bijlage")


def mail_with_link() -> bytes:
    """A mail that only links to an invoice in a portal."""
    return _bad_mail(
        "Uw factuur staat klaar in ons portaal: https://portaal.aanbieding.example/f/88120", "Uw factuur staat klaar"
    )


BAD: dict[str, Callable[[], bytes]] = {
    "leeg.pdf": lambda: b"",
    "met-wachtwoord.pdf": locked_pdf,
    "driehonderd-bladen.pdf": many_pages_pdf,
    "afgebroken.pdf": cut_pdf,
    "programma.pdf": program_named_pdf,
    "zip-in-zip.zip": zip_in_zip,
    "opgeblazen.zip": zip_bomb,
    "klimmend-pad.zip": zip_with_path,
    "doctype.xml": doctype_xml,
    "entiteiten.xml": laughing_xml,
    "kapot.xml": lambda: _invoice()[1][:900],
    "pagina.html": script_html,
    "zonder-bijlage.eml": mail_without_attachment,
    "alleen-link.eml": mail_with_link,
}


def write(folder: Path) -> list[Path]:
    """Write every bad file into a folder (made when missing); returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make in BAD.items():
        paths.append(folder / name)
        paths[-1].write_bytes(make())
    return paths


if __name__ == "__main__":
    for path in write(Path(sys.argv[1])):
        print(path)
