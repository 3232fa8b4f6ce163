"""What happened, in an order nobody can change unseen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models

from workbench.audit.canonical import CanonicalEncoder


class CanonicalJSON(models.JSONField):
    """JSON in the form hashes are made of, where the database keeps a text as it is given (SQLite).

    To the database and its migrations it is any other JSON.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, encoder=CanonicalEncoder)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """The plain field."""
        name, _path, args, options = super().deconstruct()
        del options["encoder"]
        return name, "django.db.models.JSONField", args, options


class AuditEvent(models.Model):
    """Append-only. ``hash`` is SHA-256 over the canonical JSON of this row and ``previous``; ``seq`` has no gaps."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200, help_text="A person's name, or the machine part that acted.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    action = models.CharField(max_length=60)
    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    draft_id = models.UUIDField(null=True, blank=True, db_index=True)
    document_id = models.UUIDField(null=True, blank=True, db_index=True)
    data = CanonicalJSON(default=dict, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        # A period of the log, and the events of a kind in it.
        indexes = [models.Index(fields=["at"]), models.Index(fields=["action", "seq"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class AuditHead(models.Model):
    """The end of the chain, in one row that every writer locks."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
