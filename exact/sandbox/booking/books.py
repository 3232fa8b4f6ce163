"""The books of one administration during one writing call: look-ups, defaults, saving, events."""

import uuid
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from exact.sandbox import catalogue
from exact.sandbox.booking.derived import fill
from exact.sandbox.calls import Caller
from exact.sandbox.catalogue import NO_DIVISION, Entity
from exact.sandbox.clock import Clock
from exact.sandbox.configuration import SandboxSettings
from exact.sandbox.errors import STREAM, ApiError
from exact.sandbox.ledger import Ledger, Row, row_key
from exact.sandbox.values import canonical, decimal_text

CENT = Decimal("0.01")
Problems = list[tuple[str, str]]


def money(value: Any) -> Decimal:
    """A canonical Double as Decimal; absent is 0."""
    return Decimal(value if value is not None else "0")


def cents(amount: Decimal) -> Decimal:
    """Rounded to the cent, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Event:
    """A change to report to webhook subscribers: topic, Create/Update/Delete, resource and key of the row."""

    topic: str
    action: str
    resource: str
    key: str


@dataclass
class Books:
    """One administration, opened by one caller for one change. Use inside a ledger transaction."""

    ledger: Ledger
    division: int
    clock: Clock
    settings: SandboxSettings
    caller: Caller
    events: list[Event] = field(default_factory=list)

    def entity(self, name: str) -> Entity:
        """Catalogue entity by its full name."""
        return catalogue.load()[name]

    def get(self, resource: str, key: str | None) -> Row | None:
        """Row by key text."""
        return self.ledger.get(self.division, resource, key) if key else None

    def by_code(self, resource: str, code: Any) -> Row | None:
        """Row by its code, padded or not."""
        text = str(code).strip() if code is not None else ""
        return self.ledger.by_reference(self.division, resource, text) if text else None

    @property
    def currency(self) -> str:
        """Default currency of the administration."""
        row = self.ledger.get(NO_DIVISION, "system/Divisions", f"{self.division:012d}")
        return (row or {}).get("Currency") or "EUR"

    def new_id(self) -> str:
        """A new GUID."""
        return str(uuid.uuid4())

    def today(self) -> str:
        """Today as canonical DateTime, by the server's clock."""
        return self.clock.local().strftime("%Y-%m-%dT00:00:00")

    def save(self, name: str, row: Row) -> Row:
        """Store a row: bookkeeping properties and names of referenced rows are filled in."""
        entity = self.entity(name)
        now = canonical("DateTime", self.clock.local())
        user, full_name = self.caller.user, self.caller.profile.get("FullName")
        defaults = {"Division": self.division, "Created": now, "Creator": user, "CreatorFullName": full_name}
        for prop, value in defaults.items():
            if prop in entity.properties and row.get(prop) is None:
                row[prop] = value
        for prop, value in {"Modified": now, "Modifier": user, "ModifierFullName": full_name}.items():
            if prop in entity.properties:
                row[prop] = value
        fill(entity, row, self.get, self.by_code)
        self.ledger.put(self.division, entity, row, self.clock.now())
        return row

    def remove(self, name: str, row: Row) -> None:
        """Delete a row and leave its mark for the sync API."""
        entity = self.entity(name)
        mark = (self.new_id(), canonical("DateTime", self.clock.local()), self.caller.user)
        self.ledger.remove(self.division, entity, row_key(entity, row), mark)

    def report(self, topic: str, action: str, resource: str, key: str) -> None:
        """Queue an event; the same event twice in one change is reported once."""
        event = Event(topic, action, resource, key)
        if event not in self.events:
            self.events.append(event)

    def accept(self, name: str, payload: Any, method: str) -> tuple[Row, dict[str, list[Any]]]:
        """Check a body against the entity. Returns (settable values in canonical form, nested line bodies).

        Known properties that cannot be set are ignored without a word; unknown ones, wrong types and nested lines on
        PUT are refused with 400 in the framework's words.
        """
        entity = self.entity(name)
        if not isinstance(payload, dict):
            raise ApiError(400, STREAM.format(detail="The request should be a valid top-level resource object."))
        values: Row = {}
        nested: dict[str, list[Any]] = {}
        for prop_name, value in payload.items():
            if prop_name == "__metadata":
                continue
            prop = entity.properties.get(prop_name)
            if prop is None:
                detail = f"The property name '{prop_name}' specified for type '{entity.model}' is not valid."
                raise ApiError(400, STREAM.format(detail=detail))
            if prop.is_collection:
                if method == "PUT":
                    detail = "Binding to new entities is not supported when updating an existing resource."
                    raise ApiError(400, STREAM.format(detail=detail))
                nested[prop_name] = _nested(value)
            elif prop.edm == "Binary":
                values[prop_name] = value
            elif prop.settable or prop_name == "Type":
                try:
                    values[prop_name] = canonical(prop.edm, value)
                except (ValueError, TypeError) as error:
                    detail = (
                        f"Error encountered in converting the value from request payload for property '{prop_name}'"
                    )
                    raise ApiError(400, STREAM.format(detail=f"{detail} to type '{prop.edm}'.")) from error
        return values, nested

    def rate(self, currency: str, day: str) -> Decimal:
        """Exchange rate from a currency to the administration's own on a day; 1 when none is known."""
        if currency == self.currency:
            return Decimal(1)
        best: Row | None = None
        for stored in self.ledger.rows(self.division, "financial/ExchangeRates"):
            row = stored.row
            if row.get("SourceCurrency") == currency and (row.get("StartDate") or "") <= day:
                if best is None or (row.get("StartDate") or "") > (best.get("StartDate") or ""):
                    best = row
        return money(best["Rate"]) if best and best.get("Rate") else Decimal(1)

    def in_own_currency(self, amount: Decimal, rate: Decimal) -> str:
        """Amount in the administration's currency, to the cent, as canonical text."""
        return decimal_text(cents(amount * rate))

    def next_number(self, resource: str, prop: str, counter: str, start: int) -> int:
        """Next human number: above everything given out and everything the seed brought."""
        name = f"{self.division}:{counter}"
        if self.ledger.counter(name) == 0:
            top = max((s.row.get(prop) or 0 for s in self.ledger.rows(self.division, resource)), default=0)
            self.ledger.set_counter(name, max(top, start - 1))
        return self.ledger.next(name, start)


def _nested(value: Any) -> list[Any]:
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        value = value["results"]
    if not isinstance(value, list):
        raise ApiError(400, STREAM.format(detail="The request should be a valid top-level resource object."))
    return value
