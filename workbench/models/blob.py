"""Immutable bytes, named by their SHA-256."""

from __future__ import annotations

from django.db import models


class Blob(models.Model):
    """One file's bytes as received. The row is written only after the bytes are durable on disk, and stays when a
    person removed them after their term."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="The bytes were removed; the row is the proof.")

    def __str__(self) -> str:
        return self.sha256[:12]
