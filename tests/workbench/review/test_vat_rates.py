"""VAT per rate beside the totals: the deviating rate is marked, and what the paper states can be put right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from domain.reading import ReadLine, VatRow
from exact.models import Administration
from tests.workbench.support import desk
from workbench.models import Draft
from workbench.review.vat_rates import rows_of

URL = "vat_amount_21"


def misread(books: Administration) -> Draft:
    """100 at 21 % and 50 at 9 %, of which 21 % was read as 12.00 instead of 21.00."""
    read = desk.reading("R-1", "150.00", vat_total="25.50", gross_total="175.50")
    lines = (
        ReadLine("Bouten M6", net_amount="100.00", vat_rate="21"),
        ReadLine("Boek", net_amount="50.00", vat_rate="9"),
    )
    rows = (VatRow("21", "100.00", "12.00"), VatRow("9", "50.00", "4.50"))
    draft = desk.made(books, "R-1", reading=replace(read, lines=lines, vat_breakdown=rows))
    for line in draft.lines.all():
        line.gl_account, line.vat_code = "4000", "2" if line.vat_rate == 21 else "4"
        line.by_person = ["gl_account", "vat_code"]
        line.save()
    desk.derive_by_id(draft.pk)
    return Draft.objects.get(pk=draft.pk)


def test_the_rate_that_differs_is_marked_and_typed_right(books: Administration, client: Client) -> None:
    draft = misread(books)
    assert [(row.rate, row.stated, row.differs) for row in rows_of(draft)] == [
        (Decimal(21), Decimal("12.00"), True),
        (Decimal(9), Decimal("4.50"), False),
    ]
    client.force_login(desk.person("kim", books, "clerk"))
    page = client.get(reverse("review", args=[draft.pk])).content.decode()
    assert 'id="vat-vat_amount_21"' in page and "cell-hold" in page
    client.post(reverse("draft-field", args=[draft.pk, URL]), {"value": "21,00"}, HTTP_HX_REQUEST="true")
    draft.refresh_from_db()
    assert not any(row.differs for row in rows_of(draft)) and not desk.holds_of(draft)
    # Without a script the form sends all cells; a step back takes the amount away again.
    client.post(reverse("draft-save", args=[draft.pk]), {f"vat:{URL}": "20,00", "version": str(draft.version)})
    draft.refresh_from_db()
    assert draft.fields[URL]["value"] == "20.00"
    client.post(reverse("draft-field", args=[draft.pk, URL]), {"value": ""}, HTTP_HX_REQUEST="true")
    assert URL not in Draft.objects.get(pk=draft.pk).fields


@pytest.mark.parametrize("name", ["vat_amount_0", "vat_amount_x", "vat_amount_101", "vat_amount_"])
def test_no_other_name_is_taken_for_a_rate(books: Administration, client: Client, name: str) -> None:
    draft = desk.made(books, "R-2")
    client.force_login(desk.person("kim", books, "clerk"))
    assert client.post(reverse("draft-field", args=[draft.pk, name]), {"value": "1"}).status_code == 404
