"""What an administration decided about approving and matching."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from exact.prepared import Prepared
from workbench.models.match_level import MATCH_LEVELS
from workbench.models.once import once


class Policy(models.Model):
    """Rules of one administration. ``four_eyes_from``: from this gross amount on, whoever changed a draft may not
    be its only approver. ``tolerances`` overrides the matching defaults, kind -> {percent, amount}; what is nearer to
    the line stands in ``ToleranceException``. ``variance_alone_up_to``: what a difference with an order may be worth
    for one person to let it go; above it a second one must agree. ``match_level``: with what an invoice is compared;
    what is nearer to the line stands in ``MatchLevelException``. ``ask_new_senders``: the first mail of a sender nobody
    knows waits until somebody decides about it. ``mail_receipts``, ``mail_refusals`` and ``mail_letters``: which mails
    go out, once the instance has a mail server."""

    administration = models.OneToOneField("exact.Administration", on_delete=models.CASCADE, related_name="policy")
    four_eyes_from = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal("2500.00"))
    order_required = models.BooleanField(default=False, help_text="Every purchase invoice needs an order.")
    match_without_reference = models.BooleanField(default=True, help_text="Look for an order when none is named.")
    match_level = models.CharField(
        max_length=10, choices=[(level, level) for level in MATCH_LEVELS], default="three_way"
    )
    match_level_stricter_only = models.BooleanField(
        default=False, help_text="Nearer match levels may compare more than the administration's, never less."
    )
    tolerances = models.JSONField(default=dict, blank=True)
    tolerances_stricter_only = models.BooleanField(
        default=False, help_text="Nearer tolerances may tighten the administration's, never loosen it."
    )
    variance_alone_up_to = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal("250.00"))
    vendor_group_number = models.PositiveSmallIntegerField(
        default=1, help_text="Which of Exact's eight classifications says to what group a vendor belongs."
    )
    investment_from = models.DecimalField(
        max_digits=18,
        decimal_places=2,
        default=Decimal("450.00"),
        help_text="Asked about as a possible asset from this price apiece, without VAT; 0 never.",
    )
    cooling_off_days = models.PositiveSmallIntegerField(
        default=3, help_text="Days between the second person's yes to a new bank account and its use."
    )
    matched_alone_up_to = models.DecimalField(
        max_digits=18,
        decimal_places=2,
        default=Decimal("0.00"),
        help_text="Matched, proven, nothing found: up to this amount no approval rule is followed; 0 off.",
    )
    approval_reminder_days = models.PositiveSmallIntegerField(
        default=3, help_text="Who is waited for is reminded after so many days, and again; 0 never."
    )
    ask_new_senders = models.BooleanField(
        default=False, help_text="Mails of unknown senders wait; else they are taken in like any other."
    )

    mail_receipts = models.BooleanField(default=False, help_text="Who sends documents is told what became of them.")
    mail_refusals = models.BooleanField(default=False, help_text="Who sends nothing usable is told what to do.")
    mail_letters = models.BooleanField(default=True, help_text="Clerks may send letters to vendors.")
    keep_years = models.PositiveSmallIntegerField(
        default=0, help_text="Whole years after the year of a document before it may be removed; 0: no term is set."
    )
    noise_days = models.PositiveSmallIntegerField(
        default=0, help_text="Days before mails without anything to book may be removed; 0: no term is set."
    )

    def __str__(self) -> str:
        return f"policy of {self.administration_id}"


def policy_of(administration_id: int) -> Policy:
    """The administration's policy, with defaults when none was set (not saved)."""
    found = once(("policy", administration_id), lambda: _POLICY.ask(administration_id))
    return found[0] if found else Policy(administration_id=administration_id)


_POLICY = Prepared(
    lambda administration: Policy.objects.filter(administration=administration), (Policy, "administration")
)
