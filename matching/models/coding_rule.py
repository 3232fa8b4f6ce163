"""A coding rule as a person wrote it."""

from __future__ import annotations

from django.db import models


class CodingRule(models.Model):
    """``conditions`` in the words of ``matching.coding.rules.Conditions`` (amounts as text). Empty code fields are
    not set by the rule. With a template the line is split; with ``spread_months`` it is spread."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="coding_rules")
    name = models.CharField(max_length=100)
    conditions = models.JSONField(default=dict)
    gl = models.CharField(max_length=20, blank=True)
    vat_code = models.CharField(max_length=8, blank=True)
    cost_centre = models.CharField(max_length=20, blank=True)
    cost_unit = models.CharField(max_length=20, blank=True)
    template = models.ForeignKey("matching.SplitTemplate", on_delete=models.PROTECT, null=True, blank=True)
    spread_months = models.PositiveSmallIntegerField(null=True, blank=True)
    transitory_gl = models.CharField(max_length=20, blank=True)
    priority = models.PositiveIntegerField(default=100)
    active = models.BooleanField(default=True)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    created_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["priority", "id"]
        indexes = [models.Index(fields=["administration", "active"])]

    def __str__(self) -> str:
        return self.name
