"""Which of our items a supplier's code or text means, confirmed or refused by a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LearnedPair(models.Model):
    """``theirs`` is the supplier's item code, or the line's text when it prints none; ``ours`` our item code, or the
    order line when it has none. ``refused``: a person said that these two are not the same."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="learned_pairs")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, related_name="learned_pairs")
    theirs = models.CharField(max_length=300, help_text="Folded.")
    ours = models.CharField(max_length=60)
    refused = models.BooleanField(default=False)
    confirmed_by = models.CharField(max_length=150, help_text="User name.")
    confirmed_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "vendor", "theirs", "ours"],
                condition=Q(ended_at=None),
                name="learnedpair_one_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.theirs} {'≠' if self.refused else '='} {self.ours}"
