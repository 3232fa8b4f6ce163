"""What became of what was read: kept, confirmed, corrected, filled in or cleared by a person. Pure.

Compared are the value that reading proposed, which a draft keeps beside a person's value, and what was approved. Why a
person changed it cannot be seen: a wish of the business (a prefix before the number, another due date) counts like a
misreading.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workbench.drafts.fields import FieldState, same_value


class Fate(StrEnum):
    """READ: kept as read. CONFIRMED: as read, and a person said so. CORRECTED: another value. FILLED: nothing was read,
    a person gave a value. CLEARED: a person took away what was read."""

    READ = "read"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    FILLED = "filled"
    CLEARED = "cleared"


RIGHT = frozenset({Fate.READ, Fate.CONFIRMED})
WRONG = frozenset({Fate.CORRECTED, Fate.FILLED, Fate.CLEARED})
# Columns of a line that stand on paper, and those that say how it is booked.
PRINTED = frozenset({"description", "item_code", "quantity", "unit", "unit_price", "net_amount", "vat_rate"})
CODED = frozenset({"gl_account", "vat_code", "cost_centre", "cost_unit"})


def fate_of(name: str, stored: Mapping[str, Any]) -> Fate | None:
    """The fate of a header field as a draft keeps it; None when neither reading nor a person gave a value."""
    value = str(stored.get("value") or "")
    if stored.get("source") != "person":
        if not value:
            return None
        return Fate.CONFIRMED if stored.get("state") == FieldState.CONFIRMED else Fate.READ
    read = str(stored.get("read") or "")
    if not read:
        return Fate.FILLED if value else None
    if not value:
        return Fate.CLEARED
    return Fate.CONFIRMED if same_value(name, read, value) else Fate.CORRECTED


def way_of(fields: Mapping[str, Mapping[str, Any]]) -> str:
    """How a document was read, by what its fields came from: ``einvoice``, ``scan``, ``text`` or ``hand``."""
    sources = {str(stored.get("source") or "") for stored in fields.values()}
    for source, way in (("xml", "einvoice"), ("ocr", "scan")):
        if source in sources:
            return way
    return "text" if sources - {"person", ""} else "hand"


@dataclass(slots=True)
class Lines:
    """Lines of approved documents. ``added``: a person's, not read. ``coded``: account, VAT code or cost bearer set by
    a person; ``made``: taken from the totals, nothing was read. ``removed``: deleted by a person."""

    read: int = 0
    corrected: int = 0
    added: int = 0
    made: int = 0
    coded: int = 0
    removed: int = 0

    @property
    def all(self) -> int:
        """The lines that were approved."""
        return self.read + self.corrected + self.added + self.made

    def take(self, by_person: Collection[str], *, was_read: bool, many: int = 1) -> bool:
        """Count lines of which a person set these columns; whether what stands on paper was changed."""
        printed = not PRINTED.isdisjoint(by_person)
        if was_read:
            self.corrected += many if printed else 0
            self.read += 0 if printed else many
        else:
            self.added += many if printed else 0
            self.made += 0 if printed else many
        self.coded += many if not CODED.isdisjoint(by_person) else 0
        return printed


@dataclass(slots=True)
class Tally:
    """Fates over some documents: per field, and of how many documents something was wrong."""

    documents: int = 0
    wrong_documents: int = 0
    fields: defaultdict[str, Counter[Fate]] = field(default_factory=lambda: defaultdict(Counter))

    def take(self, fates: Mapping[str, Fate], *, lines_wrong: bool = False) -> bool:
        """Count one document; whether anything of it was wrong."""
        wrong = lines_wrong or any(fate in WRONG for fate in fates.values())
        self.documents += 1
        self.wrong_documents += wrong
        for name, fate in fates.items():
            self.fields[name][fate] += 1
        return wrong

    @property
    def right_share(self) -> float | None:
        """Share of documents of which nothing was wrong; None without documents."""
        return 1 - self.wrong_documents / self.documents if self.documents else None

    @property
    def totals(self) -> Counter[Fate]:
        """Fates over all fields."""
        return sum(self.fields.values(), Counter())

    def worst_field(self) -> str:
        """The field that was wrong most often; "" when none was."""
        wrong = {name: sum(counted[fate] for fate in WRONG) for name, counted in self.fields.items()}
        worst = max(wrong, key=lambda name: wrong[name], default="")
        return worst if worst and wrong[worst] else ""


def right_share(counted: Counter[Fate]) -> float | None:
    """Share of values that were approved as read: of all that were read or should have been; None without any."""
    whole = counted.total()
    return sum(counted[fate] for fate in RIGHT) / whole if whole else None
