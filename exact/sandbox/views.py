"""Rows that are not stored as they are shown: users and administrations, deletions, sync shapes, read functions."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from exact.sandbox import catalogue
from exact.sandbox.calls import Caller
from exact.sandbox.catalogue import NO_DIVISION, Entity
from exact.sandbox.clock import Clock
from exact.sandbox.errors import ApiError
from exact.sandbox.ledger import Ledger, Row, Stored
from exact.sandbox.values import key_text, moment

PAYABLE_LINE = 22
"""LineType of payables in ``sync/Cashflow/PaymentTerms`` (20 would be a receivable)."""


def special_rows(
    entity: Entity, ledger: Ledger, caller: Caller, clock: Clock, division: int, where: list[tuple[str, Any]]
) -> Iterator[Stored] | None:
    """Rows of the entities that are computed for the caller; None when the entity is stored plainly."""
    if entity.name == "current/Me":
        return iter([Stored(me(caller, clock), 0, caller.user)])
    if entity.name in ("system/Divisions", "hrm/Divisions"):
        return _divisions(ledger, caller, where)
    if entity.name == "sync/Deleted":
        return _deleted(ledger, division, where)
    return None


def me(caller: Caller, clock: Clock) -> Row:
    """The row of ``current/Me`` for the caller: the user with the server's local time."""
    row = dict(caller.profile)
    local: datetime = clock.local()
    row["ServerTime"] = local.strftime("%Y-%m-%dT%H:%M:%S")
    row["ServerUtcOffset"] = clock.utc_offset()
    if not row.get("CurrentDivision"):
        row["CurrentDivision"] = min(caller.divisions, default=0)
    return row


def _keyed(where: list[tuple[str, Any]], key: str) -> bool:
    for condition, value in where:
        if condition == "key = ?" and key != value:
            return False
        if condition == "key > ?" and not key > value:
            return False
    return True


def _divisions(ledger: Ledger, caller: Caller, where: list[tuple[str, Any]]) -> Iterator[Stored]:
    current = caller.profile.get("CurrentDivision")
    for stored in ledger.rows(NO_DIVISION, "system/Divisions"):
        if stored.row["Code"] in caller.divisions and _keyed(where, stored.key):
            row = dict(stored.row, Current=stored.row["Code"] == current)
            row.setdefault("HID", row.get("Hid"))
            yield Stored(row, stored.version, stored.key)


def _deleted(ledger: Ledger, division: int, where: list[tuple[str, Any]]) -> Iterator[Stored]:
    sql = "SELECT version, entity_type, entity_key, id, deleted_at, deleted_by FROM deleted WHERE division = ?"
    values: list[Any] = [division]
    for condition, value in where:
        sql += " AND " + condition
        values.append(value)
    for version, kind, key, ident, at, by in ledger.execute(sql + " ORDER BY version", tuple(values)):
        row = {"Timestamp": version, "EntityType": kind, "EntityKey": key, "ID": ident, "DeletedDate": at}
        yield Stored(row | {"DeletedBy": by, "Division": division}, version, key_text("Int64", version))


def shaper(entity: Entity, ledger: Ledger, division: int) -> Callable[[Stored], Stored] | None:
    """How a stored row becomes the row of a sync entity; None when nothing changes."""
    if entity.kind != "sync":
        return None
    if entity.name == "sync/PurchaseOrder/PurchaseOrders":
        return lambda stored: _with(stored, _order_line(stored.row, ledger, division))
    if entity.name == "sync/Logistics/PurchaseItemPrices":
        return lambda stored: _with(stored, _purchase_price(stored.row))
    if entity.name == "sync/Cashflow/PaymentTerms":
        return lambda stored: _with(stored, stored.row | {"LineType": PAYABLE_LINE})
    return lambda stored: _with(stored, stored.row)


def _with(stored: Stored, row: Row) -> Stored:
    return Stored(row | {"Timestamp": stored.version}, stored.version, stored.key)


def _order_line(line: Row, ledger: Ledger, division: int) -> Row:
    header = ledger.get(division, "purchaseorder/PurchaseOrders", line["PurchaseOrderID"]) or {}
    # The header's totals are the order's; line amounts, dates and prices stay the line's own.
    merged = {name: value for name, value in header.items() if not name.startswith(("Amount", "VATAmount"))}
    merged |= {name: value for name, value in line.items() if value is not None}
    merged["CostCenterCode"], merged["CostUnitCode"] = merged.pop("CostCenter", None), merged.pop("CostUnit", None)
    return merged


def _purchase_price(row: Row) -> Row:
    mapped = dict(row)
    mapped |= {"Account": row.get("Supplier"), "AccountName": row.get("SupplierDescription")}
    mapped |= {
        "Price": row.get("PurchasePrice"),
        "Unit": row.get("PurchaseUnit"),
        "Quantity": row.get("MinimumQuantity"),
    }
    mapped |= {"NumberOfItemsPerUnit": row.get("PurchaseUnitFactor"), "DefaultItemUnit": row.get("ItemUnitCode")}
    return mapped


def sync_timestamp(options: dict[str, str], ledger: Ledger, division: int) -> Row | None:
    """Row version of the first row modified at or after a moment, for the named endpoint; None when there is none."""
    try:
        modified = moment(options["modified"].removeprefix("datetime").strip("'"))
        name = options["endPoint"].strip("'")
    except (KeyError, ValueError) as error:
        raise ApiError(400, "Bad Request - modified and endPoint are required.") from error
    entity = next((e for e in catalogue.load().values() if e.kind == "sync" and e.resource == name), None)
    if entity is None:
        raise ApiError(400, "Bad Request - unknown endPoint.")
    found = ledger.rows(division, entity.source, [("modified >= ?", modified)], "version", 1)
    if not found:
        return None
    return {"Modified": found[0].row.get("Modified"), "API": name, "TimeStampAsBigInt": found[0].version}
