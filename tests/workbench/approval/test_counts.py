"""What somebody may approve now is counted alike wherever it is counted, and leads to those rows."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.workbench.approval.conftest import House
from workbench.frame.selectors import rail_counts
from workbench.queue.selectors import BY_NAME, drafts_for, in_view
from workbench.start.selectors import matrix, now_for

pytestmark = pytest.mark.django_db


def test_what_is_counted_as_to_approve_is_what_waits_for_oneself_and_leads_there(house: House, client: Client) -> None:
    house.rule("anna", amount_from="200")
    house.draft("R-1", "300.00")
    house.draft("R-2", "100.00")
    for person, numbers in ((house.anna, ["R-1", "R-2"]), (house.dirk, ["R-2"])):
        rows = in_view(drafts_for(person, None), BY_NAME["approve"], person)
        assert sorted(rows.values_list("invoice_number", flat=True)) == numbers
        rail, (row,) = rail_counts(person, None), matrix(person)
        assert rail.approve == row.approve == now_for(person, None)["approve"] == len(numbers)
        assert rail.approve_view == row.approve_view == ("ready" if len(numbers) == 2 else "approve")
    client.force_login(house.dirk)
    page = client.get(reverse("start")).content.decode()
    assert page.count("?view=approve") == 4, "rail, bottom bar, what cannot wait, and the books' row"
