"""One received file, its pages and its reading."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class DocumentState(models.TextChoices):
    """How far reading has come. Of a file that is not read by itself it says why."""

    WAITING = "waiting"  # stored, not read yet
    READING = "reading"
    READ = "read"
    UNREADABLE = "unreadable"  # a verdict: can be typed in by hand
    LOCKED = "locked"  # password needed


class Document(models.Model):
    """A file as received (bytes immutable) and what reading made of it. ``reading`` is
    ``domain.reading.Reading.to_json()``. A document belongs to at most one draft's case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.PROTECT, null=True, related_name="documents", db_index=False
    )
    blob = models.ForeignKey("workbench.Blob", on_delete=models.PROTECT, related_name="documents", db_index=False)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts", help_text="Split from this file."
    )
    pages = models.JSONField(default=list, blank=True, help_text="Pages of the file this document is; empty: all.")
    arrangement = models.JSONField(
        default=list, blank=True, help_text="[sha256 of the original, page, turn, use] per sheet; empty: as received."
    )
    arranged = models.ForeignKey(
        "workbench.Blob",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The PDF made of the arrangement; empty: the file as received is the document.",
    )
    originals = models.ManyToManyField(
        "workbench.Blob", blank=True, related_name="arranged_documents", help_text="Files its sheets come from."
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, help_text="Type by content: pdf, jpeg, xml …")
    source = models.CharField(max_length=20, default="upload")
    message = models.ForeignKey(
        "workbench.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    draft = models.ForeignKey(
        "workbench.Draft", on_delete=models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    role = models.CharField(max_length=20, default="main", help_text="main, second_source or annex, within its case.")
    state = models.CharField(max_length=20, choices=DocumentState.choices, default=DocumentState.WAITING)
    progress = models.CharField(max_length=60, blank=True, help_text="What reading is doing, e.g. page 2 of 5.")
    reading = models.JSONField(default=dict, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    page_count = models.PositiveIntegerField(default=0)
    picture_hash = models.CharField(max_length=32, blank=True, db_index=True, help_text="Perceptual hash of page one.")
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    kept_because = models.CharField(
        max_length=300,
        null=True,
        blank=True,
        help_text="Why it stays whatever the term (legal hold); empty: it may go.",
    )
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="Original, pages and texts were removed after their term."
    )

    class Meta:
        ordering = ["received_at"]
        # What waits, counted on every page; the same file again. Not on either alone: see Draft.
        indexes = [models.Index(fields=["state", "administration"]), models.Index(fields=["blob", "administration"])]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_id(self) -> str:
        """The digest of what is read and shown: the PDF a person arranged, or the file as received, of which a part
        that the machine cut off has some pages."""
        return (self.arranged_id if self.arrangement else None) or self.blob_id

    @property
    def attached_id(self) -> str:
        """The digest of what is attached in Exact: the PDF of its pages, or the file as received."""
        return self.arranged_id or self.blob_id


class DocumentPage(models.Model):
    """A page as shown. ``words`` is a list of [text, x0, y0, x1, y1], shares of the page 0–1."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="page_rows")
    number = models.PositiveIntegerField()
    width = models.FloatField(default=595)
    height = models.FloatField(default=842)
    source = models.CharField(max_length=8, default="text")
    rotation = models.PositiveSmallIntegerField(default=0)
    skew = models.FloatField(default=0, help_text="Degrees that were undone before reading.")
    words = models.JSONField(default=list)
    hidden = models.BooleanField(default=False, help_text="A person removed this page from the case.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="page_once")]
        ordering = ["number"]
