"""Bringing the sample documents in by the same doors as real ones: uploads, and mails over SMTP."""

from __future__ import annotations

import hashlib
import smtplib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from exact.models import Administration
from samples.inbox import as_mail, sample_inbox
from workbench.inbox.addresses import address_of
from workbench.intake.services import Incoming, receive_files, receive_message
from workbench.models import IntakeEntry, Message

# One fixed batch per sample and administration tells a second run what is here already.
_NAMESPACE = uuid.UUID("7d0f1c34-0c5e-4f0e-9f6a-5d8f3b6f2a10")
SENDER = "demo@leverancier.example"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One sample and what was done with it: ``road`` is upload, smtp or mail; None when it was here already."""

    name: str
    road: str | None


def deliver(administrations: dict[int, Administration], *, by: User) -> Iterator[Delivery]:
    """Deliver every sample to its administration (by division code), one after the other, each at most once.

    Raises FileNotFoundError without samples, OSError when bytes cannot be stored.
    """
    smtp = receiver_answers()
    for path, division, how in sample_inbox():
        administration = administrations.get(division)
        if administration is None:
            continue
        if how == "mail":
            yield Delivery(path.name, _mail(path, administration, smtp=smtp))
        else:
            yield Delivery(path.name, _upload(path, administration, by))


def receiver_answers() -> bool:
    """Whether the mail receiver takes connections."""
    try:
        with smtplib.SMTP(settings.INBOEK_HOST, settings.INBOEK_SMTP_PORT, timeout=2):
            return True
    except (OSError, smtplib.SMTPException):
        return False


def _upload(path: Path, administration: Administration, by: User) -> str | None:
    batch = uuid.uuid5(_NAMESPACE, f"{administration.division}/{path.name}")
    if IntakeEntry.objects.filter(batch=batch).exists():
        return None
    receive_files([Incoming(path.name, path.read_bytes())], administration=administration, by=by, batch=batch)
    return "upload"


def _mail(path: Path, administration: Administration, *, smtp: bool) -> str | None:
    recipient = address_of(administration)
    raw = on_the_wire(as_mail(path, recipient))
    if Message.objects.filter(raw_id=hashlib.sha256(raw).hexdigest(), administration=administration).exists():
        return None
    if smtp:
        with smtplib.SMTP(settings.INBOEK_HOST, settings.INBOEK_SMTP_PORT, timeout=60) as client:
            client.sendmail(SENDER, [recipient], raw)
        return "smtp"
    receive_message(raw, administration=administration, recipient=recipient, source="smtp")
    return "mail"


def on_the_wire(raw: bytes) -> bytes:
    """A mail with the line ends that SMTP carries, so that both roads store the same bytes."""
    lines = raw.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    return b"\r\n".join(lines) + b"\r\n"
