"""What an administration itself is for VAT: how much it may deduct, and how VAT reaches it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainRole(models.TextChoices):
    """What happens to building and cleaning work bought in: it decides whether subcontractors reverse-charge."""

    UNKNOWN = "", _("not said")
    CONTRACTOR = "contractor", _("passed on to customers: subcontractors reverse-charge")
    END_USER = "end_user", _("for our own use: VAT is charged")


class VatPosition(models.Model):
    """Per administration; absent means full deduction and nothing known. Shares are in per cent. ``import_licence``:
    article 23 Wet OB, or ET 14.000 in Belgium."""

    administration = models.OneToOneField("exact.Administration", on_delete=models.CASCADE, related_name="vat_position")
    deductible_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(100))
    car_percent = models.DecimalField(
        max_digits=5, decimal_places=2, default=Decimal(50), help_text="Belgium: deductible part of car costs."
    )
    import_licence = models.BooleanField(default=False, help_text="Import VAT is deferred to the return.")
    chain_role = models.CharField(max_length=16, choices=ChainRole.choices, default=ChainRole.UNKNOWN, blank=True)

    def __str__(self) -> str:
        return f"VAT position of {self.administration_id}"


def position_of(administration_id: int) -> VatPosition:
    """The administration's position, with defaults when none was set (not saved)."""
    found = VatPosition.objects.filter(administration_id=administration_id).first()
    return found or VatPosition(administration_id=administration_id)
