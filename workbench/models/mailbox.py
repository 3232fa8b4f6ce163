"""A company's own mailbox that is picked up over IMAP, and the mails taken from it."""

from __future__ import annotations

import uuid

from django.db import models


class Security(models.TextChoices):
    """How the connection is encrypted. There is no third way: passwords and invoices never go in the clear."""

    TLS = "tls"  # from the first byte (port 993)
    STARTTLS = "starttls"  # required before anything else is said (port 143)


class Mailbox(models.Model):
    """One folder of one mailbox, and how far it was picked up.

    Its mails come into ``administration``, as mails to that administration's forwarding address do. ``secret`` is the
    password, encrypted and bound to this row; empty when a provider's token opens the mailbox (``access``).
    ``uidvalidity`` with ``last_uid`` is the cursor: everything up to it is committed. ``since``: mails that arrived
    before that day are left alone (None: everything is taken).
    ``failure`` and ``done_failure`` are message codes about picking up and about marking or moving; empty when well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey("exact.Administration", on_delete=models.PROTECT, related_name="mailboxes")
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.TLS)
    username = models.CharField(max_length=254)
    secret = models.TextField(blank=True)
    folder = models.CharField(max_length=200, default="INBOX")
    done_folder = models.CharField(
        max_length=200, blank=True, help_text="Where picked-up mails are moved; empty: they are marked as seen."
    )
    receiver = models.CharField(
        max_length=253, blank=True, help_text="Name under which its mail server writes Authentication-Results."
    )
    active = models.BooleanField(default=True)
    created_by = models.CharField(max_length=150, help_text="User name.")
    created_at = models.DateTimeField(auto_now_add=True)

    since = models.DateField(null=True, blank=True)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0)

    succeeded_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=60, blank=True)
    failure_params = models.JSONField(default=dict, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="When the present row of failures began.")
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True, help_text="Not looked into before this moment.")
    done_failure = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["administration__name", "username", "folder"]
        constraints = [
            models.UniqueConstraint(fields=["administration", "host", "username", "folder"], name="mailbox_once")
        ]

    def __str__(self) -> str:
        return self.username if self.folder.upper() == "INBOX" else f"{self.username}/{self.folder}"

    @property
    def sign_in(self) -> str:
        """How it is opened: ``password``, or the provider whose token does."""
        access = getattr(self, "access", None)
        return access.provider if access else "password"


class PickOutcome(models.TextChoices):
    """What became of one mail of the folder."""

    TAKEN = "taken"  # a message of its own in the inbox
    AGAIN = "again"  # taken before the server numbered the folder anew
    REFUSED = "refused"  # too large, or not given by the server: the message says so
    GONE = "gone"  # somebody removed it before it could be fetched


class PickedMail(models.Model):
    """One mail by its number in the folder, and what became of it; ``settled_at`` once it is marked or moved."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="picked")
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=PickOutcome.choices)
    message = models.ForeignKey(
        "workbench.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="picked"
    )
    picked_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="pickedmail_once")]
        indexes = [
            models.Index(fields=["mailbox", "sha256"], name="pickedmail_bytes"),
            models.Index(fields=["mailbox"], condition=models.Q(settled_at=None), name="pickedmail_open"),
        ]

    def __str__(self) -> str:
        return f"{self.uidvalidity}/{self.uid} {self.outcome}"
