"""Mirror of relations and items."""

from __future__ import annotations

from django.db import models

from exact.models.base import MirrorRow

CLASSIFICATIONS = 8  # so many classifications a relation in Exact has, numbered from 1


class Vendor(MirrorRow):
    """An Exact account that is a supplier. Identifiers are stored normalised (letters and digits, upper case)."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="vendors")
    code = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=200)
    vat_number = models.CharField(max_length=32, blank=True)
    registration = models.CharField(max_length=32, blank=True, help_text="KvK, KBO or the country's company number.")
    email = models.CharField(max_length=254, blank=True)
    domain = models.CharField(
        max_length=200, blank=True, help_text="Organisational domain of the e-mail address or site."
    )
    country = models.CharField(max_length=2, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    gl_account_id_default = models.CharField(
        max_length=64, blank=True, help_text="GUID of the default purchase account."
    )
    vat_code_default = models.CharField(max_length=8, blank=True)
    payment_condition = models.CharField(max_length=8, blank=True)
    blocked = models.BooleanField(default=False)
    classifications = models.JSONField(
        default=dict, blank=True, help_text='Exact\'s classifications by number: {"1": GUID of a VendorGroup}.'
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="vendor_once")]
        indexes = [
            models.Index(fields=["administration", "vat_number"]),
            models.Index(fields=["administration", "registration"]),
            models.Index(fields=["administration", "domain"]),
            models.Index(fields=["administration", "name"]),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class VendorGroup(MirrorRow):
    """A value of one of the eight classifications that relations can have in Exact. ``name`` says which of the eight:
    their names are the administration's own ("Kind of supplier")."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="vendor_groups")
    code = models.CharField(max_length=30, blank=True)
    description = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="vendorgroup_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()


class VendorBankAccount(MirrorRow):
    """A bank account of a vendor as known in Exact (IBAN upper case without spaces)."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="bank_accounts")
    iban = models.CharField(max_length=34)
    main = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="bankaccount_once")]
        indexes = [models.Index(fields=["administration", "iban"])]

    def __str__(self) -> str:
        return self.iban


class Customer(MirrorRow):
    """An Exact account that buys from us (sales orders)."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="customers")
    code = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=200)
    vat_number = models.CharField(max_length=32, blank=True)
    email = models.CharField(max_length=254, blank=True)
    domain = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="customer_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Item(MirrorRow):
    """An item with the codes by which suppliers name it: ``supplier_codes`` {vendor exact_id: code}."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=16, blank=True)
    ean = models.CharField(max_length=20, blank=True)
    gl_account_code = models.CharField(max_length=20, blank=True, help_text="Purchase/cost account of the item group.")
    supplier_codes = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="item_once")]
        indexes = [models.Index(fields=["administration", "code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"
