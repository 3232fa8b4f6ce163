"""A headless Chromium, and instances for it to look at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.running import PASSWORD, Site

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
Login = Callable[..., Page]


def chromium() -> str | None:
    """The system's Chromium; None lets Playwright take the one it brought."""
    return next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright itself; no longer than its file, since its event loop forbids Django's database to all that follow."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """The system's Chromium, or the one Playwright brought."""
    browser = playwright_driver.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def login(browser: Browser) -> Iterator[Login]:
    """Log somebody in; every word on a page's console is an error that fails the test at its end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def enter(site: Site, name: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site.url}/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("button")
        page.wait_for_selector("header.top")
        return page

    yield enter
    for context in contexts:
        context.close()
    # A refused field (422) and a conflict (409) are answers, which Chromium also writes to its console.
    assert [text for text in complaints if "status of 422" not in text and "status of 409" not in text] == []


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for instances."""
    return tmp_path_factory.mktemp("browser")
