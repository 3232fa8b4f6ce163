# ruff: noqa: E501 - the metadata packet stays whole
"""Making files out of drawings: XML inside a PDF, scans, pictures."""

from __future__ import annotations

import io
import random

import pypdfium2
from PIL import Image, ImageFilter
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
    metadata.update(
        DictionaryObject({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    )
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
    speckle = Image.frombytes("L", grey.size, source.randbytes(grey.width * grey.height)).filter(
        ImageFilter.GaussianBlur(0.8)
    )
    grey = Image.blend(grey, speckle, noise)
    return grey.filter(ImageFilter.GaussianBlur(0.45)).point(
        [min(255, value * shade // 255 + 6) for value in range(256)]
    )


def pictures(
    pdf: bytes,
    seed: str,
    *,
    dpi: int = 170,
    skew: float = 0.7,
    noise: float = 0.07,
    shade: int = 262,
    quarter_turns: int = 0,
) -> list[Image.Image]:
    """The pages as worn grey pictures. ``skew`` in degrees, ``noise`` 0–1, ``quarter_turns`` counter-clockwise."""
    document = pypdfium2.PdfDocument(pdf)
    pages: list[Image.Image] = []
    for page in document:
        picture = page.render(scale=dpi / 72).to_pil()
        worn = _worn(picture, f"{seed}/{len(pages)}", skew * (-1) ** len(pages), noise, shade)
        pages.append(worn.rotate(90 * quarter_turns, expand=True) if quarter_turns else worn)
    document.close()
    return pages


def jpeg(picture: Image.Image, quality: int = 45) -> bytes:
    """The picture as a file, as small as telephones and copiers send them."""
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
