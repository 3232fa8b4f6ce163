"""Every screen with two hundred invoices: reachable for everybody, nothing cut off, nothing on the console."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Login
from tests.browser.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.processes]

HERE = Path(__file__).resolve().parent
KORENWOLF = 3205401
ROWS = 200

# Two read documents, and so many copies of their drafts that the list is a day's work of a large office.
FILL = """
import copy, datetime, json, uuid
from decimal import Decimal
from pathlib import Path
from django.utils import timezone
from exact.models import Administration, Vendor
from jobs.runner import drain
from workbench.intake.services import Incoming, receive_files
from workbench.models import Draft, Hold
from django.contrib.auth import get_user_model

books = Administration.objects.get()
clerk = get_user_model().objects.get(username="clerk")
folder = Path("samples/documents")
names = ["nl-duinker-ubl.xml", "nl-planwijs-facturx.pdf", "nl-isolatie-discount.pdf"]
receive_files([Incoming(name, (folder / name).read_bytes()) for name in names], administration=books, by=clerk)
drain()
read = list(Draft.objects.order_by("received_at"))
vendors = list(Vendor.objects.filter(administration=books)[:50])
turns = ["you", "ready", "others"]
copies = []
for number in range({rows} - len(read)):
    turn = turns[number % 3]
    params = {{"line": "2", "percent": "6.1"}}
    hold = {{"code": "PRICE_HIGH", "severity": "hold", "owner": "purchasing", "params": params}}
    copies.append(
        Draft(
            administration=books,
            vendor=vendors[number % len(vendors)],
            supplier_name=vendors[number % len(vendors)].name,
            invoice_number=f"VERY-LONG-2026/11-{{number:06}}" if number % 7 == 0 else f"26-{{number:05}}",
            issue_date=datetime.date(2026, 10, 1) + datetime.timedelta(days=number % 45),
            due_date=timezone.localdate() + datetime.timedelta(days=number % 40 - 10),
            currency="USD" if number % 11 == 0 else "EUR",
            net_total=Decimal("100000.00"), vat_total=Decimal("21000.00"),
            gross_total=Decimal("123456.78") if number % 5 == 0 else Decimal("121.00") * number,
            turn=turn, turn_rank=turns.index(turn), blockers=0 if turn == "ready" else 2,
            first_blocker={{}} if turn == "ready" else hold,
            received_at=timezone.now() - datetime.timedelta(days=number % 14),
        )
    )
Draft.objects.bulk_create(copies)
print(json.dumps({{draft.documents.first().name: str(draft.pk) for draft in read}}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("screens"), [KORENWOLF])
    site.read = json.loads(site.python(FILL.format(rows=ROWS)).splitlines()[-1])  # type: ignore[attr-defined]
    site.start(work=False, mail=False)
    yield site
    site.close()


def screens(site: Site) -> dict[str, str]:
    """Path by name."""
    drafts: dict[str, str] = site.read  # type: ignore[attr-defined]
    pdf, xml, unknown = (
        f"/drafts/{drafts[name]}/"
        for name in ("nl-planwijs-facturx.pdf", "nl-duinker-ubl.xml", "nl-isolatie-discount.pdf")
    )
    return {
        "start": "/",
        "queue": "/queue/",
        "ready": "/queue/?view=ready",
        "nothing": "/queue/?view=rejected",
        "not found": "/queue/?q=qqqqq&view=search",
        "inbox": "/inbox/",
        "vendors": "/vendors/",
        "post": "/post/",
        "exact": "/exact/",
        "review": pdf,
        "match": f"{xml}?tab=match",
        "journal": f"{xml}?tab=journal",
        "history": f"{pdf}?tab=history",
        "talk": f"{pdf}?tab=talk",
        "e-invoice": xml,
        "unknown vendor": unknown,
    }


# Text that may not be cut, ever; and whether the page is wider than the window.
CUT = """() => {
    const found = [];
    const seen = (element) => element.offsetParent && element.scrollWidth > element.clientWidth + 1;
    for (const element of document.querySelectorAll('td.num, .c-tot, .c-no, .mono, .tot, .totals dd, .ledger dd'))
        if (seen(element) && getComputedStyle(element).overflow !== 'visible') found.push(element.textContent.trim());
    for (const input of document.querySelectorAll('input.in-num, input[id$=_iban], input[id$=_vat], input[id$=_date],' +
            ' input[id$=_number], input[id$=unit_price], input[id$=net_amount], input[id$=quantity]'))
        if (seen(input)) found.push(`${input.id}: ${input.value}`);
    if (document.documentElement.scrollWidth > innerWidth + 1) found.push('the page is wider than the window');
    return found;
}"""
AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter((found) => ['serious', 'critical'].includes(found.impact))
    .map((found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)"""


@pytest.mark.parametrize(
    ("width", "height", "scheme", "language"),
    [
        (1440, 900, "light", "en-GB"),
        (1440, 900, "dark", "nl-NL"),
        (1280, 800, "light", "nl-NL"),
        (390, 844, "light", "en-GB"),
    ],
)
def test_every_screen(site: Site, login: Login, width: int, height: int, scheme: str, language: str) -> None:
    page = login(site, "clerk", viewport={"width": width, "height": height}, color_scheme=scheme, locale=language)
    axe = (HERE / "vendor" / "axe.min.js").read_text()
    wrong: dict[str, Any] = {}
    for name, path in screens(site).items():
        answer = page.goto(site.url + path)
        assert answer is not None and answer.status == 200, name
        page.evaluate(axe)
        found = page.evaluate(CUT) + page.evaluate(AXE)
        if found:
            wrong[name] = found
    assert wrong == {}


def test_the_matrix_links_to_exactly_its_rows(site: Site, login: Login) -> None:
    page = login(site, "clerk")
    page.goto(f"{site.url}/")
    link = page.locator(".matrix a[href*='view=ready']")
    count = int(link.inner_text())
    link.click()
    expect(page.locator("tr[data-row]")).to_have_count(count)
    expect(page.locator(".tools .chip")).to_contain_text("Korenwolf")


def test_the_queue_by_keyboard(site: Site, login: Login) -> None:
    page = login(site, "clerk")
    page.goto(f"{site.url}/queue/?view=ready")
    for key in ("j", "j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator("tr.is-selected")).to_have_count(3)
    expect(page.locator("tr[data-row].is-here")).to_have_count(1)
    page.keyboard.press("a")
    selected = page.locator("tr.is-selected").count()
    assert selected == page.locator("tr[data-row]").count() > 60
    page.keyboard.press("a")
    expect(page.locator("tr.is-selected")).to_have_count(0)
    href = page.locator("tr.is-here").get_attribute("data-href")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(str(href)))
    page.keyboard.press("u")
    page.wait_for_url(re.compile("view=ready"))


def test_what_is_typed_quickly_is_not_lost(site: Site, login: Login) -> None:
    """Three fields in a row while a new line is still under way: each is saved, and the caret stays."""
    page = login(site, "clerk")
    page.goto(site.url + screens(site)["review"])
    rows = page.locator("#lines tr[data-line]")
    count = rows.count()
    held: list[Route] = []
    page.route(re.compile("/lines/$"), lambda route: held.append(route))
    with page.expect_request(re.compile("/lines/$")):
        rows.first.locator("[data-column=description]").press("Control+Shift+ArrowDown")
    field = page.locator("#field-order_reference")
    field.click()
    page.keyboard.type("PO-1")
    page.keyboard.press("Tab")
    page.keyboard.type("REF-2")
    page.keyboard.press("Tab")
    third = page.evaluate("document.activeElement.id")
    assert third.startswith("field-")
    held[0].continue_()
    expect(rows).to_have_count(count + 1)
    expect(page.locator(".presence")).to_contain_text("clerk")
    page.wait_for_function("() => !window.inboek.review.saving()")
    assert page.evaluate("document.activeElement.id") == third
    # A dialog keeps the keys: nothing behind it is undone.
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("#work").focus()
    page.keyboard.press("r")
    expect(page.locator("#reject-reason")).to_be_focused()
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    assert [url for url in sent if "/lines/" in url] == []
    page.reload()
    expect(field).to_have_value("PO-1")
    expect(page.locator("#field-payment_reference")).to_have_value("REF-2")


def test_a_refused_value_stays_and_says_why(site: Site, login: Login) -> None:
    """Nor is the document approved without it: the key that approves saves first."""
    page = login(site, "approver")
    page.goto(site.url + screens(site)["e-invoice"])
    expect(page.locator("[data-approve]")).to_have_count(1)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    field = page.locator("#field-issue_date")
    field.fill("31-02-2026")
    with page.expect_response(re.compile("/fields/issue_date/")) as answered:
        field.press("Control+Enter")
    assert answered.value.status == 422
    expect(page.locator("#work-error")).to_be_visible()
    expect(field).to_have_value("31-02-2026")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    assert [url for url in sent if "/approve/" in url] == []


def test_several_words_fill_a_cell_of_a_line(site: Site, login: Login) -> None:
    """Press and drag over words on the page."""
    page = login(site, "clerk")
    page.goto(site.url + screens(site)["unknown vendor"])
    sheet = page.locator("svg.page").first
    words = page.evaluate("async url => (await (await fetch(url)).json()).words", sheet.get_attribute("data-words"))
    row = next(word for word in words if word[0] == "Isolatie")
    following = words[words.index(row) + 1]
    area = sheet.bounding_box()
    assert area is not None
    cell = page.locator("tr[data-line] input[data-column=description]").first
    cell.click()
    page.mouse.move(area["x"] + (row[1] + 0.002) * area["width"], area["y"] + (row[2] + row[4]) / 2 * area["height"])
    page.mouse.down()
    page.mouse.move(
        area["x"] + following[3] * area["width"], area["y"] + (row[2] + row[4]) / 2 * area["height"], steps=4
    )
    with page.expect_response(re.compile("/lines/")):
        page.mouse.up()
    expect(cell).to_have_value(f"{row[0]} {following[0]}")


def test_next_point_leads_on_when_no_field_is_left(site: Site, login: Login) -> None:
    """An unknown vendor is settled in its dialog, by a digit."""
    page = login(site, "clerk")
    page.goto(site.url + screens(site)["unknown vendor"])
    page.keyboard.press("v")
    dialog = page.locator("#vendor-dialog")
    expect(dialog).to_be_visible()
    page.fill("#vendor-q", "Isolatie")
    expect(page.locator("#vendor-found li").first).to_contain_text("Isolatie")
