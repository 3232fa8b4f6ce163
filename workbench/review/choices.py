"""What can be chosen on the review screen: accounts, VAT codes, cost centres and units of the administration."""

from __future__ import annotations

from dataclasses import dataclass

from exact.models import CostCentre, CostUnit, GLAccount, VatCode
from matching.mirror.kept import Lookup
from matching.models import SplitTemplate
from workbench.models import Draft
from workbench.pipeline import reference

# Exact refuses purchase lines on receivable, payable and VAT accounts (Type 20, 22, 24).
NOT_FOR_PURCHASES = (20, 22, 24)


@dataclass(frozen=True, slots=True)
class Choices:
    """Lists for the type-ahead of the line grid."""

    gl_accounts: list[GLAccount]
    vat_codes: list[VatCode]
    cost_centres: list[CostCentre]
    cost_units: list[CostUnit]


def choices_for(draft: Draft) -> Choices:
    """The usable codes of the draft's administration, in four queries."""
    key = draft.administration_id or 0
    return Choices(
        list(
            GLAccount.objects.filter(administration_id=key, blocked=False, gone_at=None)
            .exclude(kind__in=NOT_FOR_PURCHASES)
            .only("code", "description")
        ),
        list(
            VatCode.objects.filter(administration_id=key, blocked=False, gone_at=None)
            .exclude(transaction_type="S")
            .only("code", "description", "percentage")
        ),
        list(CostCentre.objects.filter(administration_id=key, active=True, gone_at=None).only("code", "description")),
        list(CostUnit.objects.filter(administration_id=key, active=True, gone_at=None).only("code", "description")),
    )


def account_names(draft: Draft, lookup: Lookup) -> dict[str, str]:
    """The names of the GL accounts on the draft's lines, by code."""
    known = lookup.get(reference.ACCOUNTS).every
    return {
        line.gl_account: known[line.gl_account].description for line in draft.lines.all() if line.gl_account in known
    }


def divisions_of(draft: Draft) -> list[SplitTemplate]:
    """The divisions that were saved for the draft's administration."""
    rows = SplitTemplate.objects.filter(administration_id=draft.administration_id or 0)
    return list(rows.only("name", "administration")[:100])


def vat_names(draft: Draft, lookup: Lookup) -> dict[str, str]:
    """What the VAT codes on the draft's lines mean, by code: the rate where it tells, else the name."""
    known, codes = lookup.get(reference.VAT_ROWS), {line.vat_code for line in draft.lines.all()}
    return {
        row.code: f"{(row.percentage * 100).normalize():f} %"
        if row.percentage and not row.charged and not row.margin
        else row.description
        for row in (known[code] for code in codes if code in known)
    }
