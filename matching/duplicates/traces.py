"""What is compared to find an invoice that was already here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.evidence import Reason


class Channel(StrEnum):
    """How an invoice reached us. EXACT: it stands in the ledger already, however it got there."""

    MAIL = "mail"
    PEPPOL = "peppol"
    SCAN = "scan"
    UPLOAD = "upload"
    FOLDER = "folder"
    API = "api"
    EXACT = "exact"


class DuplicateKind(StrEnum):
    """SAME_CASE is no duplicate: the same invoice came by another road and joins the case it has."""

    SAME_CASE = "same_case"
    SAME_BYTES = "same_bytes"
    SAME_NUMBER = "same_number"
    RETYPED_NUMBER = "retyped_number"
    AMOUNT_AND_DATE = "amount_and_date"
    SAME_PICTURE = "same_picture"
    ALREADY_BOOKED = "already_booked"
    OTHER_ADMINISTRATION = "other_administration"
    OTHER_VENDOR = "other_vendor"


@dataclass(frozen=True, slots=True)
class InvoiceTrace:
    """The few facts of an invoice that a duplicate shares. ``party`` is the vendor's identity across administrations
    (VAT number, else registration, else the vendor's id); ``gross`` includes VAT, positive also for credits.
    ``picture`` is a 64-bit perceptual hash of page one. ``dismissed`` are keys a person declared no duplicates."""

    key: str
    administration: str = ""
    party: str = ""
    number: str = ""
    issued: date | None = None
    gross: Decimal | None = None
    currency: str = "EUR"
    credit: bool = False
    channel: Channel = Channel.MAIL
    sha256: str = ""
    picture: int | None = None
    dismissed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DuplicateHit:
    """A probable duplicate: which one, how sure (0–1), of what kind, and why."""

    other: str
    score: Decimal
    kind: DuplicateKind
    reasons: tuple[Reason, ...]

    @property
    def holds(self) -> bool:
        """True when a person must look; the same invoice by another road only joins its case."""
        return self.kind is not DuplicateKind.SAME_CASE
