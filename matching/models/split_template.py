"""A fixed key for dividing lines, reusable in rules and on the screen."""

from __future__ import annotations

from django.db import models


class SplitTemplate(models.Model):
    """``parts`` is a list of {"share": "33.33", "gl", "vat_code", "cost_centre", "cost_unit"}; shares make 100."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="split_templates")
    name = models.CharField(max_length=100)
    parts = models.JSONField(default=list)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["administration", "name"], name="splittemplate_once")]

    def __str__(self) -> str:
        return self.name
