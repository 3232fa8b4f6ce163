"""A remembered confirmation: this sender, number or name is that vendor."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VendorMapping(models.Model):
    """One key and value of one administration that a person tied to a vendor. Switched-off rows stay as history."""

    class KeyKind(models.TextChoices):
        """What of a document or its sender the value is compared with."""

        ADDRESS = "address", _("mail address")
        DOMAIN = "domain", _("mail domain")
        VAT = "vat", _("VAT number")
        REGISTRATION = "registration", _("registration number")
        IBAN = "iban", _("bank account")
        NAME = "name", _("name on the document")

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="vendor_mappings")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, related_name="mappings")
    key = models.CharField(max_length=16, choices=KeyKind.choices)
    value = models.CharField(max_length=254, help_text="Normalised as the vendor directory does it.")
    confirmed_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    confirmed_at = models.DateTimeField(auto_now_add=True)
    last_used = models.DateTimeField(null=True, blank=True)
    hits = models.PositiveIntegerField(default=0, help_text="Documents this mapping decided.")
    corrections = models.PositiveIntegerField(default=0, help_text="Times a person chose another vendor afterwards.")
    active = models.BooleanField(default=True)
    ended_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "key", "value"], condition=Q(active=True), name="vendormapping_one_active"
            )
        ]
        indexes = [models.Index(fields=["administration", "vendor"])]

    def __str__(self) -> str:
        return f"{self.key} {self.value}"

    @property
    def vendor_name(self) -> str:
        """Name of the vendor, for lists (select ``vendor`` with the rows)."""
        return self.vendor.name
