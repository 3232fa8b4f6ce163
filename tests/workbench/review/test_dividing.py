"""A line divided by hand: per cent, amounts, or a saved division with its codes; cents always add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from exact.models import Administration
from matching.models import SplitTemplate
from tests.workbench.support import desk
from workbench.drafts.dividing import parts_in, parts_of
from workbench.drafts.fields import FieldInvalid

D = Decimal


@pytest.mark.parametrize(
    ("typed", "net", "expected"),
    [
        ("60 40", "100.00", ["60.00", "40.00"]),
        ("33,33 33,33 33,34", "100.01", ["33.33", "33.33", "33.35"]),
        ("50%/50%", "0.01", ["0.01", "0.00"]),
        ("75,00 25,50", "100.50", ["75.00", "25.50"]),
        ("1.000,00 234,56", "1234.56", ["1000.00", "234.56"]),
        ("-60,00 -40,50", "-100.50", ["-60.00", "-40.50"]),
        ("60 30", "100.00", None),
        ("75,00 20,00", "100.50", None),
        ("100", "100.00", None),
        ("150 -50", "100.01", None),
        ("a b", "100.00", None),
        ("NaN 1", "100.00", None),
    ],
)
def test_per_cent_or_amounts(typed: str, net: str, expected: list[str] | None) -> None:
    if expected is None:
        with pytest.raises(FieldInvalid, match="SHARES_INVALID"):
            parts_in(typed, D(net), "EUR")
    else:
        assert [part.net for part in parts_in(typed, D(net), "EUR")] == [D(each) for each in expected]


def test_a_saved_division_adds_up_and_gives_its_codes() -> None:
    saved = [{"share": "33.33", "gl": "4000"}, {"share": "33.33", "gl": "4100", "cost_centre": "PROD"}]
    division = SplitTemplate(name="Drie", parts=[*saved, {"share": "33.34", "vat_code": "4"}])
    parts = parts_of(division, D("100.00"), "EUR")
    assert sum(part.net for part in parts) == D("100.00")
    assert [part.codes for part in parts] == [
        {"gl_account": "4000"},
        {"gl_account": "4100", "cost_centre": "PROD"},
        {"vat_code": "4"},
    ]
    with pytest.raises(FieldInvalid):
        parts_of(SplitTemplate(name="Half", parts=saved), D("100.00"), "EUR")


def test_a_division_on_a_line_keeps_its_accounts_and_is_one_step_back(books: Administration, client: Client) -> None:
    kim = desk.person("kim", books, "clerk")
    draft = desk.made(books, "D-1", by=kim)
    parts = [{"share": "60", "gl": "4000"}, {"share": "40", "gl": "4100", "cost_centre": "PROD"}]
    saved = SplitTemplate.objects.create(administration=books, name="Zestig veertig", parts=parts)
    client.force_login(kim)
    assert "Zestig veertig" in client.get(reverse("review", args=[draft.pk])).content.decode()
    act = reverse("draft-lines", args=[draft.pk])
    line = {"line": draft.lines.get().pk}
    client.post(act, {"action": "divide", **line, "division": saved.pk}, HTTP_HX_REQUEST="true")
    rows = [(row.net_amount, row.gl_account, row.cost_centre, row.quantity) for row in draft.lines.all()]
    assert rows == [(D("60.00"), "4000", "", D("0.6")), (D("40.00"), "4100", "PROD", D("0.4"))]
    assert not desk.holds_of(draft) and sum(row.vat_amount or 0 for row in draft.lines.all()) == D("21.00")
    client.post(act, {"action": "step-back"}, HTTP_HX_REQUEST="true")
    assert [row.net_amount for row in draft.lines.all()] == [D("100.00")]
    # A division of other books is none of ours.
    elsewhere = SplitTemplate.objects.create(administration=desk.books(9, "twee", "Twee"), name="X", parts=parts)
    answer = client.post(act, {"action": "divide", **line, "division": elsewhere.pk}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 404 and draft.lines.count() == 1
