"""Hostile pictures, XML, archives and mails, made here from their description."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

INVOICE = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>1</ID>%s</Invoice>'


def pictures() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each."""
    yield "png of 60,000 by 60,000", _png(60_000, 60_000, zlib.compress(bytes(1_000_000)))
    yield "png of 2,147,483,647 by 1", _png(2**31 - 1, 1, zlib.compress(bytes(1000)))
    yield "png cut short", _saved("PNG")[:200]
    yield "png with a bomb as colour profile", _png(10, 10, zlib.compress(bytes(110)), _profile(100_000_000))
    yield "jpeg cut short", _saved("JPEG")[:300]
    yield "jpeg of zeros", b"\xff\xd8\xff\xe0" + bytes(5000)
    yield "picture of one pixel", _saved("PNG", (1, 1))
    yield "progressive jpeg of 30 megapixels", _saved("JPEG", (6000, 5000), progressive=True)
    yield "tiff whose directory comes back", _tiff_loop()
    yield "tiff with a directory outside", b"II*\x00" + struct.pack("<I", 2**31) + bytes(100)
    yield "webp cut short", _saved("WEBP")[:40]


def xml() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "billion laughs", f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{INVOICE % "&l9;"}'.encode()
    yield "quadratic blow-up", (f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>' + INVOICE % ("&a;" * 5000)).encode()
    yield (
        "file of ours asked for",
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + INVOICE % "<Note>&f;</Note>").encode(),
    )
    yield "parameter entity", ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>' + INVOICE % "").encode()
    yield "doctype in utf-16", ('<!DOCTYPE x [<!ENTITY a "b">]>' + INVOICE % "").encode("utf-16")
    yield "doctype hidden by an odd encoding", ('<?xml version="1.0" encoding="utf-7"?>' + INVOICE % "").encode()
    yield "50,000 elements deep", (INVOICE % ("<a>" * 50_000 + "</a>" * 50_000)).encode()
    yield "150 elements deep", (INVOICE % ("<a>" * 150 + "</a>" * 150)).encode()
    yield "a million elements", (INVOICE % ("<a/>" * 1_000_000)).encode()
    attributes = " ".join(f'a{n}="1"' for n in range(100_000))
    yield "element with 100,000 attributes", (INVOICE % f"<a {attributes}/>").encode()
    yield "text of 12 megabytes", (INVOICE % f"<Note>{'x' * 12_000_000}</Note>").encode()
    yield "not closed", (INVOICE % "").encode()[:-5]
    yield (
        "include of another file",
        (
            INVOICE % '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
        ).encode(),
    )


def archives() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each."""
    yield "zip bomb", _zip([("a.pdf", bytes(90_000_000))])
    yield "zip of 10,000 files", _zip([(f"{n}.pdf", b"x") for n in range(10_000)])
    yield "zip in a zip", _zip([("inner.zip", _zip([("a.pdf", bytes(50_000_000))]))])
    yield "zip whose entries share their bytes", _overlap()
    yield "zip that lies about its size", _lying()
    yield "zip cut short", _zip([("a.pdf", b"x" * 1000)])[:-30]
    yield "zip with paths outwards", _zip([("../../etc/cron.d/x", b"x"), ("/etc/passwd", b"y"), ("C:\\x\\y.pdf", b"z")])


def mails() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each."""
    head = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: Factuur\r\nMIME-Version: 1.0\r\n"
    multi = head + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    yield "100,000 parts", multi + b"--b\r\n\r\nx\r\n" * 100_000 + b"--b--"
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    yield "3,000 levels of parts", head + nested
    yield "3,000 mails in mails", head + b"Content-Type: message/rfc822\r\n\r\n" * 3000 + b"x"
    yield (
        "20,000 recipients",
        (b"From: a@example.com\r\nTo: " + b",\r\n ".join(b"u%d@example.com" % n for n in range(20_000)) + b"\r\n\r\nx"),
    )
    yield "header of two megabytes", head + b"X-Long: " + b"a" * 2_000_000 + b"\r\n\r\nx"
    yield "encoded words without end", head + b"X-A: " + b"=?utf-8?q?" * 20_000 + b"\r\n\r\nx"
    yield (
        "boundary of regular expressions",
        multi.replace(b'"b"', b'"(((((a+)+)+)+)+$"') + b"--(((((a+)+)+)+)+$\r\n\r\n",
    )
    yield (
        "unknown charset and broken base64",
        (head + b"Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!==\xff"),
    )
    yield "date of nowhere", head + b"Date: 99 Foo 99999 99:99:99 +9999\r\n\r\nx"
    yield "nothing but a header name", b"Subject:"


def foreign() -> Iterator[tuple[str, bytes, str]]:
    """(name, bytes, file name): files that are not what they are called, and kinds that are not read."""
    yield "program called pdf", b"MZ" + bytes(2000), "factuur.pdf"
    yield "page called pdf", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "factuur.pdf"
    yield "drawing with script", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "logo.svg"
    yield "office file", _zip([("[Content_Types].xml", b"<x/>"), ("word/vbaProject.bin", b"x")]), "factuur.docm"
    yield "nothing at all", b"", "leeg.pdf"
    yield "zeros", bytes(100_000), "nul.pdf"


def _png(width: int, height: int, data: bytes, more: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + more + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _profile(size: int) -> bytes:
    return _chunk(b"iCCP", b"x\x00\x00" + zlib.compress(bytes(size), 9))


def _saved(form: str, size: tuple[int, int] = (400, 400), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form, **options)
    return out.getvalue()


def _tiff_loop() -> bytes:
    """Two directories that name each other as next."""
    out = bytearray(_saved("TIFF", (64, 64)))
    (first,) = struct.unpack("<I", out[4:8])
    (count,) = struct.unpack("<H", out[first : first + 2])
    after = first + 2 + 12 * count
    out[after : after + 4] = struct.pack("<I", first)
    return bytes(out)


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def _overlap() -> bytes:
    """A hundred directory entries for one packed megabyte."""
    packed = _zip([("a", bytes(1000) + bytes(range(256)) * 400)])
    (offset,) = struct.unpack("<I", packed[-6:-2])
    end = packed.rindex(b"PK\x05\x06")
    entry = packed[offset:end]
    directory = entry * 100
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 100, 100, len(directory), offset, 0)
    return packed[:offset] + directory + tail


def _lying() -> bytes:
    packed = bytearray(_zip([("a.pdf", bytes(5_000_000))]))
    for place in (22, packed.rindex(b"PK\x01\x02") + 24):
        packed[place : place + 4] = struct.pack("<I", 10)
    return bytes(packed)
