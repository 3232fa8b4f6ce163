"""What the list adds up, and that a figure of the start page counts the rows it leads to."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from exact.models import Administration
from tests.workbench.support.desk import books, person
from workbench.models import Draft, Role
from workbench.queue import selectors
from workbench.start.selectors import now_for

pytestmark = pytest.mark.django_db


def draft(administration: Administration, **values: object) -> Draft:
    given = {"turn": "you", "gross_total": Decimal("100.00"), "received_at": timezone.now(), **values}
    return Draft.objects.create(administration=administration, **given)


def test_a_credit_note_lowers_the_sum_of_its_group_and_is_shown_negative(client: Client) -> None:
    administration = books()
    draft(administration, invoice_number="1")
    draft(administration, invoice_number="2", kind="credit_note", gross_total=Decimal("30.00"))
    [group] = selectors.grouped(Draft.objects.all())
    assert group.totals == [("EUR", Decimal("70.00"))]
    client.force_login(person("list", administration, Role.CLERK))
    page = client.get("/queue/").content.decode()
    assert 'data-total="-30.00"' in page
    assert "−30,00" in page or "−30.00" in page


@pytest.mark.parametrize("state", ["approved", "posting", "posted", "failed", "review"])
@pytest.mark.parametrize("late", [-8, 0, 3])
def test_figures_count_the_rows_they_lead_to(client: Client, state: str, late: int) -> None:
    """One definition of counts: a number is a link to exactly those rows."""
    administration = books()
    day = timezone.localdate() + timedelta(days=late)
    draft(administration, state=state, due_date=day)
    draft(administration, state=state, due_date=day, kind="credit_note")
    user = person("figures", administration, Role.CLERK)
    client.force_login(user)
    for view, figure in now_for(user, None).items():
        assert client.get(f"/queue/?view={view}").context["total"] == figure, view
    [row] = client.get("/").context["rows"]
    assert client.get("/queue/?view=to-post").context["total"] == row.approved
    assert now_for(user, None)["today"] == (1 if state == "review" and late <= 0 else 0)


def test_who_others_are_stands_in_words(client: Client) -> None:
    administration = books()
    blocker = {"code": "IBAN_CHANGED", "severity": "security", "owner": "vendor_master", "params": {}}
    draft(administration, turn="others", blockers=1, first_blocker=blocker)
    client.force_login(person("list", administration, Role.CLERK))
    page = client.get("/queue/").content.decode()
    assert "vendor_master" not in page
