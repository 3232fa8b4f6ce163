"""Mails around the samples. Needs nothing that only the generator needs, so that a demo can use it."""

from __future__ import annotations

import io
import random
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from PIL import Image, ImageDraw


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
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    when: datetime,
    files: list[tuple[str, bytes]],
    signature: bytes | None = None,
    html: bool = False,
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
        main, sub = (
            ("application", "pdf")
            if name.endswith(".pdf")
            else ("application", "xml")
            if name.endswith(".xml")
            else ("image", "jpeg")
        )
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{marker:016x}_{place}")
    return message.as_bytes()
