"""From treatment to the ledger's VAT code: proposed from the synced codes, confirmed once (vat-coding §11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.evidence import Reason
from domain.findings import Finding
from domain.money import ZERO
from domain.vat import Treatment as T
from domain.vat import profile
from matching.vat.decision import reason
from matching.vat.findings import hold
from matching.vat.text import fold
from matching.vat.wanted_codes import WantedCode, has_word, wanted_codes

VAT_CODE_UNMAPPED = "VAT_CODE_UNMAPPED"


@dataclass(frozen=True, slots=True)
class DatedPercentage:
    """A percentage (21, not 0.21) of a code and the days it holds; None is open."""

    percentage: Decimal
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the tax point lies in the span."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class LedgerVatCode:
    """A VAT code as synced. ``percentage`` in per cent; ``kind`` as in Exact (E exclusive, I inclusive, N none,
    B both); ``transaction_type`` B, P or S; ``charged``: VAT both due and claimed; ``eu_listing`` G goods,
    S services, "" or N none; ``partial_share`` deductible part 0–1 (None: whole)."""

    code: str
    description: str
    percentage: Decimal
    percentages: tuple[DatedPercentage, ...] = ()
    kind: str = "E"
    transaction_type: str = "B"
    charged: bool = False
    eu_listing: str = ""
    intrastat: bool = False
    margin: bool = False
    partial_share: Decimal | None = None
    blocked: bool = False

    def rate_on(self, day: date | None) -> Decimal | None:
        """The percentage on the tax point; None when the dated rows do not cover it."""
        if not self.percentages or day is None:
            return self.percentage
        return next((p.percentage for p in self.percentages if p.covers(day)), None)


@dataclass(frozen=True, slots=True)
class VatCodeMap:
    """One confirmed or proposed line of the table. ``kind`` goods, services, investment or "" for all;
    ``share`` the deductible part it is for."""

    treatment: T
    rate: Decimal
    code: str
    kind: str = ""
    share: Decimal = Decimal(1)
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class VatCodeProposal:
    """A proposal for the table: the best code, the runners-up, and why. ``sure`` false asks for more care."""

    treatment: T
    rate: Decimal
    kind: str
    code: str
    alternatives: tuple[str, ...]
    score: int
    sure: bool
    reasons: tuple[Reason, ...]
    share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class VatCodeChoice:
    """The code for one line, or "" with the hold that says why not."""

    code: str
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()


# Codes that may stand for "charged, but not claimed", best first.
_WITHOUT_VAT = {"NL": (T.FOREIGN_VAT, T.NL_OUTSIDE, T.NL_EXEMPT), "BE": (T.BE_0, T.BE_EXEMPT)}


def propose_vat_codes(
    codes: Sequence[LedgerVatCode], country: str, day: date | None = None
) -> tuple[VatCodeProposal, ...]:
    """A proposed table for the administration: for every treatment the codes that fit, best first.

    Blocked codes, sales codes and codes whose percentage does not cover ``day`` are never offered. Treatments
    without a fitting code are left out: they stay unmapped, and lines with them are held.
    """
    usable = [code for code in codes if not code.blocked and code.transaction_type in ("B", "P", "")]
    proposals = (_propose(wanted, usable, day) for wanted in wanted_codes(country))
    return tuple(proposal for proposal in proposals if proposal is not None)


def _propose(wanted: WantedCode, codes: Iterable[LedgerVatCode], day: date | None) -> VatCodeProposal | None:
    scored = [(*got, code) for code in codes if (got := _score(wanted, code, day))]
    if not scored:
        return None
    scored.sort(key=lambda item: (-item[0], item[2].code))
    score, why, best = scored[0]
    clear = len(scored) == 1 or scored[1][0] < score
    return VatCodeProposal(
        wanted.treatment,
        wanted.rate,
        wanted.kind,
        best.code,
        tuple(code.code for _, _, code in scored[1:4]),
        score,
        clear and score >= 3,
        why,
        deductible_share(best),
    )


def _score(wanted: WantedCode, code: LedgerVatCode, day: date | None) -> tuple[int, tuple[Reason, ...]] | None:
    """How well a code fits, with reasons; None when it cannot be it."""
    rate = code.rate_on(day)
    if rate is None or rate != wanted.rate or code.margin != wanted.margin or code.charged != wanted.charged:
        return None
    if (deductible_share(code) != 1) != wanted.partial or has_word(code.description, wanted.shun):
        return None
    listing = code.eu_listing.strip("N ")
    if wanted.charged and listing and listing not in wanted.listings:
        return None
    main = [word for word in wanted.words if has_word(code.description, (word,))]
    also = [word for word in wanted.also if has_word(code.description, (word,))]
    if wanted.needs_word and not main and not listing:
        return None
    score = 1 + (3 if main else 0) + min(len(also), 2) + (len(main) > 1)
    reasons = [reason("vatcode.percentage", percentage=rate)]
    if main or also:
        reasons.append(reason("vatcode.name", words=", ".join(w.rstrip("*") for w in (*main, *also))))
    for holds, points, why in (
        (wanted.charged, 1, "both_accounts"),
        (bool(listing), 1, "eu_listing"),
        (code.intrastat and wanted.kind == "goods", 1, "intrastat"),
        (code.transaction_type == "P", 1, "purchase"),
        (code.kind == "I", -2, "inclusive"),  # amounts are sent without VAT
    ):
        if holds:
            score += points
            given = {"listing": code.eu_listing} if why == "eu_listing" else {}
            reasons.append(reason(f"vatcode.{why}", **given))
    return score, tuple(reasons)


def deductible_share(code: LedgerVatCode) -> Decimal:
    """The deductible part of a code, 0–1: from its ratio, else from its name ("50% aftrekbaar"); 1 when whole."""
    if code.partial_share is not None:
        return code.partial_share
    text = fold(code.description)
    if re.search(r"\b(?:niet aftrekbaar|non deductible|nicht abziehbar|non deductible)", text):
        return Decimal(0)
    found = re.search(r"\b(\d{1,2}) (?:aftrekbaar|deductible|abziehbar)", text)
    return Decimal(found.group(1)) / 100 if found else Decimal(1)


def vat_code_for(
    treatment: T,
    rate: Decimal,
    kind: str,
    mapping: Sequence[VatCodeMap],
    codes: Sequence[LedgerVatCode],
    tax_point: date | None,
    share: Decimal = Decimal(1),
) -> VatCodeChoice:
    """The ledger code for one line, only from confirmed rows of the table.

    The code must exist, not be blocked, be for purchases and have the line's percentage on the tax point; else
    the answer is empty with a VAT_CODE_UNMAPPED hold. A line of which a part is deductible needs a code of just that
    part; one of which nothing is may be booked without VAT, its VAT as cost.
    """
    if profile(treatment).uncertain:
        return _unmapped(treatment, rate, "treatment_uncertain")
    by_code = {code.code: code for code in codes}
    rows = [m for m in mapping if m.confirmed and m.treatment is treatment and m.kind in ("", kind)]
    if _rate_matters(treatment):
        # A code follows its dated percentages: the row for 9 % serves the 6 % of 2018 when the code had it then.
        rows = [m for m in rows if m.rate == rate or ((c := by_code.get(m.code)) and c.rate_on(tax_point) == rate)]
    if profile(treatment).deducts:
        rows = [m for m in rows if m.share == share]  # a code that claims more than we may is none
    trouble = "no_mapping"
    for row in sorted(rows, key=lambda m: m.kind == ""):
        problem = _problem(by_code.get(row.code), treatment, rate, tax_point)
        if not problem:
            return VatCodeChoice(row.code, (reason("vatcode.mapped", treatment=treatment.value, rate=rate),))
        trouble = problem
    if treatment in (T.NL_NONDED, T.BE_NONDED) and share == 0:
        return _as_cost(treatment, rate, kind, mapping, codes, tax_point)
    return _unmapped(treatment, rate, trouble)


def _as_cost(
    treatment: T,
    rate: Decimal,
    kind: str,
    mapping: Sequence[VatCodeMap],
    codes: Sequence[LedgerVatCode],
    tax_point: date | None,
) -> VatCodeChoice:
    """The code for a line none of whose VAT is claimed, in a ledger without a code for that: one without VAT, so that
    the whole amount is cost (in Belgium also in the base grid)."""
    for plain in _WITHOUT_VAT["BE" if treatment is T.BE_NONDED else "NL"]:
        choice = vat_code_for(plain, ZERO, kind, mapping, codes, tax_point)
        if choice.code:
            return VatCodeChoice(choice.code, (*choice.reasons, reason("vatcode.not_claimed")))
    return _unmapped(treatment, rate, "no_mapping")


def _rate_matters(treatment: T) -> bool:
    return profile(treatment).self_assessed or treatment in (
        *(T.NL_STD21, T.NL_RED9, T.NL_NONDED),
        *(T.BE_STD21, T.BE_12, T.BE_6, T.BE_NONDED),
    )


def _problem(code: LedgerVatCode | None, treatment: T, rate: Decimal, tax_point: date | None) -> str:
    if code is None:
        return "code_gone"
    if code.blocked:
        return "code_blocked"
    if code.transaction_type == "S":
        return "code_for_sales"
    on_day = code.rate_on(tax_point)
    if on_day is None:
        return "percentage_not_on_date"
    if _rate_matters(treatment) and on_day != rate:
        return "percentage_differs"
    return ""


def _unmapped(treatment: T, rate: Decimal, why: str) -> VatCodeChoice:
    finding = hold(VAT_CODE_UNMAPPED, "vat_code", treatment=treatment.value, rate=rate, why=why)
    return VatCodeChoice("", (reason(f"vatcode.{why}"),), (finding,))
