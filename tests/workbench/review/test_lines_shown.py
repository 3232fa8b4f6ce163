"""Beside the figures of a line: codes with their names, why they stand there, and the entry they came from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from exact.models import Administration, BookedEntry, BookedLine
from tests.workbench.support import desk
from workbench.models import Draft
from workbench.review.why import earlier_of


def booked(draft: Draft, number: str, text: str, day: int) -> None:
    """An entry of the draft's vendor on account 4000."""
    entry = BookedEntry.objects.create(
        administration=draft.administration,
        exact_id=f"guid-{number}",
        vendor=draft.vendor,
        entry_number=number,
        date=date(2026, 10, day),
    )
    BookedLine.objects.create(
        administration=draft.administration,
        exact_id=f"line-{number}",
        vendor=draft.vendor,
        entry_exact_id=entry.exact_id,
        date=entry.date,
        description=text,
        gl_account_code="4000",
    )


def test_a_code_from_history_leads_to_the_entry_it_came_from(books: Administration, client: Client) -> None:
    draft = desk.made(books, "W-1")
    line = draft.lines.get()
    reasons = [{"code": "coding.vendor_text", "params": {"times": "2", "last": "2026-10-09"}}]
    line.gl_account, line.vat_code, line.choices = "4000", "2", {"gl_account": {"reasons": reasons}}
    line.item_code, line.unit, line.vat_amount = "B-6", "C62", Decimal("21.00")
    line.save()
    assert earlier_of(draft, [line]) == {}
    booked(draft, "2601", line.description, 5)
    booked(draft, "2602", "Iets anders", 9)
    # The same text goes before what is newer.
    assert earlier_of(draft, [line])[line.pk].number == "2601"
    client.force_login(desk.person("kim", books, "clerk"))
    page = client.get(reverse("review", args=[draft.pk])).content.decode()
    assert 'value="2 21 %"' in page and 'value="4000 Kosten"' in page
    assert "2601" in page and "EntryID=guid-2601" in page and "B-6" in page
    # Without an order there is no column for one.
    assert 'class="l-o"' not in page
    line.by_person = ["gl_account"]
    assert earlier_of(draft, [line]) == {}


def test_a_vat_code_shown_with_its_name_is_the_code_when_it_comes_back(books: Administration, client: Client) -> None:
    draft = desk.made(books, "W-2", by=desk.person("kim", books, "clerk"))
    client.force_login(desk.person("kim", books))
    version = Draft.objects.get(pk=draft.pk).version
    line = draft.lines.get()
    shown = {f"line:{line.pk}:vat_code": "2 21 %", f"line:{line.pk}:gl_account": "4000 Kosten"}
    client.post(reverse("draft-save", args=[draft.pk]), {**shown, "version": str(version)})
    assert Draft.objects.get(pk=draft.pk).version == version
    client.post(reverse("draft-line", args=[draft.pk, line.pk, "vat_code"]), {"value": "4 9 %"}, HTTP_HX_REQUEST="true")
    assert draft.lines.get().vat_code == "4"
