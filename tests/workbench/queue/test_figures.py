"""What the list adds up, and that a figure of the start page counts the rows it leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone, translation

from exact.models import Administration
from tests.workbench.support.desk import books, person
from workbench.frame.newest import newest_keys
from workbench.models import Draft, Role
from workbench.queue import selectors
from workbench.start.selectors import now_for
from workbench.templatetags.lists import due_short

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


def test_what_is_done_stands_in_one_list_newest_first_and_is_counted_only_so_far(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    administration = books()
    now = timezone.now()
    for day in range(5):
        draft(
            administration, state="posted", turn="ready", invoice_number=f"N{day}", posted_at=now - timedelta(days=day)
        )
    client.force_login(person("list", administration, Role.CLERK))
    shown = client.get("/queue/?view=posted").context
    [group] = shown["groups"]
    assert (group.turn, group.totals, shown["total"], shown["more"]) == ("", [], 5, False)
    assert [row.invoice_number for row in group.rows] == ["N0", "N1", "N2", "N3", "N4"]
    monkeypatch.setitem(selectors.BY_NAME, "posted", replace(selectors.BY_NAME["posted"], counted=4))
    some = client.get("/queue/?view=posted&limit=2").context
    assert (some["shown"], some["total"], some["more"]) == (2, 4, True)
    assert client.get("/queue/?view=posted&limit=5").context["more"] is False


def test_a_found_document_that_is_posted_is_not_called_ready(client: Client) -> None:
    administration = books()
    draft(administration, state="posted", turn="ready", invoice_number="F-77", posted_at=timezone.now())
    client.force_login(person("list", administration, Role.CLERK))
    page = client.get("/queue/?view=search&q=F-77").content.decode()
    assert "F-77" in page and "data-select-group" not in page and 'name="draft"' not in page
    draft(administration, invoice_number="F-78")
    assert 'name="draft"' in client.get("/queue/?view=search&q=F-78").content.decode()


def test_posted_today_counts_from_midnight_here(client: Client) -> None:
    administration = books()
    midnight = selectors.start_of_today()
    draft(administration, state="posted", posted_at=midnight)
    draft(administration, state="posted", posted_at=midnight - timedelta(seconds=1))
    client.force_login(person("list", administration, Role.CLERK))
    [row] = client.get("/").context["rows"]
    assert row.posted_today == client.get("/queue/?view=posted-today").context["total"] == 1


def test_the_newest_of_several_administrations_are_the_newest_of_all() -> None:
    one, two = books(), books(900002, "twee", "Twee BV")
    now = timezone.now()
    for minutes, home in enumerate((one, two, two, one, two)):
        draft(home, invoice_number=str(minutes), received_at=now - timedelta(minutes=minutes))
    for scope, wanted in (([one, two], "0123"), ([two], "124"), ([one], "03"), ([], "")):
        keys = newest_keys(Draft.objects.all(), scope, "received_at", 4)
        numbers = dict(Draft.objects.values_list("pk", "invoice_number"))
        assert "".join(numbers[UUID(str(key))] for key in keys) == wanted


def test_rows_say_whose_books_they_are_in_only_where_several_are_shown(client: Client) -> None:
    one, two = books(), books(900002, "twee", "Twee BV")
    user = person("list", one, Role.CLERK)
    draft(one, supplier_name="Acme Ltd."), draft(two, supplier_name="Acme Ltd.")
    client.force_login(user)
    assert 'title="Eén BV"' not in client.get("/queue/").content.decode()
    person("list", two, Role.CLERK)
    for page in ("/queue/", "/vendors/"):
        shown = client.get(page).content.decode()
        assert 'title="Eén BV"' in shown and 'title="Twee BV"' in shown, page
    assert 'title="Twee BV"' not in client.get(f"/queue/?administration={two.pk}").content.decode()


@pytest.mark.parametrize(("days", "text"), [(-6, "6 d late"), (0, "today"), (22, "in 22 d")])
def test_due_days_take_little_room(days: int, text: str) -> None:
    with translation.override("en"):
        assert due_short(timezone.localdate() + timedelta(days=days)) == text


def test_what_was_given_to_somebody_is_theirs_alone_to_list(client: Client) -> None:
    administration = books()
    one, two = person("een", administration, Role.CLERK), person("twee", administration, Role.CLERK)
    draft(administration, owner=one), draft(administration)
    for user, count in ((one, 1), (two, 0)):
        client.force_login(user)
        page = client.get("/queue/?view=given")
        assert (page.context["total"], page.context["counts"]["given"]) == (count, count)
    assert "een</b>" in client.get("/queue/").content.decode()
