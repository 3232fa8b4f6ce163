"""Hostile PDFs, made here from their description."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter


def document(objects: list[bytes], *, root: int = 1, trailer: bytes = b"", size: int | None = None) -> bytes:
    """A PDF of numbered objects with a right cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    count = size if size is not None else len(objects) + 1
    out.write(b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (count, root, trailer, start))
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def page(content: bytes, *, box: bytes = b"0 0 595 842", more: bytes = b"", extra: tuple[bytes, ...] = ()) -> bytes:
    """One page with Helvetica as /F1; ``extra`` objects get the numbers from 6 on."""
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> %s >>"
            % (box, more),
            stream(content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *extra,
        ]
    )


def text(lines: list[str], *, x: int = 60, y: int = 780, size: int = 11, before: str = "") -> bytes:
    """Content that prints lines downwards."""
    shown = " ".join(f"1 0 0 1 {x} {y - 16 * n} Tm ({line}) Tj" for n, line in enumerate(lines))
    return f"{before} BT /F1 {size} Tf {shown} ET".encode("latin-1")


INVOICE = [
    "Jansen Papier B.V.",
    "Dorpsstraat 1, 1234 AB Utrecht",
    "KvK 12345678   BTW NL123456782B90",
    "Factuur",
    "Factuurnummer: 2026-0117",
    "Factuurdatum: 14-03-2026",
    "Omschrijving    Aantal    Prijs    Bedrag",
    "Kopieerpapier A4    10    4,50    45,00",
    "Totaal exclusief btw    45,00",
    "Btw 21%    9,45",
    "Totaal te betalen EUR 54,45",
]


def good() -> bytes:
    """A small invoice that reads well."""
    return page(text(INVOICE))


def cases() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each."""
    yield "empty page tree", document([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])
    yield (
        "a million pages claimed",
        document([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", b"null"]),
    )
    yield (
        "one page listed 20,000 times",
        document(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [%s] /Count 20000 >>" % (b"3 0 R " * 20000),
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
            ]
        ),
    )
    yield (
        "page tree bites its tail",
        document(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"]
        ),
    )
    yield "cross-reference points at itself", _prev_loop()
    yield (
        "size of two thousand million",
        document([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"], size=2**31 - 1),
    )
    yield "arrays nested 50,000 deep", page(b"", more=b"/X " + b"[" * 50_000 + b"]" * 50_000)
    yield "dictionaries nested 50,000 deep", page(b"", more=b"/X " + b"<< /A " * 50_000 + b"1" + b">>" * 50_000)
    yield "100,000 annotations", page(text(INVOICE), more=b"/Annots [" + b"6 0 R " * 100_000 + b"]", extra=(_WIDGET,))
    yield "page of 14,400 points", page(text(["x"]), box=b"0 0 14400 14400")
    yield "page of 200,000 points", page(text(["x"]), box=b"0 0 200000 200000")
    yield "page without area", page(text(INVOICE), box=b"0 0 0 0")
    yield "page of not-a-number", page(text(INVOICE), box=b"0 0 1e400 -1e400")
    yield "flate bomb", _filtered(zlib.compress(bytes(100_000_000), 9), b"/FlateDecode")
    yield (
        "flate bomb in a flate bomb",
        _filtered(zlib.compress(zlib.compress(bytes(200_000_000), 9), 9), b"[/FlateDecode /FlateDecode]"),
    )
    yield "run length bomb", _filtered(b"\x81A" * 400_000, b"[/RunLengthDecode /RunLengthDecode]")
    yield "lzw garbage", _filtered(bytes(range(256)) * 4000, b"/LZWDecode")
    yield "jbig2 garbage", _image(b"/JBIG2Decode", b"\x97JB2\r\n\x1a\n" + bytes(5000), 2000, 2000)
    yield "picture of 1 by 2,147,483,647", _image(b"/FlateDecode", zlib.compress(bytes(1000)), 1, 2**31 - 1)
    yield "picture of 60,000 by 60,000", _image(b"/FlateDecode", zlib.compress(bytes(10_000_000), 9), 60_000, 60_000)
    yield "two million drawing operators", page(b"0 0 m 500 500 l S " * 700_000)
    yield "million characters", page(b"BT /F1 4 Tf " + b"(abcdefghij) Tj " * 100_000 + b"ET")
    yield "form that draws itself", _recursive_form()
    yield (
        "script and launch actions",
        page(
            text(INVOICE),
            more=b"/AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> /C << /S /Launch /F (cmd.exe) >> >>",
        ),
    )
    whole = good()
    yield "cut in half", whole[: len(whole) // 2]
    yield "cut to the first line", whole[:9]
    yield "locked with a password", locked("geheim")
    yield "rubbish after the header", b"%PDF-1.7\n" + bytes(range(256)) * 2000
    yield "stream without end", whole.replace(b"endstream", b"").replace(b"endobj", b"")


_WIDGET = b"<< /Type /Annot /Subtype /Widget /Rect [0 0 10 10] /FT /Tx /T (a) /V (b) >>"


def locked(password: str) -> bytes:
    """The good invoice behind a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good())))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _prev_loop() -> bytes:
    whole = good()
    start = whole.rindex(b"startxref")
    place = whole[start:].split()[1]
    return whole[:start].replace(b"trailer\n<<", b"trailer\n<< /Prev " + place) + whole[start:]


def _filtered(content: bytes, name: bytes) -> bytes:
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream(content, b"/Filter " + name),
        ]
    )


def _image(name: bytes, content: bytes, width: int, height: int) -> bytes:
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << /I 5 0 R >> >> >>",
            stream(b"595 0 0 842 0 0 cm /I Do"),
            stream(
                content,
                b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray"
                b" /Filter %s" % (width, height, name),
            ),
        ]
    )


def _recursive_form() -> bytes:
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << /F 5 0 R >> >> >>",
            stream(b"/F Do /F Do"),
            stream(
                b"/F Do /F Do /F Do",
                b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F 5 0 R >> >>",
            ),
        ]
    )
