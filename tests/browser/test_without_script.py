"""The essential path with JavaScript switched off: log in, list, open, change a field, approve, post."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Login
from tests.browser.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.processes]

READ = """
import json
from pathlib import Path
from exact.models import Administration
from jobs.runner import drain
from workbench.intake.services import Incoming, receive_files
from workbench.models import Draft
from django.contrib.auth import get_user_model

path = Path("samples/documents/nl-planwijs-facturx.pdf")
clerk = get_user_model().objects.get(username="clerk")
receive_files([Incoming(path.name, path.read_bytes())], administration=Administration.objects.get(), by=clerk)
drain()
print(json.dumps(str(Draft.objects.get().pk)))
"""


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("plain"), [3205401])
    site.draft = json.loads(site.python(READ).splitlines()[-1])  # type: ignore[attr-defined]
    site.start(mail=False)
    yield site
    site.close()


def test_list_change_approve_and_post(site: Site, login: Login) -> None:
    page = login(site, "approver", java_script_enabled=False)
    page.goto(f"{site.url}/queue/")
    page.locator("tr[data-row] a").first.click()
    page.fill("#field-payment_reference", "REF-77")
    page.locator("tr[data-line] input[data-column=cost_centre]").first.fill("ALG")
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator("#field-payment_reference")).to_have_value("REF-77")
    expect(page.locator("tr[data-line] input[data-column=cost_centre]").first).to_have_value("ALG")
    while (remarks := page.locator("#blockers form[action*='/release/']")).count():
        remarks.first.locator("[name=reason]").fill("Known vendor")
        remarks.first.locator("button").click()
    page.get_by_role("button", name=re.compile("^Approve and post")).click()
    expect(page.locator(".toast")).to_contain_text("On its way to Exact")
    for _ in range(60):
        page.goto(f"{site.url}/drafts/{site.draft}/")  # type: ignore[attr-defined]
        if page.locator(".doc .chip-ok", has_text="Posted").count():
            break
        page.wait_for_timeout(500)
    expect(page.locator(".doc .chip-ok")).to_contain_text("entry")
