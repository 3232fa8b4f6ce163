"""Passwords of senders who lock their files: kept when somebody says so, tried on the next file of that sender."""

from __future__ import annotations

import structlog
from django.db import transaction

from exact import sealing
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.models import Document, SenderPassword

log = structlog.get_logger(__name__)


def sender_of(document: Document) -> str:
    """The address the document came from; "" when it did not come by mail."""
    return document.message.sender_address.strip().casefold() if document.message is not None else ""


def remember(document: Document, password: str, *, by: Person) -> None:
    """Keep, encrypted, what opened a document, for the next locked file of its sender in these books. Nothing is kept
    without a sender. Raises RightMissing."""
    require(by, Right.EDIT, document.administration)
    sender = sender_of(document)
    if not sender or not password or document.administration is None:
        return
    with transaction.atomic():
        row, _made = SenderPassword.objects.select_for_update().get_or_create(
            administration=document.administration, sender=sender
        )
        row.secret = sealing.seal(_owner(row), password)
        row.remembered_by = by.get_username()
        row.save()
        audit.record(
            "sender.password_kept", by=by, administration=document.administration, document=document, name=sender
        )


def known_for(document: Document) -> str:
    """The remembered password of the document's sender; "" when there is none that our keys open."""
    sender = sender_of(document)
    row = (
        SenderPassword.objects.filter(administration=document.administration, sender=sender).first() if sender else None
    )
    if row is None:
        return ""
    try:
        return sealing.unseal(_owner(row), row.secret)
    except sealing.Unreadable as unreadable:
        log.error("sender_password_unreadable", sender_password=str(row.pk), why=str(unreadable))
        return ""


def forget(row: SenderPassword, *, by: Person) -> None:
    """Keep it no longer. Raises RightMissing."""
    require(by, Right.CONFIGURE, row.administration)
    with transaction.atomic():
        gone, _rows = SenderPassword.objects.filter(pk=row.pk).delete()
        if gone:
            audit.record("sender.password_forgotten", by=by, administration=row.administration, name=row.sender)


def _owner(row: SenderPassword) -> str:
    return f"sender password:{row.pk}"
