"""What judging looks up in the books and in what people set, kept in memory while those tables stand still."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from exact import api as exact
from exact.models import Administration, CostCentre, CostUnit, GLAccount, Period, PurchaseOrder, VatCode, Vendor
from exact.prepared import Prepared
from matching.coding.stored import rules_of
from matching.coding.types import GlInfo
from matching.fraud.iban_change import ChangeState
from matching.mirror import vendors
from matching.mirror.kept import Kept, Lookup
from matching.mirror.vat import ledger_codes
from matching.models import CodingRule as StoredRule
from matching.models import (
    RoutingRule,
    SplitTemplate,
    VatCodeMapping,
    VatPosition,
    VendorKeyPolicy,
    VendorMapping,
)
from matching.models.vat_position import position_of
from matching.vat.learned import vat_code_table
from matching.vendors.learned import mappings_for
from matching.vendors.learned import policy_of as key_policy_of
from workbench.approval.routes import Rule
from workbench.approval.stored import rules_in
from workbench.models import ApprovalRule, BankChange, Policy, VendorLayout
from workbench.models.policy import policy_of
from workbench.pipeline.any_of import keys_of_any

T = TypeVar("T")

MANDATORY, FORBIDDEN = 1, 2


@dataclass(frozen=True, slots=True)
class Accounts:
    """The chart of accounts: ``usable`` for purchase lines by code, as rows and as coding sees them; ``code_of`` their
    GUIDs; ``every`` account by code, also those that are gone. The rows lack what Exact said literally."""

    usable: Mapping[str, GLAccount]
    infos: Mapping[str, GlInfo]
    code_of: Mapping[str, str]
    every: Mapping[str, GLAccount]


def _accounts(administration_id: int) -> Accounts:
    usable = {row.code: row for row in exact.gl_accounts_for(_named(administration_id)).defer("raw")}
    every = GLAccount.objects.filter(administration_id=administration_id).defer("raw")
    return Accounts(
        usable,
        {code: _info(row) for code, row in usable.items()},
        {row.exact_id: row.code for row in usable.values()},
        {row.code: row for row in every},
    )


def _info(row: GLAccount) -> GlInfo:
    return GlInfo(
        code=row.code,
        description=row.description,
        blocked=row.blocked,
        needs_cost_centre=row.use_cost_centre == MANDATORY,
        needs_cost_unit=row.use_cost_unit == MANDATORY,
        takes_cost_centre=row.use_cost_centre != FORBIDDEN,
        vat_code=row.vat_code,
    )


def _named(administration_id: int) -> Administration:
    """The administration as it is needed to ask for its rows: by its key."""
    return Administration(pk=administration_id)


def _of(ask: Callable[[Administration], T]) -> Callable[[int], T]:
    return lambda administration_id: ask(_named(administration_id))


def _vendor(administration_id: int, exact_id: str) -> Vendor | None:
    return next(iter(_VENDOR.ask(administration_id, exact_id)), None)


_VENDOR = Prepared(
    lambda administration, exact_id: Vendor.objects.filter(
        administration=administration, exact_id=exact_id, gone_at=None
    ),
    (Vendor, "administration"),
    (Vendor, "exact_id"),
)


def _accepted(administration_id: int) -> Mapping[int, frozenset[str]]:
    rows = BankChange.objects.filter(administration_id=administration_id, state=ChangeState.ACCEPTED.value)
    found: dict[int, set[str]] = defaultdict(set)
    for vendor_id, iban in rows.values_list("vendor_id", "iban"):
        found[vendor_id].add(iban)
    return {vendor_id: frozenset(ibans) for vendor_id, ibans in found.items()}


def _same_vendor(_everywhere: int, vendor_id: int, vat: str, registration: str, country: str) -> tuple[int, ...]:
    shape = (bool(vat), bool(registration))
    found = _ALSO.ask(vat, registration, country, shape=shape) if any(shape) else []
    return (vendor_id, *(pk for (pk,) in found if pk != vendor_id))


def _also(vat: Any, registration: Any, country: Any, shape: tuple[bool, bool]) -> QuerySet[Any, Any]:
    books = Administration.objects.values("pk")  # named, because the indexes begin with it
    ways = [Q(vat_number=vat)] if shape[0] else []
    if shape[1]:
        ways.append(Q(registration=registration, country=country))
    return keys_of_any(Vendor.objects.filter(administration__in=books, gone_at=None).order_by(), ways)


_ALSO = Prepared(_also, (Vendor, "vat_number"), (Vendor, "registration"), (Vendor, "country"))


def _on_paper(_everywhere: int) -> frozenset[str]:
    """VAT numbers, registrations, IBANs and names of our own administrations: never a vendor's.

    All active ones count, because a document may have been sent to the wrong one.
    """
    found: set[str] = set()
    for own in Administration.objects.filter(active=True):
        found.update(value for value in (own.vat_number, own.registration, own.name, *own.ibans, *own.aliases) if value)
    return frozenset(found)


def _periods(administration_id: int) -> tuple[Period, ...]:
    return tuple(Period.objects.filter(administration_id=administration_id).defer("raw").order_by("number"))


def _vat_rows(administration_id: int) -> Mapping[str, VatCode]:
    """Every VAT code by its code, also those that are gone; without what Exact said literally."""
    return {row.code: row for row in VatCode.objects.filter(administration_id=administration_id).defer("raw")}


ACCOUNTS = Kept(_accounts, GLAccount)
COST_CENTRES = Kept(_of(lambda own: frozenset(exact.cost_centres_for(own).values_list("code", flat=True))), CostCentre)
COST_UNITS = Kept(_of(lambda own: frozenset(exact.cost_units_for(own).values_list("code", flat=True))), CostUnit)
PERIODS = Kept(_periods, Period)
RULES = Kept(_of(rules_of), StoredRule, SplitTemplate)
VAT_CODES = Kept(_of(lambda own: tuple(ledger_codes(own))), VatCode)
VAT_ROWS = Kept(_vat_rows, VatCode)
# Also those that are gone: a line may still bear one.
CHARGED = Kept(
    lambda administration_id: frozenset(
        VatCode.objects.filter(administration_id=administration_id, charged=True).values_list("code", flat=True)
    ),
    VatCode,
)
VAT_TABLE = Kept(_of(vat_code_table), VatCodeMapping)
VAT_POSITION = Kept(position_of, VatPosition)
POLICY = Kept(policy_of, Policy)
KEY_POLICY = Kept(_of(key_policy_of), VendorKeyPolicy)
DIRECTORY, SENDERS = vendors.DIRECTORY, vendors.SENDERS
OWN, OWN_IDENTIFIERS = vendors.OWN, vendors.OWN_IDENTIFIERS
OWN_ON_PAPER = Kept(_on_paper, Administration, everywhere=True)
MAPPINGS = Kept(_of(mappings_for), VendorMapping, Vendor)
VENDOR = Kept(_vendor, Vendor)
# The vendor's records in all administrations, and second ones in its own, by VAT number or registration.
SAME_VENDOR = Kept(_same_vendor, Vendor, Administration, everywhere=True)
ACCEPTED = Kept(_accepted, BankChange)
# Whose orders there are; None for orders of nobody.
ORDERED = Kept(
    lambda administration_id: frozenset(
        PurchaseOrder.objects.filter(administration_id=administration_id, gone_at=None)
        .order_by()
        .values_list("vendor_id", flat=True)
        .distinct()
    ),
    PurchaseOrder,
)
# Who approves what; an administration without such rules asks nothing more.
APPROVAL: Kept[Sequence[Rule]] = Kept(rules_in, ApprovalRule)
ROUTING = Kept(
    lambda _everywhere: tuple(
        RoutingRule.objects.filter(active=True).values_list("administration_id", "recipient", "sender", "buyer_name")
    ),
    RoutingRule,
    everywhere=True,
)
# Vendors with a layout: learning has something to say about them.
LEARNED = Kept(
    lambda administration_id: frozenset(
        VendorLayout.objects.filter(administration_id=administration_id).values_list("vendor_id", flat=True)
    ),
    VendorLayout,
)


def ibans_of(lookup: Lookup, vendor: Vendor) -> frozenset[str]:
    """The vendor's bank accounts as known in Exact."""
    known = lookup.get(DIRECTORY).get(vendor.exact_id)
    if known is not None:
        return frozenset(known.ibans)
    return frozenset(exact.bank_accounts_for(vendor).values_list("iban", flat=True))


def accepted_ibans(lookup: Lookup, vendor: Vendor) -> frozenset[str]:
    """The accounts that went through the whole procedure for this vendor."""
    return lookup.get(ACCEPTED).get(vendor.pk, frozenset())
