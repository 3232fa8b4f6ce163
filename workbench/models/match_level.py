"""A match level nearer to the line than the administration's own."""

from __future__ import annotations

from django.db import models

from matching.three_way.policy import MatchLevel
from workbench.models.scoped import Scoped

# As written-out cases name them: none, two_way, three_way, four_way.
MATCH_LEVELS = tuple(level.name.lower() for level in MatchLevel)


class MatchLevelException(Scoped):
    """With what an invoice line is compared for what it is set for, instead of at the administration's level: two-way
    for services of which nobody books a receipt, for instance."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="match_levels")
    level = models.CharField(max_length=10, choices=[(level, level) for level in MATCH_LEVELS])

    class Meta(Scoped.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.level
