"""A tolerance nearer to the line than the administration's own."""

from __future__ import annotations

from django.db import models

from domain.tolerances import Side, ToleranceKind
from workbench.models.scoped import Scoped


class ToleranceException(Scoped):
    """How far an invoice may differ for what it is set for, instead of the administration's tolerance.

    Empty ``percent`` and ``amount`` with ``checked`` false: not compared at all.
    """

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="tolerances")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ToleranceKind])
    side = models.CharField(max_length=5, choices=[(side.value, side.value) for side in Side])
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    checked = models.BooleanField(default=True)

    class Meta(Scoped.Meta):
        ordering = ["kind", "side", "id"]

    def __str__(self) -> str:
        return f"{self.kind}.{self.side}"
