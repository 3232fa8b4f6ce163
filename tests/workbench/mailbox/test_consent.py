"""Consent on the screens: to the provider and back, once, in one session; what is shown on the way."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.workbench.mailbox.conftest import Box, mail
from tests.workbench.mailbox.provider import APP, SECRET, Provider
from workbench.mailbox import services
from workbench.mailbox.oauth import consent
from workbench.models import AuditEvent, Mailbox, MailboxAccess
from workbench.models.mailbox_access import AccessState

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(box: Box, client: Client) -> Client:
    """The admin's browser."""
    client.force_login(box.admin)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def waiting(box: Box, provider: Provider) -> Mailbox:
    """A mailbox that nobody has allowed to be opened yet."""
    return services.add(box.books, box.token_wish(provider), by=box.admin)


def leads_to(page: Any) -> str:
    """The provider's address that a page leads to."""
    found = re.search(r'href="([^"]*code_challenge[^"]*)"', page.content.decode())
    assert found is not None
    return unescape(found.group(1))


def words(page: Any) -> str:
    return " ".join(unescape(page.content.decode()).split())


def callback(provider: str = "other") -> str:
    return reverse("mailbox-callback", args=[provider])


def begin(browser: Client, mailbox: Mailbox) -> str:
    return leads_to(browser.post(reverse("mailbox-consent", args=[mailbox.pk])))


def test_from_the_form_to_the_first_mail_and_no_secret_is_ever_shown(
    box: Box, admin: Client, provider: Provider
) -> None:
    box.deliver(mail("a"))
    typed = {
        "administration": box.books.pk, "sign_in": "other", "host": "127.0.0.1", "port": box.server.tls,
        "security": "tls", "username": box.user, "client_id": APP, "client_secret": SECRET,
        "authorise_url": provider.url("authorise"), "token_url": provider.url("token"), "scope": "imap offline",
    }  # fmt: skip
    pages = [admin.get(reverse("mailboxes"), {"by": "other"}), admin.post(reverse("mailbox-new"), typed)]
    address = leads_to(pages[1])
    assert address.startswith(provider.url("authorise?"))
    assert parse_qs(urlsplit(address).query)["scope"] == ["imap offline"]
    pages.append(admin.get(callback(), provider.consent(address, box.user), follow=True))
    assert "The connection works" in words(pages[2])
    box.fetch()
    assert box.subjects() == ["a"]
    mailbox = Mailbox.objects.get()
    pages += [admin.get(reverse("mailbox", args=[mailbox.pk])), admin.get(reverse("audit"))]
    assert f"given by {box.admin.get_username()}" in words(pages[3])
    row = MailboxAccess.objects.get()
    for secret in (SECRET, *provider.access, *provider.refresh):
        assert not any(secret in page.content.decode() for page in pages)
        assert secret not in str(vars(row)) + str(list(AuditEvent.objects.values_list("data", flat=True)))
    assert set(AuditEvent.objects.filter(action__startswith="mailbox.").values_list("action", flat=True)) == {
        "mailbox.added",
        "mailbox.connected",
    }


def test_what_a_provider_sends_back_counts_once_and_in_its_session_only(
    box: Box, admin: Client, provider: Provider, waiting: Mailbox
) -> None:
    back = provider.consent(begin(admin, waiting), box.user)
    other = Client(HTTP_ACCEPT_LANGUAGE="en")
    other.force_login(box.admin)
    tries = [
        other.get(callback(), back, follow=True),  # the same person in another session
        admin.get(callback(), back | {"state": "verzonnen"}, follow=True),
        admin.get(callback(), {"code": back["code"]}, follow=True),
    ]
    assert provider.calls == []
    admin.get(callback(), back)
    tries.append(admin.get(callback(), back, follow=True))
    assert all("This consent was not begun here" in words(page) for page in tries)
    assert provider.grants("authorization_code") == 1
    assert MailboxAccess.objects.get().state == AccessState.OPEN


@pytest.mark.parametrize(("provider_named", "aged"), [("google", 0), ("other", consent.STATE_SECONDS)])
def test_it_counts_for_ten_minutes_and_from_the_provider_that_was_asked(
    box: Box, admin: Client, provider: Provider, waiting: Mailbox, provider_named: str, aged: int
) -> None:
    back = provider.consent(begin(admin, waiting), box.user)
    session = admin.session
    begun = session["mailbox_consents"]
    begun[back["state"]]["at"] -= aged
    session["mailbox_consents"] = begun
    session.save()
    assert "This consent was not begun here" in words(admin.get(callback(provider_named), back, follow=True))
    assert provider.calls == []


def test_several_tabs_do_not_disturb_each_other_and_no_more_than_a_few_are_kept(
    box: Box, admin: Client, provider: Provider, waiting: Mailbox
) -> None:
    backs = [provider.consent(begin(admin, waiting), box.user) for _each in range(consent.MOST_BEGUN + 2)]
    assert "not begun here" in words(admin.get(callback(), backs[0], follow=True))
    assert "The connection works" in words(admin.get(callback(), backs[3], follow=True))


@pytest.mark.parametrize(
    ("back", "told"),
    [
        ({"error": "access_denied", "error_description": "AADSTS65004: declined"}, "AADSTS65004: declined"),
        ({"error": "access_denied"}, "Nothing was allowed"),
        ({"code": "verzonnen"}, "The consent could not be completed"),
        ({}, "The consent could not be completed"),
    ],
)
def test_what_was_not_allowed_is_told_and_changes_nothing(
    box: Box, admin: Client, provider: Provider, back: dict[str, str], told: str
) -> None:
    mailbox = box.connected(provider)
    before = MailboxAccess.objects.values().get()
    state = parse_qs(urlsplit(begin(admin, mailbox)).query)["state"][0]
    assert told in words(admin.get(callback(), {"state": state, **back}, follow=True))
    assert MailboxAccess.objects.values().get() == before


def test_the_way_in_is_changed_on_the_mailboxs_page(box: Box, admin: Client, provider: Provider) -> None:
    mailbox = box.connected(provider)
    page = admin.get(reverse("mailbox", args=[mailbox.pk]), {"by": "password"})
    assert (">Microsoft 365<" in words(page), 'name="sign_in" value="password"' in words(page)) == (False, True)
    address = reverse("mailbox-access", args=[mailbox.pk])
    refused = admin.post(address, {"sign_in": "microsoft", "client_id": "c", "client_secret": "s"})
    assert refused.status_code == 422
    assert "That provider's tokens are for its own server" in words(refused)
    kept = {"sign_in": "other", "client_id": APP, "authorise_url": provider.url("authorise")}
    kept |= {"token_url": provider.url("token"), "scope": "imap"}
    admin.post(address, kept | {"flow": "person"})
    assert MailboxAccess.objects.get().state == AccessState.OPEN, "the same app, and no new secret: nothing changed"
    admin.post(address, {"sign_in": "password", "password": "een-wachtwoord"})
    mailbox.refresh_from_db()
    assert (mailbox.sign_in, MailboxAccess.objects.exists()) == ("password", False)


def test_a_new_mailbox_at_a_known_provider_needs_no_server(box: Box, admin: Client, settings: Settings) -> None:
    settings.INBOEK_MAILBOX_APPS = {"microsoft": ("van-de-instantie", "s"), "google": ("", "")}
    typed = {"administration": box.books.pk, "sign_in": "microsoft", "username": "facturen@een.example"}
    page = admin.post(reverse("mailbox-new"), typed | {"port": "143", "security": "starttls"})
    mailbox = Mailbox.objects.get()
    assert (mailbox.host, mailbox.port, mailbox.security) == ("outlook.office365.com", 993, "tls")
    asked = parse_qs(urlsplit(leads_to(page)).query)
    assert (asked["client_id"], asked["login_hint"]) == (["van-de-instantie"], ["facturen@een.example"])
    settings.INBOEK_MAILBOX_APPS = {"microsoft": ("", ""), "google": ("", "")}
    gone = admin.post(reverse("mailbox-consent", args=[mailbox.pk]), follow=True)
    assert "This instance has no app at that provider any more" in words(gone)
