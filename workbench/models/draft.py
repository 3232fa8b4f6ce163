"""What we would book: header, lines, and the goods receipts they consume."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models

from workbench.drafts.states import OPEN_STATES, DraftKind, DraftState


class Draft(models.Model):
    """The booking proposal of one invoice or order, and the centre of its case.

    ``fields`` holds, per header field, {value, confidence, source, raw, boxes, proven, checks, state,
    confirmed_by}; the columns beside it repeat the values that are searched, sorted or booked.
    ``version`` counts every change a person or the pipeline makes to what would be booked; an approval
    binds to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.PROTECT, null=True, related_name="drafts", db_index=False
    )
    kind = models.CharField(
        max_length=20, choices=[(k.value, k.value) for k in DraftKind], default=DraftKind.PURCHASE_INVOICE.value
    )
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in DraftState], default=DraftState.REVIEW.value
    )
    document_type = models.CharField(max_length=20, blank=True)
    vendor = models.ForeignKey(
        "exact.Vendor", on_delete=models.PROTECT, null=True, blank=True, related_name="drafts", db_index=False
    )
    customer = models.ForeignKey(
        "exact.Customer", on_delete=models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    vendor_by_person = models.BooleanField(default=False)
    kind_by_person = models.BooleanField(default=False)
    administration_by_person = models.BooleanField(default=False)

    supplier_name = models.CharField(max_length=200, blank=True, help_text="As printed.")
    invoice_number = models.CharField(max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True, db_index=True)
    issue_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    net_total = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    vat_total = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    gross_total = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    order_reference = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=200, blank=True, help_text="Booking text.")

    fields = models.JSONField(default=dict, blank=True)
    vat_rows = models.JSONField(default=list, blank=True)
    vendor_result = models.JSONField(
        default=dict, blank=True, help_text="Candidates and evidence of vendor resolution."
    )
    vat_result = models.JSONField(default=dict, blank=True)
    match_result = models.JSONField(default=dict, blank=True)
    match_state = models.CharField(max_length=20, blank=True)
    match_summary = models.JSONField(default=dict, blank=True, help_text="{matched, lines} for the queue's chip.")
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="duplicates"
    )

    # Denormalised from the open holds so that the queue is one indexed query.
    blockers = models.PositiveSmallIntegerField(default=0)
    first_blocker = models.JSONField(default=dict, blank=True)
    turn = models.CharField(max_length=10, default="you", help_text="you, ready or others.")
    turn_rank = models.PositiveSmallIntegerField(default=0, help_text="Sort key of the turn: you 0, ready 1, others 2.")
    auto_ok = models.BooleanField(default=False)
    route = models.JSONField(
        null=True,
        blank=True,
        help_text="As rules of approval have it: {step, of, waits: [[key, name]], given: [[key, name, for]]}.",
    )
    superseded_by = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="supersedes", help_text="Drafts its pages went to."
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=20, default="upload")
    received_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    derived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    entry_number = models.CharField(max_length=32, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    rejected_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        # An index on the administration alone, or on what nearly always is empty, would be taken where a narrower one
        # is at hand: SQLite keeps no statistics of its own accord and believes that all single columns tell as much.
        indexes = [
            models.Index(fields=["administration", "state", "turn_rank", "due_date"]),
            models.Index(fields=["vendor", "state"]),
            models.Index(fields=["vendor", "number_key"]),
            models.Index(fields=["gross_total", "issue_date"]),
            # Lists of what is done, newest first: a handful of rows out of years.
            models.Index(fields=["state", "received_at"]),
            models.Index(fields=["state", "posted_at", "administration"]),
            # Orders that people choose.
            models.Index(fields=["state", "due_date"]),
            models.Index(fields=["state", "gross_total"]),
        ]
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.supplier_name} {self.invoice_number}"

    @property
    def is_done(self) -> bool:
        """Whether nothing more happens to it: posted, rejected, filed, or its pages went elsewhere."""
        return self.state not in OPEN_STATES

    @property
    def vendor_name(self) -> str:
        """The vendor as Exact calls it; as long as none is known, the name that was read."""
        return self.vendor.name if self.vendor else self.supplier_name

    @property
    def books_code(self) -> str:
        """The code of the administration it is in; "" as long as it is in none."""
        return self.administration.code if self.administration else ""

    @property
    def payable(self) -> Decimal | None:
        """The total as it changes what we owe: negative for a credit note, whose amounts are kept positive."""
        if self.gross_total is None or self.kind != DraftKind.CREDIT_NOTE:
            return self.gross_total
        return -self.gross_total


class DraftLine(models.Model):
    """One booking line. Amounts without VAT in the draft's currency; ``vat_amount`` is what the supplier
    charged, ``vat_due`` what we owe ourselves (reverse charge). ``choices`` explains each coded column:
    {column: {source, confidence, reasons}}; columns in ``by_person`` are never derived again."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    description = models.CharField(max_length=300, blank=True)
    item_code = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=16, blank=True)
    unit_price = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    price_per = models.DecimalField(max_digits=9, decimal_places=2, default=1)
    discount = models.CharField(max_length=20, blank=True)
    net_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    vat_rate = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    vat_treatment = models.CharField(max_length=20, blank=True)
    vat_code = models.CharField(max_length=8, blank=True)
    vat_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    gl_account = models.CharField(max_length=20, blank=True, help_text="Code.")
    cost_centre = models.CharField(max_length=20, blank=True)
    cost_unit = models.CharField(max_length=20, blank=True)
    order_line = models.ForeignKey(
        "exact.PurchaseOrderLine", on_delete=models.SET_NULL, null=True, blank=True, related_name="draft_lines"
    )
    match_state = models.CharField(max_length=20, blank=True)
    match = models.JSONField(default=dict, blank=True)
    read = models.JSONField(default=dict, blank=True, help_text="The line as read (ReadLine), for evidence.")
    choices = models.JSONField(default=dict, blank=True)
    by_person = models.JSONField(default=list, blank=True)
    is_charge = models.BooleanField(default=False)
    split = models.JSONField(
        default=dict, blank=True, help_text="Part of a line that a rule divided: {group, part, parts, whole}."
    )
    spread_from = models.DateField(null=True, blank=True, help_text="First day of the period the cost belongs to.")
    spread_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]


class ReceiptConsumption(models.Model):
    """A quantity of one goods receipt line used up by one draft line; never more than was received.

    ``linked_by``: a person linked it after the draft was decided; empty when the match did.
    """

    draft_line = models.ForeignKey(DraftLine, on_delete=models.CASCADE, related_name="consumptions")
    receipt_line = models.ForeignKey("exact.GoodsReceiptLine", on_delete=models.PROTECT, related_name="consumptions")
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    linked_at = models.DateTimeField(null=True, blank=True)
