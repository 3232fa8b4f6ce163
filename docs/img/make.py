"""Make the pictures in this folder from the samples: ``python docs/img/make.py``, with the development packages.

It runs an instance of its own in a temporary folder, reads the samples, and looks at the screens with Chromium.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
os.environ.setdefault("PYTEST_INBOEK_RUN", tempfile.mkdtemp(prefix="inboek-run-"))  # what is prepared once lies there

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser.conftest import FLAGS, chromium  # noqa: E402
from tests.browser.running import PASSWORD, Site  # noqa: E402
from tests.servers import prepared  # noqa: E402

DIVISIONS = [3205401, 3205402, 3205403]
LARGEST = 250_000  # bytes

LOAD = """
from pathlib import Path
from exact.models import Administration
from django.contrib.auth import get_user_model
from samples.inbox import as_mail, sample_inbox
from workbench.inbox.addresses import address_of
from workbench.intake.services import Incoming, receive_files, receive_message

books = {each.division: each for each in Administration.objects.all()}
clerk = get_user_model().objects.get(username="clerk")
get_user_model().objects.filter(username="clerk").update(first_name="Marieke", last_name="Klaver")
for path, division, how in sample_inbox():
    to = books[division]
    if how == "mail":
        receive_message(as_mail(path, address_of(to)), administration=to, recipient=address_of(to), source="smtp")
    else:
        receive_files([Incoming(path.name, path.read_bytes())], administration=to, by=clerk)
"""

LEFT = """
from jobs.models import Job
print(Job.objects.filter(state__in=["ready", "leased"], kind__in=["read", "unpack", "derive"]).count())
"""
DRAFTS = """
import json
from workbench.models import Draft
print(json.dumps({d.documents.first().name: str(d.pk) for d in Draft.objects.all() if d.documents.exists()}))
"""


def main() -> None:
    """Make every picture; raises when one is larger than it may be."""
    with tempfile.TemporaryDirectory(prefix="inboek-pictures-") as folder, sync_playwright() as driver:
        site = Site(Path(folder), DIVISIONS)
        try:
            site.python(LOAD)
            site.start(mail=False)
            while site.python(LEFT).splitlines()[-1] != "0":
                time.sleep(3)
            drafts = json.loads(site.python(DRAFTS).splitlines()[-1])
            browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
            for dark in (False, True):
                take_all(browser, site, drafts, dark=dark)
            browser.close()
        finally:
            site.close()
            shutil.rmtree(prepared.folder(), ignore_errors=True)


def take_all(browser: Browser, site: Site, drafts: dict[str, str], *, dark: bool) -> None:
    """The screens in one colour scheme; the run of postings only once, because it changes what is there."""
    clerk = enter(browser, site, "clerk", dark=dark)
    price = f"/drafts/{drafts['nl-ketelaar-price.pdf']}/"
    pictures = {
        "start": "/",
        "queue": "/queue/",
        "review": price,
        "review-match": f"{price}?tab=match",
        "vendors": "/vendors/",
        "inbox": "/inbox/",
    }
    for name, path in pictures.items():
        clerk.goto(site.url + path)
        clerk.wait_for_load_state("networkidle")
        if name == "queue":
            for key in ("j", "j", "x"):
                clerk.keyboard.press(key)
        if name == "review":
            doubtful = clerk.locator("#work .f[data-attention='1'] input, #field-due_date")
            doubtful.first.focus()
            clerk.wait_for_timeout(300)
        save(clerk, name, dark=dark)
    if not dark:
        clerk.set_viewport_size({"width": 390, "height": 844})
        for name in ("queue", "review"):
            clerk.goto(site.url + pictures[name])
            clerk.wait_for_load_state("networkidle")
            save(clerk, f"{name}-phone", dark=False)
        post_many(enter(browser, site, "approver", dark=False), site)


def post_many(page: Page, site: Site) -> None:
    """Pre-check and progress of one run."""
    page.goto(f"{site.url}/queue/?view=ready")
    page.locator("[data-select-group=ready]").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".precheck")
    save(page, "bulk-precheck", dark=False)
    page.locator(".precheck .btn-1").click()
    page.wait_for_selector("tr[data-state=posted]", timeout=60_000)
    save(page, "bulk-progress", dark=False)


def enter(browser: Browser, site: Site, name: str, *, dark: bool) -> Page:
    """A page of somebody who has logged in, in Dutch."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="nl-NL", color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(f"{site.url}/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("button")
    page.wait_for_selector("nav.rail")
    return page


def save(page: Page, name: str, *, dark: bool) -> None:
    """One picture."""
    path = HERE / f"{name}{'-dark' if dark else ''}.png"
    page.screenshot(path=path)
    # Screens have few colours: a palette halves the size without a visible difference.
    Image.open(path).convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    size = path.stat().st_size
    print(f"{path.name}  {size // 1000} kB")
    if size > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST} bytes")


if __name__ == "__main__":
    main()
