"""Reading the parts of a written-out case: orders, receipts, invoice, tolerances, policy, what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from domain.orders import (
    ONE,
    BilledLine,
    Consumption,
    GoodsReceiptLine,
    InvoiceCharge,
    InvoiceForMatch,
    InvoiceLine,
    LearnedItems,
    OrderCharge,
    OrderStatus,
    PurchaseOrderLine,
    StatedVat,
    Totals,
    UnitFactor,
)
from domain.tolerances import Limit, Side, ToleranceKind, ToleranceRule, ToleranceTable
from matching.three_way.engine import Known
from matching.three_way.policy import ChargeTreatment, MatchLevel, MatchPolicy, PolicyRule
from matching.three_way.score import fold


class CaseError(ValueError):
    """A case that cannot be understood; the text names the place and what was expected."""


_ALIASES = {
    "quantity": ("quantity", "qty", "ordered"),
    "price": ("price", "unit_price"),
    "per": ("per", "price_per"),
    "net": ("net", "net_amount", "amount"),
    "references": ("references", "order_references", "order_reference", "reference"),
}
_SHARED = ("description", "unit", "gtin", "item", "supplier_item")
_LOWER_KINDS = {ToleranceKind.QTY_UNDER, ToleranceKind.TAX_UNDER}
_UPPER_KINDS = {
    ToleranceKind.PRICE_TOTAL,
    ToleranceKind.BILLING_ALLOWANCE,
    ToleranceKind.QTY_ORDERED,
    ToleranceKind.QTY_RECEIVED,
    ToleranceKind.CHARGE,
    ToleranceKind.TAX_OVER,
    ToleranceKind.DATE,
    ToleranceKind.BLANKET_AMOUNT,
    ToleranceKind.BLANKET_DATE,
}


def number(value: Any, where: str) -> Decimal | None:
    """A figure as written. A JSON float is taken as the text it was written as (its shortest form)."""
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite():
        raise CaseError(f"{where}: a number expected, got {value!r}")
    return found


def _get(row: Mapping[str, Any], name: str) -> Any:
    return next((row[alias] for alias in _ALIASES.get(name, (name,)) if alias in row), None)


def _num(row: Mapping[str, Any], name: str, where: str, default: Decimal | None = None) -> Any:
    found = number(_get(row, name), f"{where}.{name}")
    return default if found is None else found


def _date(row: Mapping[str, Any], name: str, where: str) -> date | None:
    value = row.get(name)
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError) as error:
        raise CaseError(f"{where}.{name}: a date YYYY-MM-DD expected, got {value!r}") from error


def _known_keys(row: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    # A misspelt key that is silently ignored would answer another question than was asked.
    names = {alias for name in allowed for alias in _ALIASES.get(name, (name,))}
    strange = sorted(set(row) - names - {"comment"})
    if strange:
        raise CaseError(f"{where}: unknown key {', '.join(strange)}; known are {', '.join(sorted(names))}")


_ORDER_KEYS = (
    *_SHARED, "key", "order", "line", "vendor", "administration", "currency", "quantity", "cancelled", "price", "per", "discount_percent",
    "discount_amount", "line_charge", "net", "unit_factor", "base_unit", "item_group", "status", "order_date", "supplier_reference",
    "your_reference", "invoiced", "invoiced_amount", "pending", "pending_amount", "received", "rejected", "returned", "delivery_complete",
    "needs_receipt", "self_billed", "blanket_limit", "valid_from", "valid_until", "gl_account", "cost_centre", "cost_unit",
)  # fmt: skip


def orders_of(rows: Sequence[Mapping[str, Any]]) -> tuple[PurchaseOrderLine, ...]:
    """Order lines; ``order`` defaults to PO-1, ``line`` to its place, ``key`` to order/line."""
    lines = []
    for at, row in enumerate(rows, 1):
        where = f"orders[{at}]"
        _known_keys(row, _ORDER_KEYS, where)
        name, line = str(row.get("order", "PO-1")), str(row.get("line", at))
        try:
            status = OrderStatus(row.get("status", "open"))
        except ValueError as error:
            raise CaseError(f"{where}.status: one of {', '.join(OrderStatus)} expected") from error
        texts = {key: str(row.get(key, "")) for key in (*_SHARED, "vendor", "administration", "base_unit", "item_group", "supplier_reference",
                                                         "your_reference", "gl_account", "cost_centre", "cost_unit")}  # fmt: skip
        figures = {key: _num(row, key, where, Decimal(0)) for key in ("cancelled", "discount_percent", "discount_amount", "line_charge",
                                                                       "invoiced", "pending", "rejected", "returned")}  # fmt: skip
        optional = {
            key: _num(row, key, where)
            for key in ("unit_factor", "invoiced_amount", "pending_amount", "received", "blanket_limit")
        }
        lines.append(
            PurchaseOrderLine(
                key=str(row.get("key", f"{name}/{line}")),
                order=name,
                line=line,
                currency=str(row.get("currency", "EUR")),
                ordered=_num(row, "quantity", where, Decimal(0)),
                unit_price=_num(row, "price", where),
                price_per=_num(row, "per", where, ONE),
                net_amount=_num(row, "net", where),
                status=status,
                order_date=_date(row, "order_date", where),
                valid_from=_date(row, "valid_from", where),
                valid_until=_date(row, "valid_until", where),
                delivery_complete=bool(row.get("delivery_complete", False)),
                needs_receipt=bool(row.get("needs_receipt", True)),
                self_billed=bool(row.get("self_billed", False)),
                **texts,
                **figures,
                **optional,
            )
        )
    return tuple(lines)


def receipt(
    row: Mapping[str, Any], at: int, orders: Sequence[PurchaseOrderLine], default: PurchaseOrderLine | None
) -> GoodsReceiptLine:
    """A receipt line; its order line is named by ``order_line`` (key), or ``order`` and ``line``, or is the only one."""
    where = f"receipts[{at}]"
    _known_keys(row, ("key", "receipt", "order_line", "order", "line", "quantity", "date", "delivery_note", "rejected", "returned",
                      "consumed", "unit", "self_billed"), where)  # fmt: skip
    key = str(row.get("order_line", ""))
    if not key and ("order" in row or "line" in row):
        hits = [
            o for o in orders if o.order == str(row.get("order", o.order)) and o.line == str(row.get("line", o.line))
        ]
        if len(hits) != 1:
            raise CaseError(f"{where}: names {len(hits)} order lines, exactly one expected")
        key = hits[0].key
    if not key and default is None:
        raise CaseError(f"{where}: say which order line (order and line) was received")
    name = str(row.get("receipt", f"GR-{at}"))
    return GoodsReceiptLine(
        key=str(row.get("key", f"{name}/{key or default.key}" if default or key else name)),
        order_line=key or (default.key if default else ""),
        quantity=_num(row, "quantity", where, Decimal(0)),
        receipt=name,
        date=_date(row, "date", where),
        delivery_note=str(row.get("delivery_note", "")),
        rejected=_num(row, "rejected", where, Decimal(0)),
        returned=_num(row, "returned", where, Decimal(0)),
        consumed=_num(row, "consumed", where, Decimal(0)),
        unit=str(row.get("unit", "")),
        self_billed=bool(row.get("self_billed", False)),
    )


def _texts(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    return (str(value),) if isinstance(value, str | int) else tuple(str(item) for item in value)


_LINE_KEYS = (
    *_SHARED, "key", "quantity", "price", "per", "discount_percent", "discount_amount", "line_charge", "net", "order", "order_line",
    "supplier_reference", "delivery_note", "service_date", "charge", "price_adjustment",
)  # fmt: skip


def _invoice_line(row: Mapping[str, Any], at: int) -> InvoiceLine:
    where = f"invoice.lines[{at}]"
    _known_keys(row, (*_LINE_KEYS, "order_reference"), where)
    return InvoiceLine(
        key=str(row.get("key", at)),
        quantity=_num(row, "quantity", where),
        unit_price=_num(row, "price", where),
        price_per=_num(row, "per", where, ONE),
        discount_percent=_num(row, "discount_percent", where, Decimal(0)),
        discount_amount=_num(row, "discount_amount", where, Decimal(0)),
        line_charge=_num(row, "line_charge", where, Decimal(0)),
        net_amount=_num(row, "net", where),
        order_reference=str(row.get("order", row.get("order_reference", ""))),
        order_line=str(row.get("order_line", "")),
        supplier_reference=str(row.get("supplier_reference", "")),
        delivery_note=str(row.get("delivery_note", "")),
        service_date=_date(row, "service_date", where),
        charge_kind=str(row.get("charge", "")),
        price_adjustment=bool(row.get("price_adjustment", False)),
        **{key: str(row.get(key, "")) for key in _SHARED},
    )


_INVOICE_KEYS = (
    "key", "number", "vendor", "vendor_group", "ordering_parties", "administration", "currency", "exchange_rate", "daily_rate", "date",
    "delivery_date", "service_date", "credit", "prepayment", "original_invoice", "references", "supplier_references", "delivery_notes",
    "lines", "charges", "net_total", "gross_total", "vat", "totals", "expected_totals", "lines_usable", "waited_days",
)  # fmt: skip


def invoice(row: Mapping[str, Any], default_key: str) -> InvoiceForMatch:
    """The invoice or credit note; without ``references`` its lines may still name orders one by one."""
    where = "invoice"
    _known_keys(row, _INVOICE_KEYS, where)
    charges = tuple(
        InvoiceCharge(
            str(c.get("key", f"charge-{at}")),
            _num(c, "net", f"{where}.charges[{at}]", Decimal(0)),
            str(c.get("description", "")),
            str(c.get("kind", "")),
            str(c.get("order", "")),
        )
        for at, c in enumerate(row.get("charges", ()), 1)
    )
    vat = tuple(
        StatedVat(*(_num(v, name, f"{where}.vat[{at}]", Decimal(0)) for name in ("rate", "base", "amount")))
        for at, v in enumerate(row.get("vat", ()), 1)
    )
    return InvoiceForMatch(
        key=str(row.get("key", row.get("number", default_key))),
        vendor=str(row.get("vendor", "")),
        vendor_group=str(row.get("vendor_group", "")),
        ordering_parties=frozenset(_texts(row.get("ordering_parties"))),
        administration=str(row.get("administration", "")),
        currency=str(row.get("currency", "EUR")),
        exchange_rate=_num(row, "exchange_rate", where, ONE),
        daily_rate=_num(row, "daily_rate", where),
        invoice_date=_date(row, "date", where),
        delivery_date=_date(row, "delivery_date", where),
        service_date=_date(row, "service_date", where),
        credit=bool(row.get("credit", False)),
        prepayment=bool(row.get("prepayment", False)),
        original_invoice=str(row.get("original_invoice", "")),
        order_references=_texts(_get(row, "references")),
        supplier_references=_texts(row.get("supplier_references")),
        delivery_notes=_texts(row.get("delivery_notes")),
        lines=tuple(_invoice_line(line, at) for at, line in enumerate(row.get("lines", ()), 1)),
        charges=charges,
        net_total=_num(row, "net_total", where),
        gross_total=_num(row, "gross_total", where),
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
    _known_keys(row, names, where)
    return Totals(*(_num(row, name, where) for name in names))


def table(data: Mapping[str, Any]) -> ToleranceTable:
    """Tolerances. A row without ``side`` counts for both sides its kind has."""
    rules: list[ToleranceRule] = []
    for at, row in enumerate(data.get("tolerances", ()), 1):
        where = f"tolerances[{at}]"
        _known_keys(row, ("kind", "side", "percent", "amount", "quantity", "days", "checked", "order_line", "vendor", "vendor_group",
                          "item", "item_group", "set_by"), where)  # fmt: skip
        try:
            kind = ToleranceKind(row["kind"])
            sides = [Side(row["side"])] if row.get("side") not in (None, "", "both") else _sides(kind)
        except (KeyError, ValueError) as error:
            raise CaseError(
                f"{where}: kind must be one of {', '.join(ToleranceKind)}; side upper, lower or both"
            ) from error
        amount = next((row[name] for name in ("amount", "quantity", "days") if row.get(name) is not None), None)
        limit = Limit(number(row.get("percent"), where), number(amount, where), bool(row.get("checked", True)))
        scope = {
            name: str(row.get(name, ""))
            for name in ("order_line", "vendor", "vendor_group", "item", "item_group", "set_by")
        }
        rules.extend(ToleranceRule(kind, side, limit, **scope) for side in sides)
    return ToleranceTable(tuple(rules), bool(data.get("stricter_only", False)))


def _sides(kind: ToleranceKind) -> list[Side]:
    if kind in _LOWER_KINDS:
        return [Side.LOWER]
    return [Side.UPPER] if kind in _UPPER_KINDS else [Side.UPPER, Side.LOWER]


_LEVELS = {
    "none": MatchLevel.NONE,
    "two_way": MatchLevel.TWO_WAY,
    "three_way": MatchLevel.THREE_WAY,
    "four_way": MatchLevel.FOUR_WAY,
}


def _level(value: Any, where: str) -> MatchLevel:
    try:
        return _LEVELS[value] if value in _LEVELS else MatchLevel(int(value))
    except (TypeError, ValueError) as error:
        raise CaseError(f"{where}: one of {', '.join(_LEVELS)} expected, got {value!r}") from error


def policy(row: Mapping[str, Any]) -> MatchPolicy:
    """The match policy; ``charge_accounts`` is the white list, as a list of kinds or kind → GL account."""
    flags = ("raise_only", "check_totals", "order_required", "bill_before_receipt", "auto_accept")
    _known_keys(row, ("match", "overrides", "check_charges", "charge_accounts", "charge_treatment", "self_billing_vendors", "rematch_days",
                      "open_order_days", *flags), "policy")  # fmt: skip
    accounts = row.get("charge_accounts", {})
    names = ("order_line", "vendor", "vendor_group", "item", "item_group")
    return MatchPolicy(
        match=_level(row.get("match", "three_way"), "policy.match"),
        overrides=tuple(
            PolicyRule(
                _level(rule.get("match"), "policy.overrides.match"), **{name: str(rule.get(name, "")) for name in names}
            )
            for rule in row.get("overrides", ())
        ),
        check_charges=bool(row.get("check_charges", True)),
        charge_accounts=dict(accounts) if isinstance(accounts, Mapping) else dict.fromkeys(accounts, ""),
        charge_treatment=ChargeTreatment(row.get("charge_treatment", "account")),
        self_billing_vendors=frozenset(_texts(row.get("self_billing_vendors"))),
        rematch_days=int(row.get("rematch_days", 30)),
        open_order_days=int(row.get("open_order_days", 365)),
        **{name: bool(row.get(name, False)) for name in flags},
    )


def known(data: Mapping[str, Any]) -> Known:
    """Order charges, what was billed before, unit factors, learned codes, people's choices, prepayments."""
    charges = tuple(
        OrderCharge(
            str(c.get("order", "PO-1")),
            str(c["kind"]),
            _num(c, "net", "order_charges", Decimal(0)),
            _num(c, "billed", "order_charges", Decimal(0)),
        )
        for c in data.get("order_charges", ())
    )
    history = tuple(
        BilledLine(str(b.get("document", b.get("number", ""))), str(b.get("line", "1")), str(b["order_line"]),
                   _num(b, "quantity", "history", Decimal(0)), _num(b, "net", "history", Decimal(0)), bool(b.get("posted", True)),
                   str(b.get("number", b.get("document", ""))), str(b.get("item", "")))
        for b in data.get("history", ())
    )  # fmt: skip
    consumption = tuple(
        Consumption(str(c["document"]), str(c.get("line", "1")), str(c["receipt_line"]), str(c["order_line"]),
                    _num(c, "quantity", "consumption", Decimal(0)))
        for c in data.get("consumption", ())
    )  # fmt: skip
    factors = tuple(
        UnitFactor(str(f["from"]), str(f["to"]), _num(f, "factor", "unit_factors", ONE), str(f.get("item", "")), str(f.get("vendor", "")),
                   str(f.get("supplier_item", "")))
        for f in data.get("unit_factors", ())
    )  # fmt: skip
    learned = LearnedItems(
        {
            (str(r.get("vendor", "")), fold(str(r["supplier_item"]))): str(r["item"])
            for r in data.get("supplier_items", ())
        }
    )
    return Known(
        charges=charges,
        history=history,
        consumption=consumption,
        factors=factors,
        learned=learned,
        chosen={str(line): _texts(keys) for line, keys in data.get("chosen", {}).items()},
        prepaid={
            str(order): number(amount, "prepaid") or Decimal(0) for order, amount in data.get("prepaid", {}).items()
        },
    )
