"""A page of our own, read before the first document.

The engine looks through the system's fonts the first time a page names one it does not bring along, and Python settles
how it runs a function after some calls. What is done once here is not done again in every reading child.
"""

from __future__ import annotations

from ocr.pdf.tasks import pages

_ROUNDS = 10  # after eight calls Python has settled
_CONTENT = b"""0.2 g 40 700 300 20 re f 1 g BT /F1 10 Tf 50 706 Td (Omschrijving) Tj 200 0 Td (Bedrag) Tj ET
0 g BT /F1 10 Tf 50 650 Td (Levering van papier) Tj 200 0 Td (\\200 121,00) Tj ET
BT /F2 10 Tf 50 600 Td (Totaal te betalen) Tj 200 0 Td (\\200 121,00) Tj ET 40 590 m 340 590 l S
"""
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
_OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(_CONTENT), _CONTENT),
    _FONT % b"Helvetica",
    _FONT % b"Helvetica-Bold",
)


def document() -> bytes:
    """A PDF of one page with a head in white on a dark bar, text in two fonts and a ruling."""
    made = b"%PDF-1.4\n"
    table = b"0000000000 65535 f \n"
    for number, content in enumerate(_OBJECTS, 1):
        table += b"%010d 00000 n \n" % len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    count = len(_OBJECTS) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(made))
    return made + b"xref\n0 %d\n" % count + table + trailer


def practise() -> None:
    """Read it as often as it helps (20 ms)."""
    for _ in range(_ROUNDS):
        pages({"fingerprint": True}, document())
