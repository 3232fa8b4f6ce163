"""Duplicates are found however retyped; normal traffic is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from matching.duplicates.api import Channel, DuplicateKind, InvoiceTrace, duplicate_keys, find_duplicates
from matching.duplicates.numbers import Likeness, likeness

OLD = InvoiceTrace("old", "NL1", "NL001B01", "INV-2026-00123", date(2026, 3, 2), Decimal("1210.00"), sha256="a" * 64)
NEW = replace(OLD, key="new", sha256="b" * 64)
D = date


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("INV-00123", "inv 123", Likeness.SAME),
        ("2026/0045", "2026-45", Likeness.SAME),
        ("F2026O45", "F2026045", Likeness.TWIN),
        ("l00I23", "100123", Likeness.TWIN),
        ("2026-0045", "45", Likeness.TWIN),
        ("45/2026", "45", Likeness.TWIN),
        ("20260145", "20260415", Likeness.NEAR),
        ("20260145", "2026145", Likeness.TWIN),
        ("88123", "8812", Likeness.NEAR),
        ("Factuurnr. 778812", "778812", Likeness.SAME),
        ("Rechnung Nr. 778812", "778812", Likeness.SAME),
        ("778812 (kopie)", "Invoice No. 778812", Likeness.SAME),
        ("Herinnering 778812", "778812", Likeness.SAME),
        ("VF2600123", "VF26-00123", Likeness.SAME),  # a dash left out, the noughts behind it kept
        ("778８12", "778812", Likeness.SAME),
        ("778812-1", "778812-2", Likeness.NEXT),
        ("Notaris 12", "12", Likeness.DIFFERENT),
        ("10041", "10042", Likeness.NEXT),
        ("10041", "20077", Likeness.DIFFERENT),
        ("", "", Likeness.DIFFERENT),
    ],
)
def test_numbers(one: str, two: str, expected: Likeness) -> None:
    assert likeness(one, two, D(2026, 5, 1), D(2026, 5, 1)) is expected


@pytest.mark.parametrize(
    ("_case", "new", "old", "kind"),
    [
        ("the same bytes", replace(NEW, sha256="a" * 64), OLD, DuplicateKind.SAME_BYTES),
        ("same number again by mail", NEW, OLD, DuplicateKind.SAME_NUMBER),
        ("number with an O for a zero", replace(NEW, number="INV-2026-OO123"), OLD, DuplicateKind.RETYPED_NUMBER),
        ("year left out", replace(NEW, number="123"), OLD, DuplicateKind.RETYPED_NUMBER),
        (
            "two digits swapped",
            replace(NEW, number="INV-2026-00132", sha256="c" * 64),
            OLD,
            DuplicateKind.AMOUNT_AND_DATE,
        ),
        ("same number in another currency", replace(NEW, currency="USD"), OLD, DuplicateKind.SAME_NUMBER),
        (
            "the same sum to a sister company, number unread",
            replace(NEW, number="", administration="NL2"),
            OLD,
            DuplicateKind.OTHER_ADMINISTRATION,
        ),
        ("same number, other amount", replace(NEW, gross=Decimal("1310.00")), OLD, DuplicateKind.SAME_NUMBER),
        ("amount and date only", replace(NEW, number="77-XY"), OLD, DuplicateKind.AMOUNT_AND_DATE),
        ("mail and Peppol", replace(NEW, channel=Channel.PEPPOL), OLD, DuplicateKind.SAME_CASE),
        (
            "scan with a misread digit",
            replace(NEW, channel=Channel.SCAN, number="INV-2026-00723"),
            OLD,
            DuplicateKind.SAME_CASE,
        ),
        ("in the ledger already", NEW, replace(OLD, channel=Channel.EXACT), DuplicateKind.ALREADY_BOOKED),
        ("in a sister administration", replace(NEW, administration="NL2"), OLD, DuplicateKind.OTHER_ADMINISTRATION),
        ("under a second vendor record", replace(NEW, party="NL002B01"), OLD, DuplicateKind.OTHER_VENDOR),
        (
            "sent again weeks later under its number with the words around it",
            replace(NEW, number="Factuurnr. 2026/123 KOPIE", issued=D(2026, 5, 2)),
            OLD,
            DuplicateKind.SAME_NUMBER,
        ),
        (
            "booked again over the turn of the year",
            replace(NEW, issued=D(2026, 1, 2)),
            replace(OLD, issued=D(2025, 12, 30)),
            DuplicateKind.SAME_NUMBER,
        ),
        ("long number, same amount, next year", replace(NEW, issued=D(2027, 2, 2)), OLD, DuplicateKind.SAME_NUMBER),
        (
            "same picture, number unread",
            replace(NEW, number="", issued=D(2026, 3, 3), picture=0xABCD),
            replace(OLD, picture=0xABCF),
            DuplicateKind.SAME_PICTURE,
        ),
    ],
)
def test_found(_case: str, new: InvoiceTrace, old: InvoiceTrace, kind: DuplicateKind) -> None:
    hits = find_duplicates(new, [old])
    assert [hit.kind for hit in hits] == [kind]
    assert hits[0].reasons
    assert hits[0].holds is (kind is not DuplicateKind.SAME_CASE)
    assert duplicate_keys(new) & duplicate_keys(old), "the index must find it too"


@pytest.mark.parametrize(
    ("_case", "new", "old"),
    [
        ("a credit note with the invoice's number", replace(NEW, credit=True), OLD),
        ("next month's bill of the same amount", replace(NEW, number="INV-2026-00124", issued=D(2026, 4, 2)), OLD),
        (
            "short number starts again next year",
            replace(NEW, number="17", issued=D(2027, 3, 2)),
            replace(OLD, number="17"),
        ),
        ("same number next year, other amount", replace(NEW, issued=D(2027, 3, 2), gross=Decimal("99.00")), OLD),
        (
            "another vendor's trifling number",
            replace(NEW, party="X", number="12", gross=Decimal("5.00")),
            replace(OLD, number="12", gross=Decimal("5.00")),
        ),
        (
            "the same sum in another currency under another number",
            replace(NEW, number="77-XY", currency="USD", issued=D(2026, 3, 2)),
            OLD,
        ),
        (
            "the same sum to two companies of one group",
            replace(NEW, number="INV-2026-00390", administration="NL2"),
            OLD,
        ),
        (
            "the first bill of the year of two vendors",
            replace(NEW, party="NL002B01", number="20260001"),
            replace(OLD, number="2026-0001"),
        ),
        ("nothing to pay", replace(NEW, number="77-XY", gross=Decimal("0.00")), replace(OLD, gross=Decimal("0.00"))),
        (
            "same layout, other bill",
            replace(NEW, number="INV-2026-00190", gross=Decimal("80.00"), picture=1),
            replace(OLD, picture=1),
        ),
        ("declared no duplicate before", replace(NEW, dismissed=frozenset({"old"})), OLD),
        ("itself", OLD, OLD),
    ],
)
def test_left_alone(_case: str, new: InvoiceTrace, old: InvoiceTrace) -> None:
    assert find_duplicates(new, [old]) == ()


def test_a_vendor_who_bills_per_site_is_known_by_habit() -> None:
    """Two sites, one amount, one day: after a person let one pair through, the next month is no surprise."""
    march = [replace(OLD, key="m1", number="501", sha256=""), replace(OLD, key="m2", number="502", sha256="")]
    april = replace(OLD, key="a1", number="503", issued=D(2026, 4, 2), sha256="")
    assert find_duplicates(replace(april, key="a2", number="504"), [*march, april]) == ()
