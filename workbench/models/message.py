"""A mail we received, kept byte for byte."""

from __future__ import annotations

import uuid

from django.db import models


class MessageState(models.TextChoices):
    """What became of a mail, as the strip of the inbox shows it."""

    RECEIVED = "received"
    PROCESSED = "processed"
    QUESTION = "question"  # nothing to book in it: a person should read it
    NOISE = "noise"  # bounces, out-of-office, lists
    FAILED = "failed"


class Message(models.Model):
    """A mail. ``recipient`` is the address it was accepted for; ``authentication`` what a trusted hop said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.PROTECT, null=True, related_name="messages", db_index=False
    )
    raw = models.ForeignKey("workbench.Blob", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, default="smtp", help_text="smtp, upload, mailbox or api.")
    recipient = models.CharField(max_length=254, blank=True)
    envelope_sender = models.CharField(
        max_length=254, blank=True, help_text="MAIL FROM, as the sending server gave it."
    )
    mailbox = models.ForeignKey(
        "workbench.Mailbox", on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    identity = models.CharField(
        max_length=64, blank=True, help_text="Digest of Message-ID and content: the same mail whatever way it came."
    )
    message_id = models.CharField(max_length=500, blank=True, db_index=True)
    references = models.TextField(blank=True)
    sender_address = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    links = models.JSONField(
        default=list,
        blank=True,
        help_text="[host, address, text, misleading] of the links in its text; never followed.",
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    authentication = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20, choices=MessageState.choices, default=MessageState.RECEIVED)
    note = models.CharField(max_length=60, blank=True, help_text="Code of the reason for the state.")
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Mail and texts were removed after their term.")
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repeats")

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["identity"], name="message_identity"),
            models.Index(fields=["administration", "received_at"]),
            models.Index(fields=["state", "administration"]),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.id)
