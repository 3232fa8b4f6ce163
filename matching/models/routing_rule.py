"""A rule that sends documents to one administration."""

from __future__ import annotations

from django.db import models


class RoutingRule(models.Model):
    """What is given must hold: part of the recipient's or sender's address, words in the buyer's name."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="routing_rules")
    recipient = models.CharField(max_length=254, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    buyer_name = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    created_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(recipient="", sender="", buyer_name=""), name="routingrule_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.recipient or self.sender or self.buyer_name
