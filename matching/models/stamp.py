"""What tells that reference data changed."""

from __future__ import annotations

from django.db import models


class Stamp(models.Model):
    """``token`` is another one after every change of a watched table's rows of one administration (0: of them all).

    Written by triggers of the database alone, so that no way of writing can forget it; see ``matching.mirror.kept``.
    """

    key = models.CharField(max_length=100, primary_key=True, help_text="table:administration")
    administration = models.BigIntegerField(db_index=True)
    token = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.key
