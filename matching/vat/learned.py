"""The administration's table from treatment to VAT code: the only writer of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from domain.vat import Treatment
from matching.models import VatCodeMapping
from matching.vat.mapping import VatCodeMap, VatCodeProposal

if TYPE_CHECKING:
    from exact.models import Administration


def vat_code_table(administration: Administration) -> tuple[VatCodeMap, ...]:
    """The table for ``vat_code_for``: confirmed rows and proposals (these are marked unconfirmed)."""
    rows = VatCodeMapping.objects.filter(administration=administration)
    return tuple(
        VatCodeMap(
            Treatment(row.treatment), row.rate.normalize(), row.code, row.kind, row.share, row.confirmed_at is not None
        )
        for row in rows
    )


def confirm(
    administration: Administration,
    treatment: Treatment,
    rate: Decimal,
    kind: str,
    code: str,
    *,
    by: str,
    share: Decimal = Decimal(1),
) -> VatCodeMapping:
    """A person says: this treatment, rate and kind is booked with this code. Replaces what stood there."""
    row, _ = VatCodeMapping.objects.update_or_create(
        administration=administration,
        treatment=treatment.value,
        rate=rate,
        kind=kind,
        share=share,
        defaults={"code": code, "confirmed_by": by, "confirmed_at": timezone.now()},
    )
    return row


@transaction.atomic
def keep_proposals(administration: Administration, proposals: Iterable[VatCodeProposal]) -> int:
    """Store proposals beside confirmed rows, which stay as they are; how many rows are open for confirmation."""
    count = 0
    for proposal in proposals:
        reasons = [{"code": r.code, "params": r.params} for r in proposal.reasons]
        row, created = VatCodeMapping.objects.get_or_create(
            administration=administration,
            treatment=proposal.treatment.value,
            rate=proposal.rate,
            kind=proposal.kind,
            share=proposal.share,
            defaults={"code": proposal.code, "reasons": reasons},
        )
        if not created and row.confirmed_at is None:
            row.code, row.reasons = proposal.code, reasons
            row.save(update_fields=["code", "reasons"])
        count += row.confirmed_at is None
    return count


def forget(
    administration: Administration, treatment: Treatment, rate: Decimal, kind: str, share: Decimal | None = None
) -> int:
    """Remove a row of the table (of this deductible share, else of every share): lines with this treatment are held
    again. How many rows went."""
    rows = VatCodeMapping.objects.filter(administration=administration, treatment=treatment.value, rate=rate, kind=kind)
    return (rows if share is None else rows.filter(share=share)).delete()[0]
