"""What holds for every invoice, whatever is on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.vat import Treatment, profile
from matching.vat.api import LegalText, OwnSide, Place, StatedVat, VatEvidence, VatLine, VendorSide, derive_vat

CENTS = st.integers(-500_000, 500_000).map(lambda n: Decimal(n) / 100)
RATES = st.sampled_from([None, "0", "6", "9", "12", "19", "20", "21"]).map(lambda r: None if r is None else Decimal(r))
WORDS = ["Hotelkamer", "Ontbijt", "Laptop", "Schroot", "Advies", "Diesel", "Btw bij invoer", "Statiegeld", "Waren", ""]
TEXTS = ["btw verlegd", "KOR", "innergemeinschaftliche Lieferung", "margeregeling", "vrijgesteld van btw", "dank u"]

line = st.builds(
    VatLine,
    description=st.sampled_from(WORDS),
    net=CENTS,
    rate=RATES,
    category=st.sampled_from(["", "", "S", "AE", "K", "E", "Z", "O", "G"]),
    nature=st.sampled_from(["", "goods", "services", "restaurant", "car"]),
)
row = st.builds(StatedVat, rate=RATES, base=st.none() | CENTS, amount=st.none() | CENTS)
own = st.builds(
    OwnSide,
    country=st.sampled_from(["NL", "BE"]),
    deductible_share=st.sampled_from([Decimal(1), Decimal("0.4"), Decimal(0)]),
    import_licence=st.booleans(),
    chain_role=st.sampled_from(["", "contractor", "end_user"]),
)
vendor = st.builds(
    VendorSide,
    country=st.sampled_from(["NL", "BE", "DE", "US", "GB", "XI", ""]),
    vat_ids=st.sampled_from([(), ("NL000099998B57",), ("DE136695976",)]),
    scheme=st.sampled_from(["", "", "small", "margin"]),
    usual=st.sampled_from(["", "", "NL_RC", "NL_STD21", "nonsense"]),
)
evidence = st.builds(
    VatEvidence,
    own=own,
    vendor=vendor,
    lines=st.lists(line, max_size=5).map(tuple),
    vat_rows=st.lists(row, max_size=3).map(tuple),
    texts=st.lists(
        st.builds(LegalText, text=st.sampled_from(TEXTS), place=st.sampled_from([Place.TOTALS, Place.TERMS])),
        max_size=2,
    ).map(tuple),
    invoice_date=st.none() | st.dates(),
    document_type=st.sampled_from(["invoice", "credit_note", "receipt"]),
    exchange_rate=st.sampled_from([Decimal(1), Decimal("0.9137")]),
    currency=st.sampled_from(["EUR", "USD"]),
    vat_total=st.none() | CENTS,
    customer_vat_id=st.sampled_from([None, "", "NL004495445B01"]),
    structured=st.sampled_from([None, True, False]),
)


@settings(max_examples=200, deadline=None)
@given(evidence)
def test_every_result_keeps_its_promises(facts: VatEvidence) -> None:
    result = derive_vat(facts)
    assert len(result.lines) == (len(facts.lines) or len(facts.vat_rows))
    for coded in result.lines:
        assert coded.cost == coded.base + coded.stated + coded.due - coded.deductible
        assert coded.reasons, "every choice says why"
        assert coded.due == 0 or profile(coded.treatment).self_assessed
        assert abs(coded.deductible) <= abs(coded.stated) + abs(coded.due)
        if coded.treatment in (Treatment.REVIEW, Treatment.OSS_B2C):
            assert result.holds, "an open question stops the draft"
            assert coded.deductible == 0
        if coded.treatment in (Treatment.NL_MARGIN, Treatment.NL_KOR, Treatment.FOREIGN_VAT, Treatment.NL_EXEMPT):
            assert coded.deductible == 0
        assert all(amount == amount.quantize(Decimal("0.01")) for amount in coded.boxes.values())


@settings(max_examples=200, deadline=None)
@given(st.lists(CENTS.filter(bool), min_size=1, max_size=8), st.sampled_from(["9", "21"]), st.integers(-2, 2))
def test_the_suppliers_amount_is_booked_to_the_cent(nets: list[Decimal], rate: str, slip: int) -> None:
    exact = (sum(nets) * Decimal(rate) / 100).quantize(Decimal("0.01"))
    stated = exact + Decimal(slip) / 100
    facts = VatEvidence(
        own=OwnSide(),
        vendor=VendorSide("NL"),
        lines=tuple(VatLine(net=net, rate=Decimal(rate)) for net in nets),
        vat_rows=(StatedVat(Decimal(rate), sum(nets), stated),),
        invoice_date=date(2026, 5, 1),
    )
    result = derive_vat(facts)
    assert sum(line.stated for line in result.lines) == stated
