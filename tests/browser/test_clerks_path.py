"""From five dropped files and a mail to six entries in Exact, with mouse and keyboard in a real browser."""

from __future__ import annotations

import hashlib
import json
import re
import smtplib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from samples.inbox import as_mail
from tests.browser.conftest import Login
from tests.browser.running import Site
from tests.exact.sandbox.client import Client

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
KORENWOLF, TAFELROND = 3205401, 3205402
DROPPED = ("nl-duinker-ubl.xml", "nl-hunze-facturx.pdf", "nl-planwijs-facturx.pdf", "nl-ketelaar-clean.pdf")
UNMAPPED = "nl-isolatie-discount.pdf"
MAILED = "nl-lagerwerf.pdf"
READING = 60_000
ENTRY = "EntryID,YourRef,Supplier,AmountDC,Document"
LINE = "ID,GLAccount,CostCenter,VATCode,AmountFC"


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    site = Site(home / "path", [KORENWOLF, TAFELROND])
    site.start()
    yield site
    site.close()


def truth(name: str) -> dict[str, Any]:
    """What stands on a sample and how it is to be booked."""
    return dict(json.loads((SAMPLES / "truth" / f"{Path(name).stem}.truth.json").read_text()))


def number(name: str) -> str:
    return str(truth(name)["fields"]["invoice_number"])


def test_from_dropped_files_and_a_mail_to_entries_in_exact(site: Site, login: Login) -> None:
    before = {division: len(entries(site, division)) for division in (KORENWOLF, TAFELROND)}
    page = login(site, "clerk")
    drop_files(page, site)
    send_mail(site)
    wait_until_read(page, site)
    map_the_vendor(page, site)
    mend_a_field_on_the_page(page, site)
    take_a_table_by_one_row_and_think_again(page, site)
    confirm_what_is_doubtful(page, site)
    approve_and_post(login(site, "approver"), site)
    for name in (*DROPPED, UNMAPPED):
        check_entry(site, KORENWOLF, name)
    check_entry(site, TAFELROND, MAILED)
    assert len(entries(site, KORENWOLF)) == before[KORENWOLF] + 5
    assert len(entries(site, TAFELROND)) == before[TAFELROND] + 1


def drop_files(page: Page, site: Site) -> None:
    """Real drop events carry the files; each gets a row with its result."""
    page.goto(f"{site.url}/queue/")
    page.select_option("#upload-administration", label=label_of(page, "Korenwolf"), force=True)
    files = {name: list((SAMPLES / "documents" / name).read_bytes()) for name in (*DROPPED, UNMAPPED)}
    page.evaluate(
        """files => {
            const data = new DataTransfer();
            for (const [name, bytes] of Object.entries(files)) data.items.add(new File([new Uint8Array(bytes)], name));
            for (const kind of ["dragenter", "dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        files,
    )
    expect(page.locator("#upload-rows > li")).to_have_count(5)
    expect(page.locator("#upload-rows > li a", has_text="Open")).to_have_count(5, timeout=READING)


def label_of(page: Page, part: str) -> str:
    labels = page.locator("#upload-administration option").all_text_contents()
    return next(label for label in labels if part in label)


def send_mail(site: Site) -> None:
    recipient = site.addresses[str(TAFELROND)]
    content = re.sub(rb"\r?\n", b"\r\n", as_mail(SAMPLES / "documents" / MAILED, recipient))
    with smtplib.SMTP("127.0.0.1", site.smtp_port, timeout=10) as client:
        client.sendmail("facturen@slagerij-lagerwerf.example", [recipient], content)


def wait_until_read(page: Page, site: Site) -> None:
    """The list fills by itself; the inbox accounts for the mail."""
    page.goto(f"{site.url}/queue/")
    expect(page.locator("tr[data-row]")).to_have_count(6, timeout=READING)
    page.goto(f"{site.url}/inbox/")
    mail = page.locator(".mail", has_text=number(MAILED))
    expect(mail).to_have_count(1)
    expect(mail).to_contain_text("1 document")


def map_the_vendor(page: Page, site: Site) -> None:
    """One key on the mapping screen; it is remembered."""
    page.goto(f"{site.url}/vendors/")
    expect(page.locator("[data-map]")).to_have_count(1)
    expect(page.locator("[data-map].is-here")).to_contain_text("Isolatie Totaal Noord B.V.")
    page.keyboard.press("1")
    expect(page.locator("[data-map]")).to_have_count(0)
    expect(page.locator(".facts", has_text="Isolatie Totaal Noord B.V.").first).to_be_visible()


def open_draft(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/queue/?q={number(name)}")
    page.locator("tr[data-row] a").first.click()
    page.wait_for_selector("#work")


def mend_a_field_on_the_page(page: Page, site: Site) -> None:
    """A typing error in the number, put right by clicking the number where it is printed."""
    name = "nl-ketelaar-clean.pdf"
    open_draft(page, site, name)
    field = page.locator("#field-invoice_number")
    field.fill("26-99999")
    with page.expect_response(re.compile("/fields/invoice_number/")):
        field.press("Tab")
    expect(page.locator("#doc-head")).to_contain_text("26-99999")
    expect(page.locator("#field-issue_date")).to_be_focused()
    field.click()
    x, y = where_printed(page, number(name))
    with page.expect_response(re.compile("/fields/invoice_number/")):
        page.mouse.click(x, y)
    expect(page.locator("#doc-head")).to_contain_text(number(name))
    expect(field).to_have_value(number(name))
    expect(field).to_be_focused()
    expect(page.locator(".f[data-field=invoice_number]")).to_contain_text("confirmed")


def take_a_table_by_one_row_and_think_again(page: Page, site: Site) -> None:
    """A click on one printed row proposes the whole table; Enter takes it, Ctrl+Z brings the lines back."""
    name = "nl-ketelaar-clean.pdf"
    lines = truth(name)["lines"]
    rows = page.locator("#lines tr[data-line]")
    expect(rows).to_have_count(len(lines))
    before = rows.first.get_attribute("data-line")
    page.locator("#work").focus()
    page.keyboard.press("t")
    expect(page.locator(".mark-hint")).to_be_visible()
    page.mouse.click(*where_printed(page, lines[-1]["description"].split()[0]))
    expect(page.locator(".proposal tbody tr")).to_have_count(len(lines))
    expect(page.locator(".proposal [data-accept]")).to_be_focused()
    with page.expect_response(re.compile("/lines/$")):
        page.keyboard.press("Enter")
    expect(page.locator(".proposal")).to_have_count(0)
    expect(rows).to_have_count(len(lines))
    expect(rows.first).not_to_have_attribute("data-line", str(before))
    # while typing the sum follows at once
    quantity = rows.first.locator("[data-column=quantity]")
    quantity.fill("9999")
    expect(page.locator("[data-adds-up]")).to_have_class(re.compile("t-hold"))
    quantity.press("Escape")
    expect(page.locator("[data-adds-up]")).not_to_have_class(re.compile("t-hold"))
    with page.expect_response(re.compile("/lines/$")):
        page.keyboard.press("Control+z")
    expect(rows.first).to_have_attribute("data-line", str(before))


def where_printed(page: Page, word: str) -> tuple[float, float]:
    """Screen coordinates of the middle of a word on the first page."""
    sheet = page.locator("svg.page").first
    address = sheet.get_attribute("data-words")
    words = page.evaluate("async address => (await (await fetch(address)).json()).words", address)
    found = next(box for text, *box in words if text == word)
    area = sheet.bounding_box()
    assert area is not None
    return area["x"] + (found[0] + found[2]) / 2 * area["width"], area["y"] + (found[1] + found[3]) / 2 * area["height"]


def confirm_what_is_doubtful(page: Page, site: Site) -> None:
    """Enter confirms a doubtful field and leads to the next, until nothing is left."""
    for name in (*DROPPED, UNMAPPED, MAILED):
        open_draft(page, site, name)
        for _ in range(8):
            doubtful = page.locator("#work .f[data-attention='1'] input")
            count = doubtful.count()
            if not count:
                break
            doubtful.first.focus()
            with page.expect_response(re.compile("/fields/")):
                page.keyboard.press("Enter")
            expect(doubtful).to_have_count(count - 1)
        say_seen(page)
        expect(page.locator(".doc .chip-hold")).to_have_count(0)


def say_seen(page: Page) -> None:
    """Remarks that stop nothing but a person's eye: each is seen, with a reason."""
    while (remarks := page.locator("#blockers [data-release]", has_text="Seen")).count():
        remarks.first.click()
        page.fill("#release-reason", "Known vendor")
        with page.expect_navigation():
            page.locator("#release-dialog .btn-1").click()


def approve_and_post(page: Page, site: Site) -> None:
    """Select the whole group, look at the pre-check, post, and see an entry number for each."""
    page.goto(f"{site.url}/queue/?view=ready")
    page.locator("[data-select-group=ready]").click()
    expect(page.locator("[data-count]").first).to_have_text("6")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("Approve and post")
    expect(page.locator(".precheck")).to_contain_text("6 go")
    page.get_by_role("button", name="Post 6 to Exact").click()
    expect(page.locator("tr[data-state=posted]")).to_have_count(6, timeout=30_000)
    expect(page.locator(".run")).to_contain_text("6 of 6 posted")
    for link in page.locator("tr[data-state=posted] a[target=_blank]").all():
        assert re.fullmatch(r"\d+", link.inner_text().strip())


# --- what the sandbox itself says ------------------------------------------------------------------------------------
def entries(site: Site, division: int) -> list[dict[str, Any]]:
    client = Client(site.exact, division)
    return everything(client, "purchaseentry/PurchaseEntries", select="EntryID,YourRef")


def everything(client: Client, path: str, **options: str) -> list[dict[str, Any]]:
    """All rows of all pages."""
    answer = client.get(path, **options)
    rows: list[dict[str, Any]] = []
    while True:
        assert answer.status == 200, answer.body
        found = answer.json["d"]
        rows += found if isinstance(found, list) else found["results"]
        following = None if isinstance(found, list) else found.get("__next")
        if not following:
            return rows
        answer = client.call("GET", following)


def check_entry(site: Site, division: int, name: str) -> None:
    """Exactly one entry, with the supplier, lines, codes and original of the sample."""
    client, expected = Client(site.exact, division), truth(name)
    fields, outcome = expected["fields"], expected["outcome"]
    found = client.rows(
        "purchaseentry/PurchaseEntries", filter=f"YourRef eq '{fields['invoice_number']}'", select=ENTRY
    )
    assert len(found) == 1, name
    entry = found[0]
    supplier = client.rows("crm/Accounts", filter=f"ID eq guid'{entry['Supplier']}'", select="ID,Code,Name")[0]
    assert (supplier["Code"].strip(), supplier["Name"]) == (outcome["vendor_code"], outcome["vendor_name"])
    assert abs(Decimal(str(entry["AmountDC"]))) == Decimal(fields["gross_total"]), name
    rows = client.rows("purchaseentry/PurchaseEntryLines", filter=f"EntryID eq guid'{entry['EntryID']}'", select=LINE)
    accounts = {row["ID"]: row["Code"].strip() for row in everything(client, "financial/GLAccounts", select="ID,Code")}
    booked = sorted(
        (accounts[row["GLAccount"]], (row["CostCenter"] or "").strip(), row["VATCode"].strip(), cents(row["AmountFC"]))
        for row in rows
    )
    wanted = sorted(
        (code["gl_account"], code["cost_centre"], code["vat_code"], cents(line["net_amount"]))
        for line, code in zip(expected["lines"], outcome["coding"], strict=True)
    )
    assert booked == wanted, name
    document = entry["Document"]
    files = client.rows("documents/DocumentAttachments", filter=f"Document eq guid'{document}'", select="ID,Url")
    content = [client.call("GET", row["Url"]).body for row in files]
    assert [hashlib.sha256(data).hexdigest() for data in content] == [expected["sha256"]], name


def cents(amount: object) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))
