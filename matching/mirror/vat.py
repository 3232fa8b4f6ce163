"""VAT codes of an administration and the table that maps treatments to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from exact import models as mirror
from matching.vat.mapping import DatedPercentage, LedgerVatCode

HUNDRED = Decimal(100)


def ledger_codes(administration: mirror.Administration) -> list[LedgerVatCode]:
    """All VAT codes as synced, percentages in per cent."""
    return [
        LedgerVatCode(
            code=row.code,
            description=row.description,
            percentage=row.percentage * HUNDRED,
            percentages=tuple(_dated(part) for part in row.percentages),
            kind=row.kind,
            transaction_type=row.transaction_type,
            charged=row.charged,
            eu_listing=row.eu_listing,
            intrastat=row.intrastat,
            margin=row.margin,
            blocked=row.blocked,
        )
        for row in mirror.VatCode.objects.filter(administration=administration, gone_at=None).defer("raw")
    ]


def _dated(part: dict[str, Any]) -> DatedPercentage:
    def day(name: str) -> date | None:
        return date.fromisoformat(part[name][:10]) if part.get(name) else None

    return DatedPercentage(Decimal(str(part["percentage"])) * HUNDRED, day("from"), day("to"))
