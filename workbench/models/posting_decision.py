"""What a person decided about a posting that could not go on by itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class DecisionAction(models.TextChoices):
    """ADOPT: an entry in Exact is this document. BY_HAND: booked by hand, without an entry we can read.
    DESPITE: send it although Exact has one like it. DISCARD: give the posting up, back to review."""

    ADOPT = "adopt"
    BY_HAND = "by_hand"
    DESPITE = "despite"
    DISCARD = "discard"


class DecisionState(models.TextChoices):
    """WAITING for the second person; DONE; REFUSED by the second person or taken back; VOID: the posting went on."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    VOID = "void"


class PostingDecision(models.Model):
    """One decision with its reason; ``differs`` names in what the chosen entry is not what was sent."""

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="decisions")
    posting = models.ForeignKey("exact.Posting", on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=10, choices=DecisionAction.choices)
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.WAITING)
    entry_guid = models.CharField(max_length=64, blank=True)
    entry_number = models.CharField(max_length=32, blank=True)
    differs = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["posting"], condition=Q(state="waiting"), name="decision_one_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.state}"
