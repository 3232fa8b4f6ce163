"""Hold codes: what stops a draft, who must act, and what makes the hold go away.

Texts for people live in the workbench; here stand the code, its gravity, its owner and its way out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.evidence import Box, Reason
from domain.findings import Severity


class OwnerRole(StrEnum):
    """The kind of person a hold waits for."""

    CLERK = "clerk"
    BUYER = "buyer"
    RECEIVING = "receiving"
    REQUESTER = "requester"
    QUALITY = "quality"
    CONTRACT_OWNER = "contract_owner"
    TAX = "tax"
    VENDOR_MASTER = "vendor_master"
    APPROVER = "approver"
    ADMIN = "admin"
    NAMED_PERSON = "named_person"


class Event(StrEnum):
    """A new fact after which a hold may release itself: the check that raised it is run again."""

    RECEIPT = "receipt"
    INSPECTION = "inspection"
    RETURN = "return"
    CREDIT = "credit"
    ORDER_CHANGED = "order_changed"
    CONTRACT_EXTENDED = "contract_extended"
    TOLERANCE_CHANGED = "tolerance_changed"
    LINE_CHANGED = "line_changed"
    CHOICE = "choice"
    DATA_FIXED = "data_fixed"
    VENDOR_MAPPED = "vendor_mapped"
    IBAN_ACCEPTED = "iban_accepted"
    NOT_DUPLICATE = "not_duplicate"
    PERIOD_OPENED = "period_opened"
    MAPPING_CONFIRMED = "mapping_confirmed"
    REREAD = "reread"
    UNLOCKED = "unlocked"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class HoldKind:
    """The fixed facts of one hold code. ``escalates_to`` takes over when the owner does not answer.
    ``releases_on`` empty: only a person releases it, with a reason."""

    code: str
    severity: Severity
    owner: OwnerRole
    releases_on: frozenset[Event] = frozenset()
    escalates_to: OwnerRole | None = None

    @property
    def releases_itself(self) -> bool:
        """True when a new fact can lift the hold without a person."""
        return bool(self.releases_on)


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold on one document: the code, which lines and order line it is about, figures for its text."""

    code: str
    lines: tuple[str, ...] = ()
    order_line: str = ""
    params: dict[str, str] = field(default_factory=dict)
    boxes: tuple[Box, ...] = ()

    @property
    def kind(self) -> HoldKind:
        """The fixed facts of this code; KeyError for a code nobody registered."""
        return HOLDS[self.code]

    @property
    def owner(self) -> OwnerRole:
        """Who must act first."""
        return self.kind.owner


@dataclass(frozen=True, slots=True)
class HoldRelease:
    """A hold set aside by a person: always with a reason, above a limit with a second person."""

    code: str
    order_line: str
    lines: tuple[str, ...]
    by: str
    reason: str
    second: str = ""
    evidence: Reason | None = None


_H, _S, _C, _I = Severity.HOLD, Severity.SECURITY, Severity.CHECK, Severity.INFO
_R, _E = OwnerRole, Event


def _kind(code: str, severity: Severity, owner: OwnerRole, *events: Event, then: OwnerRole | None = None) -> HoldKind:
    return HoldKind(code, severity, owner, frozenset(events), then)


_MATCH = (
    _kind("AWAIT_RECEIPT", _H, _R.RECEIVING, _E.RECEIPT, _E.CREDIT, _E.LINE_CHANGED),
    _kind("QTY_RECEIVED", _H, _R.RECEIVING, _E.RECEIPT, _E.CREDIT, _E.LINE_CHANGED, then=_R.BUYER),
    _kind("QTY_ORDERED", _H, _R.BUYER, _E.ORDER_CHANGED, _E.CREDIT, _E.TOLERANCE_CHANGED),
    _kind("QTY_ACCEPTED", _H, _R.QUALITY, _E.INSPECTION, _E.RETURN, _E.CREDIT),
    _kind("QTY_UNDER", _H, _R.BUYER, _E.ORDER_CHANGED, _E.TOLERANCE_CHANGED, _E.LINE_CHANGED),
    _kind("PRICE_HIGH", _H, _R.BUYER, _E.ORDER_CHANGED, _E.CREDIT, _E.TOLERANCE_CHANGED),
    _kind("PRICE_LOW", _H, _R.BUYER, _E.ORDER_CHANGED, _E.CREDIT, _E.TOLERANCE_CHANGED),
    _kind("PRICE_TOTAL", _H, _R.BUYER, _E.ORDER_CHANGED, _E.CREDIT, _E.TOLERANCE_CHANGED),
    _kind("LINE_AMOUNT", _H, _R.BUYER, _E.ORDER_CHANGED, _E.CREDIT, _E.TOLERANCE_CHANGED),
    _kind("INVOICE_TOTAL", _H, _R.BUYER, _E.ORDER_CHANGED, _E.CREDIT, _E.TOLERANCE_CHANGED),
    _kind("CHARGE_NOT_ON_PO", _H, _R.BUYER, _E.APPROVAL, _E.ORDER_CHANGED, _E.TOLERANCE_CHANGED),
    _kind("CHARGE_HIGH", _H, _R.BUYER, _E.APPROVAL, _E.ORDER_CHANGED, _E.TOLERANCE_CHANGED),
    _kind("PO_MISSING", _H, _R.CLERK, _E.DATA_FIXED, _E.ORDER_CHANGED, then=_R.REQUESTER),
    _kind("PO_NOT_FOUND", _H, _R.CLERK, _E.DATA_FIXED, _E.ORDER_CHANGED, then=_R.REQUESTER),
    _kind("PO_CLOSED", _H, _R.CLERK, _E.ORDER_CHANGED, _E.DATA_FIXED, then=_R.REQUESTER),
    _kind("LINE_NOT_ON_PO", _H, _R.BUYER, _E.ORDER_CHANGED, _E.CHOICE),
    _kind("LINE_AMBIGUOUS", _H, _R.CLERK, _E.CHOICE, _E.ORDER_CHANGED),
    _kind("UOM_UNKNOWN", _H, _R.CLERK, _E.DATA_FIXED),
    _kind("CURRENCY_MISMATCH", _H, _R.CLERK, _E.DATA_FIXED, _E.ORDER_CHANGED),
    _kind("VENDOR_MISMATCH", _H, _R.CLERK, _E.DATA_FIXED),
    _kind("BLANKET_AMOUNT", _H, _R.CONTRACT_OWNER, _E.CONTRACT_EXTENDED, _E.CREDIT),
    _kind("BLANKET_DATE", _H, _R.CONTRACT_OWNER, _E.CONTRACT_EXTENDED),
    _kind("CREDIT_EXCEEDS", _H, _R.CLERK, _E.RETURN),
    _kind("CREDIT_WITHOUT_ORIGINAL", _C, _R.CLERK, _E.DATA_FIXED),
    _kind("PREPAYMENT_OPEN", _H, _R.CLERK, _E.LINE_CHANGED, _E.CREDIT),
    _kind("DATE_EARLY", _H, _R.BUYER, _E.RECEIPT, _E.TOLERANCE_CHANGED),
    _kind("TAX_VARIANCE", _H, _R.CLERK, then=_R.TAX),
)
_DUPLICATES = (
    _kind("DUPLICATE_SUSPECT", _H, _R.CLERK, _E.NOT_DUPLICATE),
    _kind("DUPLICATE_ERS", _H, _R.CLERK, _E.NOT_DUPLICATE),
)
_PEOPLE = (
    _kind("MANUAL", _H, _R.NAMED_PERSON),
    _kind("AUDIT_SAMPLE", _H, _R.NAMED_PERSON),
    _kind("LOCKED", _H, _R.NAMED_PERSON, _E.UNLOCKED),
)
_VENDOR = (
    _kind("VENDOR_UNMAPPED", _H, _R.CLERK, _E.VENDOR_MAPPED),
    _kind("VENDOR_AMBIGUOUS", _H, _R.CLERK, _E.VENDOR_MAPPED),
    _kind("VENDOR_BLOCKED", _H, _R.VENDOR_MASTER, _E.DATA_FIXED),
    _kind("VENDOR_NEW", _H, _R.VENDOR_MASTER, _E.VENDOR_MAPPED),
)
_FRAUD = (
    _kind("IBAN_CHANGED", _S, _R.VENDOR_MASTER, _E.IBAN_ACCEPTED),
    _kind("IBAN_SHARED", _S, _R.VENDOR_MASTER, _E.DATA_FIXED),
    _kind("IBAN_COUNTRY", _C, _R.VENDOR_MASTER, _E.IBAN_ACCEPTED),
    _kind("IBAN_PAYMENT_SERVICE", _C, _R.VENDOR_MASTER, _E.IBAN_ACCEPTED),
    _kind("LOOKALIKE_SENDER", _S, _R.VENDOR_MASTER),
    _kind("REPLY_TO_DIFFERS", _C, _R.CLERK),
    _kind("DISPLAY_NAME_MISMATCH", _C, _R.CLERK),
    _kind("SENDER_UNKNOWN", _C, _R.CLERK, _E.VENDOR_MAPPED),
    _kind("SENDER_NOT_AUTHENTIC", _S, _R.CLERK),
    _kind("HIDDEN_TEXT", _S, _R.CLERK),
    _kind("SPLIT_UNDER_LIMIT", _H, _R.APPROVER),
    _kind("AMOUNT_UNUSUAL", _C, _R.APPROVER),
    _kind("RHYTHM_UNUSUAL", _C, _R.APPROVER),
    _kind("ROUND_AMOUNT", _I, _R.APPROVER),
)
_ADMINISTRATION = (
    _kind("WRONG_ADMINISTRATION", _H, _R.CLERK, _E.DATA_FIXED),
    _kind("ADMINISTRATION_UNCLEAR", _H, _R.CLERK, _E.DATA_FIXED),
    _kind("PERIOD_CLOSED", _H, _R.CLERK, _E.PERIOD_OPENED, _E.DATA_FIXED),
)
_CODING = (
    _kind("VAT_CODE_UNMAPPED", _H, _R.TAX, _E.MAPPING_CONFIRMED),
    _kind("VAT_TREATMENT_CONFLICT", _H, _R.CLERK, _E.DATA_FIXED, then=_R.TAX),
    _kind("VAT_TREATMENT_UNKNOWN", _H, _R.CLERK, _E.DATA_FIXED, then=_R.TAX),
    _kind("GL_UNKNOWN", _H, _R.CLERK, _E.DATA_FIXED),
    _kind("COST_CENTRE_MISSING", _H, _R.CLERK, _E.DATA_FIXED),
    _kind("COST_UNIT_MISSING", _H, _R.CLERK, _E.DATA_FIXED),
)
_READING = (
    _kind("NOT_AN_INVOICE", _H, _R.CLERK, _E.REREAD),
    _kind("READ_DOUBTFUL", _H, _R.CLERK, _E.DATA_FIXED, _E.REREAD),
    _kind("MISSING_FIELD", _H, _R.CLERK, _E.DATA_FIXED, _E.REREAD),
    _kind("PAYABLE_DIFFERS", _H, _R.CLERK, _E.DATA_FIXED, _E.REREAD),
    _kind("ARITHMETIC", _H, _R.CLERK, _E.DATA_FIXED, _E.REREAD),
    _kind("XML_PDF_CONFLICT", _S, _R.CLERK, _E.REREAD),
    _kind("SPLIT_PROPOSED", _H, _R.CLERK, _E.CHOICE),
    _kind("UNREADABLE", _H, _R.CLERK, _E.REREAD),
    _kind("ENCRYPTED", _H, _R.CLERK, _E.REREAD),
)

HOLDS: dict[str, HoldKind] = {
    kind.code: kind
    for kind in (*_MATCH, *_DUPLICATES, *_PEOPLE, *_VENDOR, *_FRAUD, *_ADMINISTRATION, *_CODING, *_READING)
}


def released_by(code: str, event: Event) -> bool:
    """True when this event is a reason to run the hold's check again. KeyError for an unknown code."""
    return event in HOLDS[code].releases_on
