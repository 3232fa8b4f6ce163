"""Making files out of drawings: XML inside a PDF, scans, pictures, mails."""

from __future__ import annotations

import io
import random
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def facturx(pdf: bytes, xml: bytes) -> bytes:
    """The PDF with the XML embedded as factur-x.xml, related as an alternative of the page (Factur-X 1.0)."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_attachment("factur-x.xml", xml)
    root = writer.root_object
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
    specification = names[1]
    specification.get_object()[NameObject("/AFRelationship")] = NameObject("/Alternative")
    root[NameObject("/AF")] = ArrayObject([specification])
    metadata = StreamObject()
    metadata.set_data(_XMP.encode())
    metadata.update(DictionaryObject({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")}))
    root[NameObject("/Metadata")] = writer._add_object(metadata)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def joined(*parts: bytes) -> bytes:
    """Several PDFs as one file, in order."""
    writer = PdfWriter()
    for part in parts:
        writer.append(PdfReader(io.BytesIO(part)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _worn(page: Image.Image, seed: str, skew: float, noise: float, shade: int) -> Image.Image:
    """A page as a scanner sees it: grey, slightly turned, speckled, a little soft."""
    source = random.Random(seed)
    grey = page.convert("L").rotate(skew, Image.Resampling.BICUBIC, expand=False, fillcolor=255)
    speckle = Image.frombytes("L", grey.size, source.randbytes(grey.width * grey.height)).filter(ImageFilter.GaussianBlur(0.8))
    grey = Image.blend(grey, speckle, noise)
    return grey.filter(ImageFilter.GaussianBlur(0.45)).point([min(255, value * shade // 255 + 6) for value in range(256)])


def pictures(pdf: bytes, seed: str, *, dpi: int = 170, skew: float = 0.7, noise: float = 0.07, shade: int = 262, quarter_turns: int = 0) -> list[Image.Image]:
    """The pages as worn grey pictures. ``skew`` in degrees, ``noise`` 0–1, ``quarter_turns`` counter-clockwise."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        picture = page.render(scale=dpi / 72).to_pil()
        worn = _worn(picture, f"{seed}/{len(pages)}", skew * (-1) ** len(pages), noise, shade)
        pages.append(worn.rotate(90 * quarter_turns, expand=True) if quarter_turns else worn)
    document.close()
    return pages


def jpeg(picture: Image.Image, quality: int = 45) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def image_pdf(pages: list[Image.Image], dpi: int = 170, quality: int = 40) -> bytes:
    """A PDF whose pages are nothing but pictures."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in pages:
        width, height = page.width * 72 / dpi, page.height * 72 / dpi
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(jpeg(page, quality))), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def logo_png(letter: str, color: str) -> bytes:
    """A small signature picture, as mail programs put under every mail."""
    picture = Image.new("RGB", (120, 40), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((4, 4, 36, 36), fill=color)
    pen.text((16, 13), letter, fill="white")
    pen.rectangle((46, 14, 112, 18), fill=color)
    pen.rectangle((46, 24, 96, 26), fill="#bbbbbb")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def mail(
    sender: str, recipient: str, subject: str, text: str, when: datetime, files: list[tuple[str, bytes]], signature: bytes | None = None, html: bool = False
) -> bytes:
    """A mail with attachments; the message id and boundary depend on sender, subject and date alone."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = format_datetime(when)
    marker = random.Random(f"{sender}{subject}{when}").getrandbits(64)
    message["Message-ID"] = f"<{marker:016x}@{sender.rpartition('@')[2].strip('>')}>"
    message.set_content(text)
    if html or signature:
        picture = '<p><img src="cid:logo" alt=""></p>' if signature else ""
        paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        message.add_alternative(f"<html><body>{paragraphs}{picture}</body></html>", subtype="html")
    if signature:
        body = message.get_body(("html",))
        assert body is not None
        body.add_related(signature, "image", "png", cid="<logo>", filename="image001.png", disposition="inline")
    for name, content in files:
        main, sub = ("application", "pdf") if name.endswith(".pdf") else ("application", "xml") if name.endswith(".xml") else ("image", "jpeg")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{marker:016x}_{place}")
    return message.as_bytes()
