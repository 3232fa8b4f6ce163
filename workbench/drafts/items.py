"""The item of an order's line: what a person typed or chose as one of ours, remembered for who calls it so."""

from __future__ import annotations

from django.db.models import Q

from exact import api as exact
from exact.models import Customer, Item, Vendor
from matching.three_way import item_codes
from workbench.accounts.people import Person
from workbench.drafts.states import DraftKind
from workbench.models import Draft, DraftLine

ORDERS = frozenset({DraftKind.PURCHASE_ORDER, DraftKind.SALES_ORDER})
MOST = 12


def item_in(draft: Draft, typed: str) -> Item | None:
    """The item that was typed or chosen: "B-6", "B-6 Bouten M6" (the longest code it begins with), or an EAN."""
    if draft.administration is None or not typed.strip():
        return None
    words = typed.split(" ")
    beginnings = {" ".join(words[:count]) for count in range(1, len(words) + 1)}
    rows = exact.items_for(draft.administration).filter(Q(code__in=beginnings) | Q(ean=words[0], ean__gt=""))
    return max(rows, key=lambda row: (row.code in beginnings, len(row.code)), default=None)


def theirs_of(line: DraftLine) -> str:
    """What the paper calls the item: its code, else the line's text."""
    read = line.read or {}
    code = next((read[name] for name in ("item_code", "buyer_item_code", "ean") if read.get(name)), "")
    return str(code or line.description)


def party_of(draft: Draft) -> tuple[Vendor | None, Customer | None]:
    """Whose names for items an order uses: the vendor's, or the customer's on a sales order."""
    sales = draft.kind == DraftKind.SALES_ORDER
    return (None, draft.customer) if sales else (draft.vendor, None)


def remember(draft: Draft, line: DraftLine, by: Person) -> None:
    """Teach that this vendor's or customer's name for it means the line's item."""
    item_codes.teach(*party_of(draft), theirs=theirs_of(line), ours=line.item_code, by=by.get_username())


def take_back(draft: Draft, line: DraftLine, by: Person) -> None:
    """The choice of this line's item is undone: what it taught goes with it, or it would come back by itself."""
    item_codes.unteach(*party_of(draft), theirs=theirs_of(line), ours=line.item_code, by=by.get_username())


def search(draft: Draft, text: str, line: DraftLine | None = None) -> list[Item]:
    """Up to twelve items by code, name, EAN or the vendor's code; every word must occur. Without a text, those that
    share a word with what the line says."""
    if draft.administration is None:
        return []
    rows = exact.items_for(draft.administration).only("code", "description", "ean")
    words = text.split()[:6]
    if words:
        for word in words:
            rows = rows.filter(_has(draft, word))
        found = list(rows.order_by("code")[: MOST * 20])
        first = words[0].casefold()
        return sorted(found, key=lambda row: (not row.code.casefold().startswith(first), row.code))[:MOST]
    said = [word for word in (line.description.split() if line else []) if len(word) > 3][:6]
    if not said:
        return list(rows.order_by("code")[:MOST])
    alike = Q()
    for word in said:
        alike |= Q(description__icontains=word)
    shared = [word.casefold() for word in said]
    found = list(rows.filter(alike).order_by("code")[: MOST * 20])
    return sorted(found, key=lambda row: -sum(word in row.description.casefold() for word in shared))[:MOST]


def _has(draft: Draft, word: str) -> Q:
    found = Q(code__icontains=word) | Q(description__icontains=word) | Q(ean__startswith=word)
    if draft.vendor is not None:
        found |= Q(**{f"supplier_codes__{draft.vendor.exact_id}__icontains": word})
    return found
