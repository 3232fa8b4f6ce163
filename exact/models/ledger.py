"""Mirror of the books' fixed lists: accounts, VAT codes, cost centres and units, journals, periods."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from django.db import models

from domain.money import ZERO, decimal_or_none
from exact.models.base import MirrorRow


class GLAccount(MirrorRow):
    """A general ledger account. ``kind`` is Exact's Type; 20, 22, 24 never take purchase lines."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="gl_accounts")
    code = models.CharField(max_length=20)
    description = models.CharField(max_length=200, blank=True)
    kind = models.IntegerField(default=0)
    balance_type = models.CharField(max_length=1, blank=True, help_text="B balance sheet, W profit and loss.")
    blocked = models.BooleanField(default=False)
    vat_code = models.CharField(max_length=8, blank=True)
    use_cost_centre = models.PositiveSmallIntegerField(default=0, help_text="0 optional, 1 mandatory, 2 no.")
    use_cost_unit = models.PositiveSmallIntegerField(default=0, help_text="0 optional, 1 mandatory, 2 no.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="glaccount_once")]
        indexes = [models.Index(fields=["administration", "code"])]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class VatCode(MirrorRow):
    """A VAT code of the administration. ``percentage`` is a fraction (0.21); ``percentages`` are the dated
    rows [{"from": iso, "to": iso|null, "percentage": "0.21"}]; ``kind`` B, E, I or N as in Exact."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="vat_codes")
    code = models.CharField(max_length=8)
    description = models.CharField(max_length=200, blank=True)
    percentage = models.DecimalField(max_digits=7, decimal_places=5, default=0)
    percentages = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=1, blank=True)
    transaction_type = models.CharField(max_length=1, blank=True, help_text="B both, P purchase, S sales.")
    charged = models.BooleanField(default=False, help_text="VAT both due and claimed: reverse charge, acquisitions.")
    eu_listing = models.CharField(max_length=1, blank=True)
    intrastat = models.BooleanField(default=False)
    margin = models.BooleanField(default=False)
    blocked = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="vatcode_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class CostCentre(MirrorRow):
    """A cost centre, referred to by code."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="cost_centres")
    code = models.CharField(max_length=20)
    description = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="costcentre_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class CostUnit(MirrorRow):
    """A cost unit, referred to by code."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="cost_units")
    code = models.CharField(max_length=20)
    description = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="costunit_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class Journal(MirrorRow):
    """A journal; ``kind`` 22 is a purchase journal."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="journals")
    code = models.CharField(max_length=16)
    description = models.CharField(max_length=200, blank=True)
    kind = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="journal_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class Period(MirrorRow):
    """A financial period with, per journal code, whether it is closed (``closed_journals``)."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="periods")
    year = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    start = models.DateField()
    end = models.DateField()
    closed_journals = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "year", "number"], name="period_once")]
        ordering = ["year", "number"]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


class PaymentCondition(MirrorRow):
    """A payment condition: the last day to pay is ``days`` after the invoice date, or after the end of a month.

    How it is paid (``method``) decides whether an entry comes into a payment run at all.
    """

    ON_CREDIT, COLLECTED, CASH, COLLECTED_BY_PROVIDER = "B", "I", "K", "Q"

    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.CASCADE, related_name="payment_conditions"
    )
    code = models.CharField(max_length=8)
    description = models.CharField(max_length=200, blank=True)
    days = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="paymentcondition_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"

    @property
    def method(self) -> str:
        """Exact's ``PaymentMethod``: B on credit, I collected by the vendor, K cash, Q collected by a payment provider;
        empty as long as the mirror has not asked for it."""
        return str(self.raw.get("PaymentMethod") or "")

    @property
    def collected(self) -> bool:
        """Whether the vendor fetches the money: nothing is to be paid by us."""
        return self.method in (self.COLLECTED, self.COLLECTED_BY_PROVIDER)

    @property
    def paid_by_us(self) -> bool:
        """Whether an entry under this condition waits to be paid; so it is taken to be while the method is unknown."""
        return self.method in (self.ON_CREDIT, "")

    @property
    def discount(self) -> Decimal:
        """Share of the amount that may be taken off when it is paid in time, 0.02 for 2 %; 0 without one.

        Exact keeps percentages as fractions in some lists and as they are in others: a quarter or more is no fraction.
        """
        told = decimal_or_none(self.raw.get("DiscountPercentage")) or ZERO
        share = told if told < Decimal("0.25") else told / 100
        return share if 0 < share < 1 else ZERO

    @property
    def discount_days(self) -> int:
        """Within so many days of the invoice date it has to be paid for that."""
        return int(self.raw.get("DiscountPaymentDays") or 0)

    @property
    def discount_on_net(self) -> bool:
        """Whether the discount is of the amount without VAT."""
        return self.raw.get("DiscountCalculation") == "E"

    def last_day(self, invoice_date: date) -> date:
        """The last day to pay: first the end of as many months as Exact's ``PaymentEndOfMonths`` says, then the days.

        Exact's own example: 17 January with 2 month ends is 31 March, and with 15 days on top 15 April.
        """
        base, ends = invoice_date, int(self.raw.get("PaymentEndOfMonths") or 0)
        if ends > 0:
            month = base.year * 12 + base.month - 1 + ends
            base = date(month // 12, month % 12 + 1, monthrange(month // 12, month % 12 + 1)[1])
        return base + timedelta(days=self.days)


class ExchangeRate(MirrorRow):
    """From a day on: units of ``target`` (the administration's own currency) for one unit of ``source``."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="exchange_rates")
    source = models.CharField(max_length=3)
    target = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    start = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "exact_id"], name="exchangerate_once")]
        indexes = [models.Index(fields=["administration", "source", "start"])]

    def __str__(self) -> str:
        return f"{self.source} {self.start} {self.rate}"
