"""Which keys find a vendor, and in which order."""

from __future__ import annotations

from django.db import models


class VendorKeyPolicy(models.Model):
    """Per administration; absent means the standard order with every key on. ``order`` and ``disabled`` hold the
    words of ``VendorMapping.KeyKind``."""

    administration = models.OneToOneField(
        "exact.Administration", on_delete=models.CASCADE, related_name="vendor_key_policy"
    )
    order = models.JSONField(default=list, blank=True)
    disabled = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return ", ".join(self.order)
