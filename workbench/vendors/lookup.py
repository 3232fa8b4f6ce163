"""Finding vendors of an administration by what people type."""

from __future__ import annotations

from django.db.models import Q

from domain.parties import normalise_iban, normalise_vat
from exact import api as exact
from exact.models import Administration, Vendor

FOUND = 12


def vendor_named(administration: Administration, typed: str) -> Vendor | None:
    """The one vendor with this number, or exactly this name; also as chosen from a list ("10233 Van Dijk").

    None when there is none, or more than one. Blocked vendors too: what is booked for them can be explained.
    """
    typed = typed.strip()
    if not typed:
        return None
    rows = exact.vendors_for(administration, blocked=True).filter(
        Q(code=typed) | Q(code=typed.split(" ")[0]) | Q(name__iexact=typed)
    )
    hits = list(rows[:2])
    return hits[0] if len(hits) == 1 else None


def vendors_like(administration: Administration, text: str, most: int = FOUND) -> list[Vendor]:
    """Vendors whose name, number, VAT number or IBAN the text is (part of)."""
    text = text.strip()
    if len(text) < 2:
        return []
    wanted = Q(name__icontains=text) | Q(code__iendswith=text) | Q(code__istartswith=text)
    if vat := normalise_vat(text):
        wanted |= Q(vat_number=vat)
    if iban := normalise_iban(text):
        wanted |= Q(bank_accounts__iban=iban)
    rows = Vendor.objects.filter(wanted, administration=administration, gone_at=None)
    return list(rows.distinct().order_by("name")[:most])
