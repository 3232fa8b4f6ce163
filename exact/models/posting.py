"""The durable attempt to put one draft into Exact, at most once and always known."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class PostingState(models.TextChoices):
    """QUEUED -> SENDING -> POSTED; UNKNOWN is settled by looking; the rest waits for a person."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    POSTED = "posted"
    REFUSED = "refused"
    HELD = "held"
    FOREIGN_DUPLICATE = "foreign_duplicate"
    DOUBLE = "double"
    DEAD = "dead"
    VOID = "void"


class PostingTarget(models.TextChoices):
    """What is made in Exact."""

    PURCHASE_ENTRY = "purchase_entry"
    PURCHASE_INVOICE = "purchase_invoice"
    PURCHASE_ORDER = "purchase_order"
    SALES_ORDER = "sales_order"


class Posting(models.Model):
    """One draft's way into Exact. ``subject`` is the poster's own id of what is posted (the draft), unknown here.

    ``payload`` is frozen at approval; ``payload_sha256`` is its canonical JSON's hash. ``marker`` (80 random
    bits, base32) makes the entry recognisable in Exact.
    """

    subject = models.CharField(max_length=100)
    administration = models.ForeignKey("exact.Administration", on_delete=models.PROTECT, related_name="postings")
    division = models.PositiveIntegerField()
    target = models.CharField(max_length=20, choices=PostingTarget.choices)
    marker = models.CharField(max_length=24, unique=True)
    payload = models.JSONField(encoder=DjangoJSONEncoder, help_text="For reading; what is sent is ``frozen``.")
    frozen = models.TextField(default="{}", help_text="Canonical JSON text of the payload, sent digit for digit.")
    payload_sha256 = models.CharField(max_length=64)
    attachments = models.JSONField(default=list, help_text="[{sha256, name}] in the order they are attached.")
    your_ref = models.CharField(max_length=100)
    supplier_exact_id = models.CharField(max_length=64)
    amount = models.DecimalField(max_digits=18, decimal_places=2, help_text="Gross, in the payload's currency.")
    currency = models.CharField(max_length=3, default="EUR")
    state = models.CharField(max_length=20, choices=PostingState.choices, default=PostingState.QUEUED, db_index=True)
    step = models.CharField(
        max_length=20, default="look", help_text="Recovery point: look, document, attachments, entry, done."
    )
    sends = models.PositiveSmallIntegerField(default=0)
    first_sent_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    sender = models.JSONField(
        default=dict, blank=True, help_text="pid, start time and boot id of the process that is sending."
    )
    fence = models.PositiveIntegerField(default=0, help_text="Counts the claims; a write of an older claim is void.")
    looked_at = models.DateTimeField(null=True, blank=True, help_text="Last look that found no foreign entry.")
    looks = models.PositiveSmallIntegerField(default=0, help_text="Looks since the outcome became unknown.")
    unknown_since = models.DateTimeField(null=True, blank=True)
    document_guid = models.CharField(max_length=64, blank=True)
    attachment_guids = models.JSONField(default=dict, blank=True)
    entry_guid = models.CharField(max_length=64, blank=True)
    entry_number = models.CharField(max_length=32, blank=True)
    foreign = models.JSONField(default=list, blank=True, help_text="Entries found in Exact that are not ours.")
    error_code = models.CharField(max_length=40, blank=True)
    error_text = models.TextField(blank=True)
    problems = models.JSONField(
        default=list, blank=True, help_text="What our own check found: [{code, line, params}]; line 0 is the header."
    )
    requested_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["administration", "state", "step"])]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=~models.Q(state="void"), name="posting_one_per_subject"
            ),
            models.UniqueConstraint(
                fields=["entry_guid"], condition=~models.Q(entry_guid=""), name="posting_entry_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.marker} {self.state}"


class PostingAttempt(models.Model):
    """Append-only: one step that left, or tried to leave, for Exact. ``excerpt`` is redacted."""

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="attempts")
    step = models.CharField(max_length=20)
    owner = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    excerpt = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.step} {self.status}"
