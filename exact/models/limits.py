"""The governor's memory: calls and errors per administration, in the database so that no flush resets a budget."""

from __future__ import annotations

from django.db import models


class RateWindow(models.Model):
    """Calls used in the current clock minute and day of one division, and what Exact's headers last said."""

    connection = models.ForeignKey("exact.Connection", on_delete=models.CASCADE, related_name="+")
    division = models.PositiveIntegerField()
    minute = models.BigIntegerField(default=0, help_text="Clock minute since 1970.")
    used = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True)
    day_used = models.PositiveIntegerField(default=0)
    used_posting = models.PositiveIntegerField(default=0)
    used_people = models.PositiveIntegerField(default=0)
    used_sync = models.PositiveIntegerField(default=0)
    used_reconciliation = models.PositiveIntegerField(default=0)
    day_limit = models.PositiveIntegerField(default=5000)
    minute_remaining = models.IntegerField(null=True, help_text="Null: Exact did not say; never read as zero.")
    minute_reset = models.DateTimeField(null=True, blank=True)
    day_remaining = models.IntegerField(null=True, help_text="Null: Exact did not say; never read as zero.")
    day_reset = models.DateTimeField(null=True, blank=True)
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "division"], name="ratewindow_once")]

    def __str__(self) -> str:
        return f"{self.division}: {self.used} this minute, {self.day_used} today"


class ErrorWindow(models.Model):
    """Counted errors (400, 401, 403, 404) of one endpoint in the current hour; the breaker opens at five."""

    connection = models.ForeignKey("exact.Connection", on_delete=models.CASCADE, related_name="+")
    division = models.PositiveIntegerField()
    endpoint = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    errors = models.PositiveIntegerField(default=0)
    transport_failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "division", "endpoint"], name="errorwindow_once")]

    def __str__(self) -> str:
        return f"{self.division} {self.endpoint}: {self.errors}"
