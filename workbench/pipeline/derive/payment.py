"""Whether there is anything left to pay: bills that were paid already, and bills the vendor collects.

Booked like any other they would stand among what is to be paid, and somebody would pay them a second time. The way out
is a payment condition that is in no payment run (cash, collection), which a person chooses with one click.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from domain.findings import Severity
from domain.money import decimal_or_none
from domain.reading import DocumentType
from exact import api as exact
from workbench.drafts.booking import condition_of
from workbench.drafts.states import DraftKind
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts

ALREADY_PAID, DIRECT_DEBIT = "ALREADY_PAID", "DIRECT_DEBIT"


class Condition(Protocol):
    """A payment condition of the books: whether it is collected, paid by us, or neither (cash)."""

    @property
    def collected(self) -> bool: ...

    @property
    def paid_by_us(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What the bill says about its payment. Amounts None where it says nothing; words empty likewise. A payment means
    code of an e-invoice stands in ``collected_words`` as it is."""

    gross: Decimal | None
    due: Decimal | None = None
    prepaid: Decimal | None = None
    paid_words: str = ""
    collected_words: str = ""

    @property
    def paid(self) -> bool:
        """Nothing is left to pay. Words count only while the amounts do not say that a part is."""
        if self.gross is None or self.gross <= 0:
            return False
        if self.due == 0 or (self.prepaid is not None and self.prepaid >= self.gross):
            return True
        part = (self.due is not None and self.due != self.gross) or bool(self.prepaid)
        return bool(self.paid_words) and not part


def step(facts: Facts) -> list[Cause]:
    """What stands in the way of booking the bill as one that is to be paid. A receipt from a till is no bill."""
    if facts.draft.kind != DraftKind.PURCHASE_INVOICE or facts.draft.document_type == DocumentType.RECEIPT.value:
        return []
    told = _told(facts)
    if not told.paid and not told.collected_words:
        return []
    conditions = list(exact.payment_conditions_for(facts.administration).order_by("code"))
    code = condition_of(facts.draft)
    now = next((each for each in conditions if each.code == code), None)
    return judged(told, now, conditions)


def judged(told: Told, now: Condition | None, conditions: Sequence[Condition]) -> list[Cause]:
    """A check for what was paid, information for what is collected; nothing once the condition ``now`` says the same.

    The first condition of the books that would say it is offered.
    """
    if told.paid:
        if now is not None and not now.paid_by_us:
            return []
        fitting = next((each for each in conditions if not each.paid_by_us and not each.collected), None)
        amounts = {"open": f"{told.due or 0:.2f}", "gross": str(told.gross)}
        says = {"words": told.paid_words} if told.paid_words else amounts
        return [_cause(ALREADY_PAID, Severity.CHECK, says, fitting)]
    if told.collected_words and not (now is not None and now.collected):
        fitting = next((each for each in conditions if each.collected), None)
        key = "means" if told.collected_words.isdigit() else "words"
        return [_cause(DIRECT_DEBIT, Severity.INFO, {key: told.collected_words}, fitting)]
    return []


def _cause(code: str, severity: Severity, says: dict[str, str], fitting: Condition | None) -> Cause:
    params = says | ({"condition": str(fitting)} if fitting is not None else {})
    return Cause(code, severity, params, "payment_condition", "|".join(says.values())[:120])


def _told(facts: Facts) -> Told:
    words = {
        f.code: f.params.get("words", "") for f in facts.reading.findings if f.code in (ALREADY_PAID, DIRECT_DEBIT)
    }
    return Told(
        facts.draft.gross_total,
        decimal_or_none(facts.value("amount_due")),
        decimal_or_none(facts.value("prepaid")),
        words.get(ALREADY_PAID, ""),
        words.get(DIRECT_DEBIT, ""),
    )
