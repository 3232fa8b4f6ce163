"""VAT per rate beside the totals: what the paper states against what the lines make."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.money import decimal_or_none
from workbench.drafts.fields import FieldKind
from workbench.drafts.states import DraftKind
from workbench.drafts.vat_amounts import field_of, passed, typed_amounts
from workbench.models import Draft
from workbench.templatetags.case import field_value


@dataclass(frozen=True, slots=True)
class VatRate:
    """One row: a ``rate`` in per cent that the supplier charges, or a ``treatment`` under which we owe ``due``
    ourselves. ``differs``: the paper states what no rounding explains; ``let_pass``: a person said so be it."""

    base: Decimal
    rate: Decimal | None = None
    treatment: str = ""
    computed: Decimal = Decimal(0)
    stated: Decimal | None = None
    due: Decimal = Decimal(0)
    differs: bool = False
    let_pass: bool = False
    by_person: bool = False
    name: str = ""

    @property
    def difference(self) -> Decimal:
        """Stated minus computed."""
        return Decimal(0) if self.stated is None else self.stated - self.computed


def rows_of(draft: Draft) -> list[VatRate]:
    """The rows of an invoice or credit note, as it was last judged; none without lines."""
    if draft.kind not in (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE):
        return []
    typed, let_pass = typed_amounts(draft.fields), passed(draft.fields)
    return [_row(row, typed, let_pass) for row in draft.vat_result.get("rates", [])]


def _row(row: dict[str, Any], typed: dict[Decimal, Decimal], let_pass: dict[Decimal | None, Decimal]) -> VatRate:
    base = Decimal(row["base"])
    if row.get("treatment"):
        return VatRate(base, treatment=row["treatment"], due=Decimal(row["due"]))
    rate, computed, stated = Decimal(row["rate"]), Decimal(row["computed"]), decimal_or_none(row["stated"])
    difference = Decimal(0) if stated is None else stated - computed
    differs = bool(difference) and not row["explained"]
    return VatRate(
        base,
        rate,
        computed=computed,
        stated=stated,
        differs=differs,
        let_pass=differs and (None in let_pass or let_pass.get(rate) == difference),
        by_person=rate in typed,
        name=field_of(rate) if rate else "",
    )


def shown(draft: Draft, rate: Decimal) -> str:
    """What stands in the cell of the VAT stated for a rate; empty when the rate has no row."""
    row = next((row for row in rows_of(draft) if row.rate == rate), None)
    return "" if row is None or row.stated is None else field_value(str(row.stated), FieldKind.AMOUNT)
