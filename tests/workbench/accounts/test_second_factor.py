"""The second step of the log-in: set up, asked for, used once, lost and taken away; and when sessions end."""

from __future__ import annotations

from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from exact.models import Administration
from tests.workbench.support import desk
from workbench.accounts import guesses, resetting, second_factor, sessions, totp, views
from workbench.accounts.people import Person
from workbench.drafts.changing import DraftRefused
from workbench.models import AuditEvent, Membership, Notice, RecoveryCode, SecondFactor

pytestmark = pytest.mark.django_db
PASSWORD = "geheim-genoeg-7"


class Clock:
    """A moment that tests move on."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    for module in (second_factor, sessions, views):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=found.time))
    return found


@pytest.fixture
def books(db: None) -> Administration:
    return desk.books()


@pytest.fixture
def ada(books: Administration) -> Person:
    return desk.person("ada", books, "admin")


@pytest.fixture
def noor(books: Administration) -> Person:
    return desk.person("noor", books, "approver")


def enrolled(person: Person, clock: Clock) -> tuple[str, list[str]]:
    """The secret in the app and the recovery codes; half a minute later."""
    secret = second_factor.begin(person)
    codes = second_factor.confirm(person, code(secret, clock))
    clock.now += totp.PERIOD_SECONDS
    return secret, codes


def code(secret: str, clock: Clock) -> str:
    return totp.code_at(secret, totp.step_of(clock.now))


def log_in(client: Client, name: str, **more: Any) -> Any:
    return client.post(reverse("login"), {"username": name, "password": PASSWORD}, **more)


def actions() -> list[str]:
    return list(AuditEvent.objects.filter(action__startswith="user.").order_by("seq").values_list("action", flat=True))


def test_set_up_by_screen_then_asked_for_at_the_log_in(client: Client, noor: Person, clock: Clock) -> None:
    elsewhere = Client()
    log_in(elsewhere, "noor")
    log_in(client, "noor")
    page = reverse("second-factor")
    assert b"data:image/svg" not in client.get(page).content
    client.post(page, {"action": "begin"})
    first = client.get(page)
    secret = "".join(first.context["secret"])
    assert "data:image/svg+xml;base64," in first.content.decode() and secret == second_factor.begin(noor)
    assert SecondFactor.objects.get().secret.find(secret) == -1, "sealed"
    assert second_factor.factor_of(noor) is None, "counts from the first code on"
    assert client.post(page, {"action": "confirm", "code": "000000"}).status_code == 409
    assert client.post(page, {"action": "confirm", "code": code(secret, clock)}).status_code == 302
    codes = client.get(page).context["codes"]
    assert len(set(codes)) == 10 and client.get(page).context["codes"] == codes, "a page may be loaded again"
    client.post(page, {"action": "kept"})
    assert codes[0] not in client.get(page).content.decode()
    assert not {c.replace("-", "") for c in codes} & set(RecoveryCode.objects.values_list("digest", flat=True))
    assert elsewhere.get(page).status_code == 302, "sessions that began with the password alone ended"

    fresh = Client()
    to_code = log_in(fresh, "noor", QUERY_STRING="next=/vendors/")
    assert to_code["Location"] == reverse("login-code") and "_auth_user_id" not in fresh.session
    assert fresh.get(reverse("queue")).status_code == 302, "the password alone opens nothing"
    assert fresh.post(to_code["Location"], {"code": code(secret, clock)}).status_code == 401, "used when it was set up"
    clock.now += totp.PERIOD_SECONDS
    assert fresh.post(to_code["Location"], {"code": f" {code(secret, clock)} "})["Location"] == "/vendors/"
    assert fresh.get(reverse("queue")).status_code == 200
    third = Client()
    log_in(third, "noor")
    assert third.post(to_code["Location"], {"code": code(secret, clock)}).status_code == 401, "each opens once"
    assert third.post(to_code["Location"], {"code": codes[3].upper()}).status_code == 302
    fourth = Client()
    log_in(fourth, "noor")
    assert fourth.post(to_code["Location"], {"code": codes[3]}).status_code == 401
    assert actions() == ["user.second_factor_set", "user.recovery_code_used"]


def test_the_code_step_needs_a_right_password_just_before(client: Client, noor: Person, clock: Clock) -> None:
    secret, _codes = enrolled(noor, clock)
    address = reverse("login-code")
    assert client.post(address, {"code": code(secret, clock)})["Location"] == reverse("login")
    log_in(client, "noor")
    clock.now += views.PENDING_SECONDS
    assert client.post(address, {"code": code(secret, clock)})["Location"] == reverse("login")
    log_in(client, "noor")
    noor.set_password("een-ander-woord-9")
    noor.save()
    assert client.post(address, {"code": code(secret, clock)})["Location"] == reverse("login")


@pytest.mark.parametrize("action", ["begin", "confirm"])
def test_a_password_is_no_proof_where_a_code_is_asked(client: Client, noor: Person, clock: Clock, action: str) -> None:
    enrolled(noor, clock)
    client.force_login(noor)
    page = reverse("second-factor")
    assert client.post(page, {"action": action, "password": PASSWORD}).status_code == 409
    assert client.post(page, {"action": "off"}).status_code == 403, "a code is asked for all the same"
    assert second_factor.factor_of(noor) is not None


def test_guesses_at_codes_end_and_leave_a_trace(client: Client, noor: Person, clock: Clock) -> None:
    secret, _codes = enrolled(noor, clock)
    log_in(client, "noor")
    address = reverse("login-code")
    told = [client.post(address, {"code": "nietgoed"}).status_code for _ in range(guesses.ATTEMPTS + 1)]
    assert told == [401] * guesses.ATTEMPTS + [429]
    assert client.post(address, {"code": code(secret, clock)}).status_code == 429
    assert actions().count("user.code_guessed") == 1
    other = Client(REMOTE_ADDR="10.0.0.9")
    log_in(other, "noor")
    assert other.post(address, {"code": code(secret, clock)}).status_code == 302, (
        "the owner elsewhere is not locked out"
    )


def test_who_must_have_one_sets_it_up_first_and_is_never_shut_out(
    client: Client, ada: Person, noor: Person, clock: Clock, settings: Any
) -> None:
    settings.INBOEK_SECOND_FACTOR_FOR = frozenset({"admin"})
    log_in(client, "noor")
    assert client.get(reverse("queue")).status_code == 200, "approvers are not asked here"
    client = Client()
    log_in(client, "ada")
    page = reverse("second-factor")
    assert client.get(reverse("people"))["Location"] == page
    assert client.get(reverse("exact-state"), headers={"HX-Request": "true"}).status_code == 204
    assert client.post(reverse("person", args=[noor.pk]), {"action": "off"})["Location"] == page
    assert client.get(page).status_code == 200
    client.post(page, {"action": "begin"})
    client.post(page, {"action": "confirm", "code": code(second_factor.begin(ada), clock)})
    assert client.get(reverse("people")).status_code == 200
    with pytest.raises(DraftRefused, match="SECOND_FACTOR_REQUIRED"):
        second_factor.take_off(ada)


def test_an_open_browser_is_not_enough_to_set_one_up(client: Client, noor: Person, clock: Clock) -> None:
    log_in(client, "noor")
    clock.now += sessions.PROVED_SECONDS
    page = reverse("second-factor")
    assert client.post(page, {"action": "begin", "password": "geraden"}).status_code == 409
    assert not SecondFactor.objects.exists()
    assert client.post(page, {"action": "begin", "password": PASSWORD}).status_code == 302
    assert SecondFactor.objects.exists()


def test_what_opens_doors_asks_again_and_keeps_what_was_filled_in(
    client: Client, ada: Person, noor: Person, books: Administration, clock: Clock
) -> None:
    secret, _codes = enrolled(ada, clock)
    log_in(client, "ada")
    client.post(reverse("login-code"), {"code": code(secret, clock)})
    clock.now += sessions.PROVED_SECONDS
    address = reverse("person", args=[noor.pk])
    sent = {"action": "roles", f"role:{books.pk}": ["clerk", "viewer"]}
    assert client.get(address).status_code == 200, "looking is not asked about"
    asked = client.post(address, sent)
    assert asked.status_code == 403 and asked.content.decode().count(f'name="role:{books.pk}"') == 2
    assert client.post(address, sent | {"second_code": "000000"}).status_code == 403
    assert set(Membership.objects.filter(user=noor).values_list("role", flat=True)) == {"approver"}
    assert client.post(address, sent | {"second_code": code(secret, clock)}).status_code == 302
    assert set(Membership.objects.filter(user=noor).values_list("role", flat=True)) == {"clerk", "viewer"}
    assert client.post(reverse("tokens"), {"name": "x"}).status_code == 422, "for a quarter of an hour"


def test_one_admin_takes_it_away_alone_two_do_it_together(
    books: Administration, ada: Person, noor: Person, clock: Clock
) -> None:
    enrolled(noor, clock)
    assert resetting.ask(noor, by=ada) and not SecondFactor.objects.exists()
    with pytest.raises(DraftRefused, match="SECOND_FACTOR_NONE"):
        resetting.ask(noor, by=ada)
    enrolled(noor, clock)
    eve = desk.person("eve", books, "admin")
    inside = Client()
    inside.force_login(noor)
    assert not resetting.ask(noor, by=ada) and not resetting.ask(noor, by=ada), "asked twice is asked once"
    assert Notice.objects.get().person == eve
    with pytest.raises(DraftRefused, match="SECOND_IS_FIRST"):
        resetting.agree(noor, by=ada)
    assert inside.get(reverse("queue")).status_code == 200
    resetting.agree(noor, by=eve)
    assert not SecondFactor.objects.exists() and inside.get(reverse("queue")).status_code == 302
    enrolled(noor, clock)
    resetting.ask(noor, by=ada)
    resetting.refuse(noor, by=eve)
    with pytest.raises(DraftRefused, match="SECOND_FACTOR_NONE"):
        resetting.agree(noor, by=eve)
    with pytest.raises(DraftRefused, match="USER_SELF"):
        resetting.ask(ada, by=ada)
    assert second_factor.factor_of(noor) is not None


def test_the_screen_of_an_admin_asks_and_tells(
    client: Client, books: Administration, ada: Person, noor: Person, clock: Clock
) -> None:
    eve = desk.person("eve", books, "admin")
    enrolled(noor, clock)
    address = reverse("person", args=[noor.pk])
    client.force_login(ada)
    client.post(address, {"action": "factor"})
    assert 'value="factor-agree"' not in client.get(address).content.decode(), "who asked does not agree"
    client.force_login(eve)
    assert 'value="factor-agree"' in client.get(address).content.decode()
    client.post(address, {"action": "factor-agree"})
    assert actions()[-2:] == ["user.second_factor_reset_asked", "user.second_factor_reset"]


def test_the_machines_own_command_helps_the_last_admin(ada: Person, clock: Clock) -> None:
    enrolled(ada, clock)
    call_command("second_factor_reset", "ada", stdout=StringIO())
    assert not SecondFactor.objects.exists()
    assert AuditEvent.objects.latest("seq").actor == "second_factor_reset"
    for name in ("ada", "niemand"):
        with pytest.raises(CommandError):
            call_command("second_factor_reset", name, stdout=StringIO())


@pytest.mark.parametrize(
    ("idle", "steps", "inside"),
    [
        (0, [3600] * 11 + [3599], True),
        (0, [3600] * 12, False),
        (30, [1740, 1740, 1740], True),
        (30, [1800], False),
        (30, [60] * 11 + [1799], True),
    ],
)
def test_when_a_session_ends(
    client: Client, noor: Person, clock: Clock, settings: Any, idle: int, steps: list[int], inside: bool
) -> None:
    settings.INBOEK_IDLE_MINUTES = idle
    log_in(client, "noor")
    for step in steps:
        clock.now += step
        answer = client.get(reverse("exact-state"))
    assert (answer.status_code == 200) is inside


def test_what_a_page_asks_by_itself_keeps_nobody_logged_in(
    client: Client, noor: Person, clock: Clock, settings: Any
) -> None:
    settings.INBOEK_IDLE_MINUTES = 30
    log_in(client, "noor")
    for _ in range(31):
        clock.now += 60
        answer = client.get(reverse("exact-state"), headers={"HX-Request": "true", "HX-Trigger": "exact-away"})
    assert answer.status_code == 401


def test_ones_own_sessions_are_listed_and_the_others_ended(client: Client, noor: Person, ada: Person) -> None:
    other, foreign = Client(), Client()
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
    log_in(other, "noor", headers={"User-Agent": agent}, REMOTE_ADDR="192.0.2.7")
    log_in(client, "noor")
    log_in(foreign, "ada")
    rows = client.get(reverse("second-factor")).context["sessions"]
    assert [row.here for row in rows] == [True, False]
    assert (rows[1].browser, rows[1].address) == ("Chrome · Linux", "192.0.2.7")
    client.post(reverse("sessions-end"))
    assert other.get(reverse("queue")).status_code == 302
    assert client.get(reverse("queue")).status_code == foreign.get(reverse("queue")).status_code == 200
