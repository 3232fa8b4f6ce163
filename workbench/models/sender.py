"""What people decided about senders of mails, per administration."""

from __future__ import annotations

import uuid

from django.db import models


class SenderDecision(models.Model):
    """Whether mails of a sender are taken in. ``sender`` is an address, or a domain with an @ before it
    (``@example.nl``: every address of that domain; an address goes before its domain), in lower case."""

    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.CASCADE, related_name="sender_decisions", db_index=False
    )
    sender = models.CharField(max_length=254)
    take = models.BooleanField(help_text="Taken in; else kept as noise.")
    decided_by = models.CharField(max_length=150, help_text="User name.")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["sender"]
        constraints = [models.UniqueConstraint(fields=["administration", "sender"], name="sender_decided_once")]

    def __str__(self) -> str:
        return self.sender


class SenderPassword(models.Model):
    """The password of a sender's locked files, as somebody typed it. ``sender`` is a mail address in lower case;
    ``secret`` is encrypted and bound to this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.CASCADE, related_name="sender_passwords", db_index=False
    )
    sender = models.CharField(max_length=254)
    secret = models.TextField()
    remembered_by = models.CharField(max_length=150, help_text="User name.")
    remembered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["sender"]
        constraints = [models.UniqueConstraint(fields=["administration", "sender"], name="sender_password_once")]

    def __str__(self) -> str:
        return self.sender
