"""Who must approve what: an administration's rules, who is asked now, and who stands in for whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ApprovalRule(models.Model):
    """One rule; of those of an administration the first by ``position`` that fits a document decides. Empty conditions
    always fit. ``first`` and ``second`` are keys of people, of whom one approves in each step (``second`` may be
    empty). Amounts are in the administration's currency, accounts and cost centres codes."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="approval_rules")
    position = models.PositiveSmallIntegerField()
    amount_from = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    cost_centre = models.CharField(max_length=20, blank=True)
    gl_from = models.CharField(max_length=20, blank=True)
    gl_to = models.CharField(max_length=20, blank=True)
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    first = models.JSONField(default=list)
    second = models.JSONField(default=list, blank=True)
    set_by = models.CharField(max_length=150, help_text="User name.")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"approval rule {self.position} of {self.administration_id}"


class ApprovalAsked(models.Model):
    """One person whose approval a draft waits for now. Made anew from the rules whenever the draft is judged; what may
    be approved is always asked of the rules themselves."""

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "draft"], name="approvalasked_once")]


class Absence(models.Model):
    """From the first to the last day ``deputy`` may approve in the name of ``person``; it goes no further than that
    one step. One that was taken back keeps its days and has ``ended_at``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stands_in")
    starts_on = models.DateField()
    ends_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the deputy heard what waits.")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="absence_other_deputy"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_days"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.person_id}, {self.starts_on} to {self.ends_on}"
