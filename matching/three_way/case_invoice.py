"""Reading the invoice of a written-out case."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.orders import (
    ONE,
    InvoiceCharge,
    InvoiceForMatch,
    InvoiceLine,
    StatedVat,
    Totals,
)
from matching.three_way.case_orders import SHARED_TEXTS
from matching.three_way.case_values import currency, day, figure, known_keys, pick, price_unit, texts_of

_LINE_KEYS = (
    *SHARED_TEXTS,
    "key",
    "quantity",
    "price",
    "per",
    "discount_percent",
    "discount_amount",
    "line_charge",
    "net",
    "order",
    "order_line",
    "supplier_reference",
    "delivery_note",
    "service_date",
    "charge",
    "price_adjustment",
)


def _invoice_line(row: Mapping[str, Any], at: int) -> InvoiceLine:
    where = f"invoice.lines[{at}]"
    known_keys(row, (*_LINE_KEYS, "order_reference"), where)
    texts: dict[str, Any] = {key: str(row.get(key, "")) for key in SHARED_TEXTS}
    return InvoiceLine(
        key=str(row.get("key", at)),
        quantity=figure(row, "quantity", where),
        unit_price=figure(row, "price", where),
        price_per=price_unit(row, where),
        discount_percent=figure(row, "discount_percent", where, Decimal(0)),
        discount_amount=figure(row, "discount_amount", where, Decimal(0)),
        line_charge=figure(row, "line_charge", where, Decimal(0)),
        net_amount=figure(row, "net", where),
        order_reference=str(row.get("order", row.get("order_reference", ""))),
        order_line=str(row.get("order_line", "")),
        supplier_reference=str(row.get("supplier_reference", "")),
        delivery_note=str(row.get("delivery_note", "")),
        service_date=day(row, "service_date", where),
        charge_kind=str(row.get("charge", "")),
        price_adjustment=bool(row.get("price_adjustment", False)),
        **texts,
    )


_INVOICE_KEYS = (
    "key",
    "number",
    "vendor",
    "vendor_group",
    "ordering_parties",
    "administration",
    "currency",
    "exchange_rate",
    "daily_rate",
    "date",
    "delivery_date",
    "service_date",
    "credit",
    "prepayment",
    "original_invoice",
    "references",
    "supplier_references",
    "delivery_notes",
    "lines",
    "charges",
    "net_total",
    "gross_total",
    "vat",
    "totals",
    "expected_totals",
    "lines_usable",
    "waited_days",
)


def invoice(row: Mapping[str, Any], default_key: str) -> InvoiceForMatch:
    """The invoice or credit note; without ``references`` its lines may still name orders one by one."""
    where = "invoice"
    known_keys(row, _INVOICE_KEYS, where)
    charges = tuple(
        InvoiceCharge(
            str(c.get("key", f"charge-{at}")),
            figure(c, "net", f"{where}.charges[{at}]", Decimal(0)),
            str(c.get("description", "")),
            str(c.get("kind", "")),
            str(c.get("order", "")),
        )
        for at, c in enumerate(row.get("charges", ()), 1)
    )
    vat = tuple(
        StatedVat(*(figure(v, name, f"{where}.vat[{at}]", Decimal(0)) for name in ("rate", "base", "amount")))
        for at, v in enumerate(row.get("vat", ()), 1)
    )
    return InvoiceForMatch(
        key=str(row.get("key", row.get("number", default_key))),
        vendor=str(row.get("vendor", "")),
        vendor_group=str(row.get("vendor_group", "")),
        ordering_parties=frozenset(texts_of(row.get("ordering_parties"))),
        administration=str(row.get("administration", "")),
        currency=currency(row),
        exchange_rate=figure(row, "exchange_rate", where, ONE),
        daily_rate=figure(row, "daily_rate", where),
        invoice_date=day(row, "date", where),
        delivery_date=day(row, "delivery_date", where),
        service_date=day(row, "service_date", where),
        credit=bool(row.get("credit", False)),
        prepayment=bool(row.get("prepayment", False)),
        original_invoice=str(row.get("original_invoice", "")),
        order_references=texts_of(pick(row, "references")),
        supplier_references=texts_of(row.get("supplier_references")),
        delivery_notes=texts_of(row.get("delivery_notes")),
        lines=tuple(_invoice_line(line, at) for at, line in enumerate(row.get("lines", ()), 1)),
        charges=charges,
        net_total=figure(row, "net_total", where),
        gross_total=figure(row, "gross_total", where),
        vat=vat,
        totals=_totals(row.get("totals"), "totals"),
        expected_totals=_totals(row.get("expected_totals"), "expected_totals"),
        lines_usable=bool(row.get("lines_usable", True)),
        waited_days=int(row.get("waited_days", 0)),
    )


def _totals(row: Mapping[str, Any] | None, where: str) -> Totals | None:
    if row is None:
        return None
    names = ("balance", "discount", "charges", "tax", "total")
    known_keys(row, names, where)
    return Totals(*(figure(row, name, where) for name in names))
