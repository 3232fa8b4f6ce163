"""Mails taken apart, and the one reading that comes of one mail."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr import api
from ocr.mail import MailParts
from ocr.mail_body import looks_like_document, text_of, text_of_html
from ocr.names import display_name
from tests.ocr.einvoices import Ubl
from tests.ocr.hostile import pdfs

SCHROEF = ["De Schroef B.V., Schroefweg 5, 1234 AB Utrecht, KvK 12345678", "Factuur 2026-0117", "Totaal EUR 175,50"]


def mail(*attachments: tuple[bytes, str, str], text: str = "Hierbij onze factuur.", html: str = "") -> EmailMessage:
    """A mail with attachments (bytes, type, name)."""
    message = EmailMessage()
    message["From"] = "Jansen Papier <administratie@jansen.example>"
    message["To"] = "facturen@bouw.example"
    message["Subject"] = "Factuur 2026-0117"
    message["Message-ID"] = "<1@jansen.example>"
    message["Date"] = "Sat, 14 Mar 2026 10:00:00 +0100"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for data, kind, name in attachments:
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message


def picture(width: int, height: int, *, form: str = "PNG", text: str = "") -> bytes:
    """A picture with a little drawing, so that two of different size differ."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).text((20, 20), text or f"{width}", fill="black", font=ImageFont.load_default(24))
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def test_head() -> None:
    message = mail()
    message["Reply-To"] = "Anders <x@elders.example>"
    message["In-Reply-To"] = "<0@bouw.example>"
    message["Authentication-Results"] = "mx.example; dkim=pass"
    parts = api.split_mail(message.as_bytes())
    assert (parts.sender.name, parts.sender.address) == ("Jansen Papier", "administratie@jansen.example")
    assert [a.address for a in parts.reply_to] == ["x@elders.example"]
    assert [a.address for a in parts.to] == ["facturen@bouw.example"]
    assert (parts.subject, parts.message_id) == ("Factuur 2026-0117", "<1@jansen.example>")
    assert parts.references == ("<0@bouw.example>",)
    assert parts.date is not None
    assert parts.date.isoformat() == "2026-03-14T10:00:00+01:00"
    assert parts.authentication_results == ("mx.example; dkim=pass",)
    assert parts.text.strip() == "Hierbij onze factuur."
    assert not parts.automatic
    assert not parts.bulk


@pytest.mark.parametrize(
    ("header", "value", "automatic", "bulk"),
    [
        ("Auto-Submitted", "auto-replied", True, False),
        ("Auto-Submitted", "no", False, False),
        ("X-Autoreply", "yes", True, False),
        ("List-Id", "<news.example>", False, True),
        ("Precedence", "bulk", False, True),
    ],
)
def test_machines_and_lists(header: str, value: str, automatic: bool, bulk: bool) -> None:
    message = mail()
    message[header] = value
    parts = api.split_mail(message.as_bytes())
    assert (parts.automatic, parts.bulk) == (automatic, bulk)


@pytest.mark.parametrize(
    ("data", "kind", "name", "role"),
    [
        (pdfs.good(), "application/pdf", "f.pdf", "document"),
        (pdfs.good(), "application/octet-stream", "f.bin", "document"),
        (Ubl().xml(), "text/xml", "f.xml", "document"),
        (picture(1200, 1700), "image/png", "scan.png", "document"),
        (picture(600, 2000), "image/png", "bon.png", "document"),
        (picture(120, 60), "image/png", "image001.png", "signature"),
        (picture(1400, 350), "image/png", "banner.png", "signature"),
        (b"PK\x03\x04" + bytes(30), "application/zip", "a.zip", "archive"),
        (b"BEGIN:VCARD", "text/vcard", "jan.vcf", "other"),
        (b"MZ" + bytes(50), "application/pdf", "factuur.pdf", "other"),
    ],
)
def test_role_of_a_part_comes_from_its_bytes(data: bytes, kind: str, name: str, role: str) -> None:
    (part,) = api.split_mail(mail((data, kind, name)).as_bytes()).parts
    assert part.role == role
    assert part.data == data


def test_the_same_picture_twice_is_decoration_and_the_same_pdf_twice_is_one_document() -> None:
    twice = picture(1200, 1700)
    parts = api.split_mail(mail((twice, "image/png", "a.png"), (twice, "image/png", "b.png")).as_bytes())
    assert parts.documents() == ()
    parts = api.split_mail(mail((pdfs.good(), "a/b", "a.pdf"), (pdfs.good(), "a/b", "b.pdf")).as_bytes())
    assert [part.name for part in parts.documents()] == ["a.pdf"]


def test_a_forwarded_mail_keeps_its_own_sender_and_documents() -> None:
    outer = mail()
    outer.add_attachment(mail((pdfs.good(), "application/pdf", "f.pdf")))
    outer.replace_header("From", "collega@bouw.example")
    parts = api.split_mail(outer.as_bytes())
    assert parts.sender.address == "collega@bouw.example"
    assert parts.messages[0].sender.address == "administratie@jansen.example"
    assert [part.name for part in parts.documents()] == ["f.pdf"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("factuur.pdf", "factuur.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\x.pdf", "x.pdf"),
        ("factuur\u202efdp.exe", "factuurfdp.exe"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("=?utf-8?q?rekening=20=E2=82=AC.pdf?=", "rekening €.pdf"),
        ('x"; filename="y.pdf', "x__ filename=_y.pdf"),
        ("", "attachment"),
        ("...", "attachment"),
        (None, "attachment"),
        ("a" * 5000 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_names_are_made_fit_to_be_shown(written: object, shown: str) -> None:
    assert display_name(written) == shown


def test_xml_and_pdf_of_one_invoice_are_one_document() -> None:
    message = mail((pdfs.page(pdfs.text(SCHROEF)), "application/pdf", "f.pdf"), (Ubl().xml(), "text/xml", "f.xml"))
    result = api.read_document(message.as_bytes(), name="x.eml")
    assert result.reading.text("invoice_number") == "2026-0117"
    assert result.reading.fields["gross_total"].source == "xml"
    assert result.reading.documents == ()
    assert result.reading.auto_ok
    assert result.shown.startswith(b"%PDF")


def test_xml_and_pdf_that_disagree_are_held() -> None:
    other = pdfs.page(pdfs.text([*SCHROEF[:2], "Totaal EUR 999,99 te voldoen binnen dertig dagen na factuurdatum"]))
    message = mail((other, "application/pdf", "f.pdf"), (Ubl().xml(), "text/xml", "f.xml"))
    reading = api.read_document(message.as_bytes(), name="x.eml").reading
    held = "XML_PDF_CONFLICT" in [finding.code for finding in reading.findings]
    assert held or reading.documents
    assert not reading.auto_ok or reading.documents


def test_two_invoices_are_two_documents() -> None:
    other = Ubl(number="2026-0118").xml()
    message = mail((Ubl().xml(), "text/xml", "a.xml"), (other, "text/xml", "b.xml"))
    reading = api.read_document(message.as_bytes(), name="x.eml").reading
    assert reading.text("invoice_number") == "2026-0117"
    assert [part.text("invoice_number") for part in reading.documents] == ["2026-0118"]


def test_a_mail_without_document_is_other() -> None:
    reading = api.read_document(mail(text="Tot morgen!").as_bytes(), name="x.eml").reading
    assert reading.document_type == "other"
    assert [finding.code for finding in reading.findings] == ["NO_DOCUMENT"]


BODY = """Invoice 2026-55
Date: 2026-03-14
From: Cloud Hosting B.V., VAT NL123456782B90

Description       Amount
Hosting March    EUR 100.00
Subtotal EUR 100.00
VAT 21%          EUR 21.00
Total            EUR 121.00
"""


def test_a_mail_that_is_the_invoice_itself_is_read_and_never_passes_alone() -> None:
    reading = api.read_document(mail(text=BODY).as_bytes(), name="x.eml").reading
    assert (reading.document_type, reading.text("invoice_number")) == ("invoice", "2026-55")
    assert not reading.auto_ok


@pytest.mark.parametrize(
    ("text", "is_document"),
    [(BODY, True), ("Hierbij onze factuur.", False), ("Uw factuur: totaal EUR 10,00", False), ("Tot morgen!", False)],
)
def test_what_reads_like_a_document(text: str, is_document: bool) -> None:
    assert looks_like_document(text) is is_document


HTML_BODY = "<h1>Factuur 2026-56</h1><table><tr><td>Btw 21%</td><td>21,00</td></tr><tr><td>Totaal</td><td>121,00</td>"
SEEN = "Factuur 2026-56\n\tBtw 21%\t21,00\n\tTotaal\t121,00"


@pytest.mark.parametrize(
    ("text", "html", "said"),
    [
        (BODY, HTML_BODY, BODY),  # two invoices at once: the plain text is what is read
        ("", HTML_BODY, SEEN),
        ("Uw programma toont geen HTML.", HTML_BODY, SEEN),
        ("Hierbij onze factuur.", "<p>Hierbij onze <b>factuur</b>.</p>", "Hierbij onze factuur."),
        ("", "<p>Uw factuur staat klaar.</p>", "Uw factuur staat klaar."),
        ("Tot morgen!", "", "Tot morgen!"),
    ],
)
def test_what_a_mail_says(text: str, html: str, said: str) -> None:
    assert text_of(MailParts(text=text, html=html)) == said


def test_html_gives_its_visible_text() -> None:
    source = "<style>x</style><p>Totaal</p>"
    source += '<table><tr><td>21%</td><td>9,45</td></tr></table><div style="display:none">EVIL</div>'
    text = text_of_html(source)
    assert "21%\t9,45" in text
    assert "EVIL" not in text
    assert "x" not in text
