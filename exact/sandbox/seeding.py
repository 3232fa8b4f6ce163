"""Filling an empty ledger from a seed world: ``{division: {"service/Resource": [rows]}}``.

Division 0 or -1 holds the rows without an administration. Rows may carry any subset of properties; identities, division
numbers and names of referenced rows are added.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from exact.sandbox import catalogue
from exact.sandbox.booking.derived import fill
from exact.sandbox.catalogue import DIVISIONLESS, NO_DIVISION, Entity
from exact.sandbox.clock import Clock
from exact.sandbox.ledger import Ledger, Row
from exact.sandbox.values import canonical

World = dict[int, dict[str, list[dict[str, Any]]]]
FIRST = (
    "financial/GLAccounts",
    "vat/VATCodes",
    "financial/Journals",
    "cashflow/PaymentConditions",
    "hrm/Costcenters",
    "hrm/Costunits",
    "crm/Accounts",
    "logistics/ItemGroups",
    "logistics/Items",
    "inventory/Warehouses",
    "documents/DocumentTypes",
    "documents/DocumentCategories",
    "documents/Documents",
)
"""Resources that others take names from: loaded first."""
_SPACE = uuid.UUID("0b8a0a52-0c8b-4a55-9a0e-6f54a1c6f7f1")
USER = {
    "UserID": str(uuid.uuid5(_SPACE, "user")),
    "UserName": "sandbox",
    "FullName": "Sandbox User",
    "LanguageCode": "nl-NL",
    "Email": "user@sandbox.example",
    "Language": "NL",
}
DOCUMENT_TYPES = {10: "Sales invoice", 20: "Purchase invoice", 55: "Miscellaneous"}


def load(ledger: Ledger, world: World, clock: Clock) -> None:
    """Store a world in one transaction; raises KeyError for an unknown resource, ValueError for a bad value."""
    entities = catalogue.load()
    now = canonical("DateTime", clock.local())
    with ledger.transaction():
        for division, resources in sorted(world.items()):
            names: dict[tuple[str, str, str], Row | None] = {}
            for name in sorted(resources, key=lambda n: (FIRST.index(n) if n in FIRST else len(FIRST), n)):
                entity = entities[name]
                target = NO_DIVISION if name in DIVISIONLESS else division
                rows = _prepared(entity, resources[name], target, now, ledger, names)
                ledger.put_many(target, entity, rows, clock.now())
        _basics(ledger, world, clock, now)


def _prepared(
    entity: Entity, rows: list[dict[str, Any]], division: int, now: str, ledger: Ledger, names: dict[Any, Row | None]
) -> Iterable[Row]:
    def get(resource: str, key: str | None) -> Row | None:
        if key is None:
            return None
        if (resource, "key", key) not in names:
            names[resource, "key", key] = ledger.get(division, resource, key)
        return names[resource, "key", key]

    def by_code(resource: str, code: Any) -> Row | None:
        text = str(code).strip()
        if (resource, "code", text) not in names:
            names[resource, "code", text] = ledger.by_reference(division, resource, text)
        return names[resource, "code", text]

    for raw in rows:
        row: Row = {}
        for name, value in raw.items():
            prop = entity.properties.get(name)
            if prop is None or prop.is_collection:
                continue
            try:
                row[name] = canonical(prop.edm, value)
            except ValueError as error:
                raise ValueError(f"seed: {entity.name}.{name} is {prop.edm}, got {value!r}") from error
            if isinstance(row[name], str) and name == "Code":
                row[name] = row[name].strip()
        for key in entity.key:
            if row.get(key) is None and entity.properties[key].edm == "Guid":
                row[key] = str(uuid.uuid4())
        for name, value in (("Division", division), ("Created", now), ("Modified", row.get("Created") or now)):
            if name in entity.properties and row.get(name) is None:
                row[name] = value
        fill(entity, row, get, by_code, only_missing=True)
        yield row


def _basics(ledger: Ledger, world: World, clock: Clock, now: str) -> None:
    """What every administration has even when the seed is silent: a user, a row per division, document types."""
    entities = catalogue.load()
    if not ledger.count(NO_DIVISION, "current/Me"):
        ledger.put(NO_DIVISION, entities["current/Me"], dict(USER), clock.now())
    for division in (number for number in world if number > 0):
        if not ledger.get(NO_DIVISION, "system/Divisions", f"{division:012d}"):
            row = {"Code": division, "Description": f"Administration {division}", "Currency": "EUR", "Country": "NL"}
            row |= {"Hid": division % 1000, "Status": 1, "BlockingStatus": 0, "Created": now, "Modified": now}
            ledger.put(NO_DIVISION, entities["system/Divisions"], row, clock.now())
        if not ledger.count(division, "documents/DocumentTypes"):
            kinds = [
                {"ID": number, "Description": text, "DocumentIsCreatable": True, "Created": now, "Modified": now}
                for number, text in DOCUMENT_TYPES.items()
            ]
            ledger.put_many(division, entities["documents/DocumentTypes"], kinds, clock.now())
        if not ledger.count(division, "documents/DocumentCategories"):
            category = {"ID": str(uuid.uuid5(_SPACE, f"category{division}")), "Description": "General"}
            ledger.put(division, entities["documents/DocumentCategories"], category, clock.now())
