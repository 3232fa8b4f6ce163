"""What a person answered to a difference between order, receipt and invoice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchAnswer(models.Model):
    """One way out of one hold of the match. ``amount`` is what the difference is worth, in the draft's currency.

    An answer that lets the draft go on above what one person may decide waits for a second one. ``ended_at``: taken
    back, refused by the second person, or replaced by another answer; until the draft is posted. An answer
    ``short_pay`` expects a credit note of ``amount``; ``settled_by`` is that credit note's draft.
    """

    class Kind(models.TextChoices):
        """What a person said about a difference with an order."""

        ACCEPT = "accept", _("accepted")
        SHORT_PAY = "short_pay", _("credit note expected")
        ASK_BUYER = "ask_buyer", _("asked purchasing")
        NEW_PRICE = "new_price", _("new agreed price")

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="match_answers")
    line = models.ForeignKey(
        "workbench.DraftLine", on_delete=models.SET_NULL, null=True, blank=True, related_name="match_answers"
    )
    code = models.CharField(max_length=40, help_text="The hold's code.")
    hold_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    needs_second = models.BooleanField(default=False)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    price = models.ForeignKey(
        "matching.AgreedPrice", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    settled_by = models.ForeignKey(
        "workbench.Draft", on_delete=models.SET_NULL, null=True, blank=True, related_name="credits_expected"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.draft_id}"

    @property
    def waits(self) -> bool:
        """Whether a second person must still agree."""
        return self.needs_second and self.second_at is None and self.ended_at is None
