"""A mailbox that a provider's token opens: renewed once, never lost, and said when it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from exact import sealing
from jobs.clock import database_now
from tests.workbench.mailbox.conftest import Box, mail
from tests.workbench.mailbox.provider import SECRET, Provider
from workbench.drafts.changing import DraftRefused
from workbench.mailbox import access, sasl, services
from workbench.mailbox.oauth import endpoint, tokens
from workbench.mailbox.trouble import MailboxTrouble
from workbench.models import Mailbox, MailboxAccess, PickedMail
from workbench.models.mailbox_access import AccessState

pytestmark = pytest.mark.django_db


def later(mailbox: Mailbox, *, left: timedelta = timedelta(0)) -> None:
    """Time passes until only ``left`` remains of the token, and every pause is over."""
    now = database_now()
    MailboxAccess.objects.filter(pk=mailbox.pk).update(
        renewed_at=now - timedelta(hours=1) + left, expires_at=now + left, not_before=None
    )
    Mailbox.objects.filter(pk=mailbox.pk).update(next_at=None)


def row_of(mailbox: Mailbox) -> MailboxAccess:
    return MailboxAccess.objects.get(pk=mailbox.pk)


def trouble_of(mailbox: Mailbox) -> str:
    mailbox.refresh_from_db()
    return mailbox.failure


def test_a_mailbox_is_picked_up_and_settled_with_a_token(box: Box, provider: Provider) -> None:
    box.deliver(mail("a"))
    mailbox = box.connected(provider)
    assert services.look(mailbox, by=box.admin) is None
    box.fetch()
    box.settle()
    assert (box.subjects(), box.flags_in(), trouble_of(mailbox)) == (["a"], ["\\Seen"], "")
    assert provider.grants("refresh_token") == 0, "the token of the consent is good for an hour"


def test_the_standards_own_mechanism_is_spoken_where_the_other_is_not(
    box: Box, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sasl, "MECHANISMS", ("OAUTHBEARER",))
    mailbox = box.connected(provider)
    assert services.look(mailbox, by=box.admin) is None
    provider.access.clear()
    trouble = services.look(mailbox, by=box.admin)
    assert trouble is not None
    assert trouble.code == "MAILBOX_TOKEN_REFUSED"


def test_a_token_is_renewed_ahead_of_its_end_and_its_refresh_token_is_spent_once(box: Box, provider: Provider) -> None:
    mailbox = box.connected(provider)
    first = tokens.access_token(mailbox.pk)
    for turn in (1, 2):
        later(mailbox, left=timedelta(minutes=4))
        renewed = {tokens.access_token(mailbox.pk) for _each in range(3)}
        assert (len(renewed), first in renewed, provider.grants("refresh_token")) == (1, False, turn)
    later(mailbox, left=timedelta(minutes=6))
    tokens.access_token(mailbox.pk)
    assert provider.grants("refresh_token") == 2


@pytest.mark.parametrize("usable", [True, False], ids=["the present token still serves", "or one waits"])
def test_two_workers_never_spend_one_refresh_token(
    box: Box, provider: Provider, monkeypatch: pytest.MonkeyPatch, usable: bool
) -> None:
    mailbox = box.connected(provider)
    first, heard, asking = tokens.access_token(mailbox.pk), [], endpoint.ask
    monkeypatch.setattr(tokens, "WAIT_SECONDS", 0.0)

    def while_the_other_asks(url: str, form: Any) -> endpoint.Answer:
        try:
            heard.append(tokens.access_token(mailbox.pk))
        except MailboxTrouble as trouble:
            heard.append(trouble.code)
        return asking(url, form)

    monkeypatch.setattr(endpoint, "ask", while_the_other_asks)
    later(mailbox, left=timedelta(minutes=1) if usable else timedelta(0))
    renewed = tokens.access_token(mailbox.pk)
    assert heard == [first if usable else "MAILBOX_TOKEN_LATER"]
    assert (renewed != first, provider.grants("refresh_token")) == (True, 1)


def test_killed_between_the_answer_and_its_commit_nothing_is_lost(
    box: Box, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = box.connected(provider)
    later(mailbox)
    with monkeypatch.context() as killed:
        killed.setattr(tokens, "_adopt", lambda *_arguments: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            tokens.access_token(mailbox.pk)
    monkeypatch.setattr(tokens, "WAIT_SECONDS", 0.0)
    with pytest.raises(MailboxTrouble, match="MAILBOX_TOKEN_LATER"):
        tokens.access_token(mailbox.pk)  # its claim still stands
    MailboxAccess.objects.filter(pk=mailbox.pk).update(claimed_until=database_now())
    assert provider.access.get(tokens.access_token(mailbox.pk)) == box.user
    later(mailbox)
    assert provider.access.get(tokens.access_token(mailbox.pk)) == box.user, "and the refresh token is the newest"
    assert provider.grants("refresh_token") == 2


def test_a_withdrawn_consent_is_told_and_connecting_again_loses_no_mail(box: Box, provider: Provider) -> None:
    box.deliver(mail("a"))
    mailbox = box.connected(provider)
    box.fetch()
    provider.withdraw()
    later(mailbox)
    box.deliver(mail("b"))
    box.fetch()
    row, asked = row_of(mailbox), len(provider.calls)
    assert (trouble_of(mailbox), row.state) == ("MAILBOX_CONSENT_ENDED", AccessState.ENDED)
    assert mailbox.failure_params["said"] == "the grant is withdrawn"
    assert (row.access_token, row.refresh_token) == ("", "")
    assert services.look(mailbox, by=box.admin) is not None
    assert len(provider.calls) == asked, "a consent that is over is not asked about again"
    session: dict[str, Any] = {}
    back = provider.consent(access.begin_consent(mailbox, session, by=box.admin), box.user)
    verifier = session["mailbox_consents"][back["state"]]["verifier"]
    access.finish_consent(mailbox, back["code"], verifier, by=box.admin)
    box.fetch()
    assert (box.subjects(), trouble_of(mailbox)) == (["a", "b"], "")


def test_an_expired_secret_is_replaced_without_a_new_consent(box: Box, provider: Provider) -> None:
    mailbox = box.connected(provider)
    row = row_of(mailbox)
    MailboxAccess.objects.filter(pk=mailbox.pk).update(client_secret=tokens.sealed(row, "app", "verlopen-geheim"))
    later(mailbox)
    box.fetch()
    assert trouble_of(mailbox) == "MAILBOX_APP_SECRET"
    assert mailbox.failure_params["said"] == "not …", "a service may repeat the secret, we do not"
    assert row_of(mailbox).state == AccessState.OPEN
    wish = box.token_wish(provider).access
    assert access.set_access(mailbox, wish, "", by=box.admin)
    box.fetch()
    assert trouble_of(mailbox) == ""


def test_a_service_that_is_away_pauses_and_the_present_token_serves(box: Box, provider: Provider) -> None:
    mailbox = box.connected(provider)
    first = tokens.access_token(mailbox.pk)
    later(mailbox, left=timedelta(minutes=2))
    provider.answer = (429, {}, {"Retry-After": "90"})
    assert [tokens.access_token(mailbox.pk) for _each in range(2)] == [first, first]
    row = row_of(mailbox)
    assert row.not_before is not None
    assert timedelta(seconds=80) < row.not_before - database_now() <= timedelta(seconds=90)
    assert len(provider.calls) == 2, "one for the consent, one that was refused"
    later(mailbox)
    box.fetch()
    assert trouble_of(mailbox) == "MAILBOX_TOKEN_LATER"
    provider.answer = None
    assert services.look(mailbox, by=box.admin) is None, "who tests does not wait for the pause"


def test_a_token_withdrawn_before_its_end_is_renewed_and_tried_once_more(box: Box, provider: Provider) -> None:
    mailbox = box.connected(provider)
    later(mailbox, left=timedelta(minutes=30))
    provider.access.clear()
    assert services.look(mailbox, by=box.admin) is None
    assert provider.grants("refresh_token") == 1
    assert not tokens.expire(mailbox.pk, tokens.access_token(mailbox.pk)), "a fresh one is not renewed again"


def test_a_token_of_somebody_else_does_not_open_it(box: Box, provider: Provider) -> None:
    mailbox = box.connected(provider)
    provider.access = dict.fromkeys(provider.access, "iemand-anders@een.example")
    trouble = services.look(mailbox, by=box.admin)
    assert trouble is not None
    assert (trouble.code, trouble.params["user"]) == ("MAILBOX_TOKEN_REFUSED", box.user)
    assert tokens.access_token(mailbox.pk) not in str(trouble.params)


def test_an_app_opens_a_mailbox_by_itself(box: Box, provider: Provider) -> None:
    provider.user = box.user
    box.deliver(mail("a"))
    wish = box.token_wish(provider, flow="app", authorise_url="")
    mailbox = services.add(box.books, wish, by=box.admin)
    box.fetch()
    later(mailbox)
    box.deliver(mail("b"))
    box.fetch()
    assert (box.subjects(), provider.grants("client_credentials")) == (["a", "b"], 2)
    provider.user = ""
    later(mailbox)
    box.fetch()
    assert (trouble_of(mailbox), row_of(mailbox).state) == ("MAILBOX_APP_REFUSED", AccessState.OPEN)


def test_a_consent_that_would_not_last_is_not_kept(box: Box, provider: Provider) -> None:
    provider.lasting = False
    with pytest.raises(MailboxTrouble, match="MAILBOX_NOT_LASTING"):
        box.connected(provider)
    row = MailboxAccess.objects.get()
    assert (row.state, row.access_token) == (AccessState.WAITING, "")
    assert trouble_of(row.mailbox) == ""
    box.fetch()
    assert trouble_of(row.mailbox) == "MAILBOX_UNCONNECTED"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("INBOEK_MAILBOX_HOSTS", frozenset(), "MAILBOX_INSIDE"), ("INBOEK_MAILBOX_CA", None, "MAILBOX_CERTIFICATE")],
)
def test_a_token_service_inside_or_unknown_is_told_nothing(
    box: Box, provider: Provider, settings: Settings, name: str, value: object, code: str
) -> None:
    setattr(settings, name, value)
    with pytest.raises(MailboxTrouble, match=code):
        box.connected(provider)
    assert provider.calls == []


def test_a_mailbox_with_a_password_goes_on_with_a_token_where_it_was(box: Box, provider: Provider) -> None:
    box.deliver(mail("a"))
    mailbox = box.add()
    box.fetch()
    wish = box.token_wish(provider).access
    assert access.set_access(mailbox, wish, "", by=box.admin)
    assert (mailbox.secret, mailbox.sign_in) == ("", "other")
    session: dict[str, Any] = {}
    back = provider.consent(access.begin_consent(mailbox, session, by=box.admin), box.user)
    verifier = session["mailbox_consents"][back["state"]]["verifier"]
    access.finish_consent(mailbox, back["code"], verifier, by=box.admin)
    box.deliver(mail("b"))
    box.fetch()
    assert (box.subjects(), PickedMail.objects.count()) == (["a", "b"], 2)


def test_secrets_of_one_app_are_never_used_for_another(box: Box, provider: Provider) -> None:
    mailbox = box.connected(provider)
    before = row_of(mailbox)
    elsewhere = {"token_url": "https://gestolen.example/token", "client_secret": ""}
    by_itself = box.token_wish(provider, **elsewhere, flow="app", authorise_url="").access
    with pytest.raises(DraftRefused, match="MAILBOX_NO_SECRET"):
        access.set_access(mailbox, by_itself, "", by=box.admin)
    assert row_of(mailbox).refresh_token == before.refresh_token
    assert access.set_access(mailbox, box.token_wish(provider, **elsewhere).access, "", by=box.admin)
    row = row_of(mailbox)
    assert (row.client_secret, row.access_token, row.refresh_token) == ("", "", "")
    assert (row.state, row.version > before.version) == (AccessState.WAITING, True)


def test_what_is_kept_is_encrypted_and_belongs_to_its_row_and_place(box: Box, provider: Provider) -> None:
    mailbox = box.connected(provider)
    row = row_of(mailbox)
    assert not {SECRET, *provider.access, *provider.refresh} & {row.client_secret, row.access_token, row.refresh_token}
    MailboxAccess.objects.filter(pk=mailbox.pk).update(access_token=row.client_secret)
    with pytest.raises(MailboxTrouble, match="MAILBOX_TOKEN_KEY"):
        tokens.access_token(mailbox.pk)
    assert sealing.unseal(f"mailbox-app:{mailbox.pk}", row.client_secret) == SECRET
