"""The steps of a bank change: which are allowed, when, by whom; and what an accepted account does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from jobs import runner
from tests.workbench.support.books import KNOWN_IBAN, NEW_IBAN, Books, make_books, make_draft, person
from workbench.accounts.rights import RightMissing
from workbench.bank import services
from workbench.drafts.changing import DraftRefused
from workbench.drafts.services import release_hold
from workbench.models import AuditEvent, BankChange, Membership, Policy, Role
from workbench.pipeline.derive import derive_by_id

pytestmark = pytest.mark.django_db
START = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
OURS, PRINTED = "+31 20 1234567", "06 98 76 54 32"


class Stage:
    """A change that can be moved through its steps at chosen moments by chosen people."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.draft = make_draft(books, iban=NEW_IBAN)
        derive_by_id(self.draft.pk)
        self.change = services.begin(self.draft.pk, by=books.people["clerk"])

    def call(self, who: str = "clerk", number: str = OURS, to: str = "Mw. Jansen", minutes: int = 0) -> None:
        at = START + timedelta(minutes=minutes)
        services.record_call(self.change.pk, spoke_to=to, number=number, at=at, by=self.books.people[who])

    def second(self, who: str = "editor") -> None:
        services.second(self.change.pk, by=self.books.people[who])

    def accept(self, who: str = "editor") -> None:
        services.accept(self.change.pk, by=self.books.people[who])

    def refuse(self, who: str = "editor", why: str = "niet bekend") -> None:
        services.refuse(self.change.pk, why=why, by=self.books.people[who])

    @property
    def state(self) -> str:
        self.change.refresh_from_db()
        return self.change.state

    def held(self) -> bool:
        return self.draft.holds.filter(code="IBAN_CHANGED", released_at=None).exists()


@pytest.fixture
def stage() -> Stage:
    with time_machine.travel(START, tick=False):
        return Stage(make_books())


Steps = Callable[[Stage], None]


def to_called(stage: Stage) -> None:
    stage.call()


def to_seconded(stage: Stage) -> None:
    stage.call()
    stage.second()


def nothing(stage: Stage) -> None:
    pass


@pytest.mark.parametrize(
    ("before", "step", "days", "outcome"),
    [
        # begun: only a call or a refusal
        (nothing, lambda s: s.call(), 0, "called_back"),
        (nothing, lambda s: s.call(who="editor"), 0, "called_back"),
        (nothing, lambda s: s.second(), 0, "BANK_ORDER"),
        (nothing, lambda s: s.accept(), 9, "BANK_ORDER"),
        (nothing, lambda s: s.refuse(), 0, "refused"),
        # the call: whom, our number, a time that can be
        (nothing, lambda s: s.call(to=" "), 0, "BANK_WHO"),
        (nothing, lambda s: s.call(number=PRINTED), 0, "BANK_NUMBER"),
        (nothing, lambda s: s.call(number=""), 0, "BANK_NUMBER"),
        (nothing, lambda s: s.call(number="020 123 4567"), 0, "called_back"),
        (nothing, lambda s: s.call(minutes=-1), 0, "BANK_TIME"),
        (nothing, lambda s: s.call(minutes=30), 0, "BANK_TIME"),
        (nothing, lambda s: s.call(who="viewer"), 0, RightMissing),
        (nothing, lambda s: s.call(who="admin"), 0, RightMissing),
        # the second person: another one, who may change bank details
        (to_called, lambda s: s.second(), 0, "seconded"),
        (to_called, lambda s: s.second(who="clerk"), 0, RightMissing),
        (to_called, lambda s: s.second(who="approver"), 0, RightMissing),
        (to_called, lambda s: s.call(), 0, "BANK_ORDER"),
        (to_called, lambda s: s.accept(), 9, "BANK_ORDER"),
        (to_called, lambda s: s.refuse(who="clerk"), 0, "refused"),
        # cooling off
        (to_seconded, lambda s: s.accept(), 0, "BANK_COOLING"),
        (to_seconded, lambda s: s.accept(), 2.99, "BANK_COOLING"),
        (to_seconded, lambda s: s.accept(), 3, "accepted"),
        (to_seconded, lambda s: s.accept(who="clerk"), 3, RightMissing),
        (to_seconded, lambda s: s.second(who="editor2"), 3, "BANK_ORDER"),
        (to_seconded, lambda s: s.refuse(), 1, "refused"),
        (to_seconded, lambda s: s.refuse(why=" "), 1, "BANK_WHY"),
    ],
)  # fmt: skip
def test_steps(stage: Stage, before: Steps, step: Steps, days: float, outcome: str | type[Exception]) -> None:
    with time_machine.travel(START, tick=False):
        before(stage)
    stood = stage.state
    with time_machine.travel(START + timedelta(days=days), tick=False):
        if isinstance(outcome, str) and outcome.islower():
            step(stage)
            assert stage.state == outcome
            return
        expected: type[Exception] = DraftRefused if isinstance(outcome, str) else outcome
        with pytest.raises(expected) as raised:
            step(stage)
    assert stage.state == stood
    if isinstance(outcome, str):
        assert isinstance(raised.value, DraftRefused) and raised.value.code == outcome
        assert AuditEvent.objects.filter(action="bank_change.step_refused", data__code=outcome).count() == 1


@pytest.mark.parametrize("caller", ["clerk", "editor"])
def test_the_same_person_is_no_second_person(stage: Stage, caller: str) -> None:
    both = stage.books.people[caller]
    Membership.objects.get_or_create(user=both, administration=stage.books.administration, role=Role.VENDOR_EDITOR)
    with time_machine.travel(START, tick=False):
        stage.call(who=caller)
        with pytest.raises(DraftRefused, match="BANK_SECOND"):
            stage.second(who=caller)
    assert stage.state == "called_back"


def test_an_accepted_account_frees_what_waits_and_nothing_else(stage: Stage) -> None:
    also, other = make_draft(stage.books, iban=NEW_IBAN), make_draft(stage.books, iban="NL39RABO0300065264")
    for draft in (also, other):
        derive_by_id(draft.pk)
    assert stage.held()
    with time_machine.travel(START, tick=False):
        to_seconded(stage)
    derive_by_id(stage.draft.pk)
    assert stage.held(), "cooling off frees nothing"
    with time_machine.travel(START + timedelta(days=4), tick=False):
        stage.accept()
    runner.drain(("derive",))
    assert not stage.held()
    assert not also.holds.filter(code="IBAN_CHANGED").exists()
    assert other.holds.filter(code="IBAN_CHANGED", released_at=None).exists()
    assert list(stage.books.known_vendor().bank_accounts.values_list("iban", flat=True)) == [KNOWN_IBAN]


def test_a_refused_account_keeps_its_hold_and_may_be_asked_again(stage: Stage) -> None:
    with time_machine.travel(START, tick=False):
        stage.refuse()
        derive_by_id(stage.draft.pk)
        assert stage.held()
        again = services.begin(stage.draft.pk, by=stage.books.people["clerk"])
    assert again.pk != stage.change.pk
    assert BankChange.objects.count() == 2


def test_the_policy_sets_the_cooling_off(stage: Stage) -> None:
    Policy.objects.create(administration=stage.books.administration, cooling_off_days=10)
    with time_machine.travel(START, tick=False):
        to_seconded(stage)
    with time_machine.travel(START + timedelta(days=9), tick=False), pytest.raises(DraftRefused, match="BANK_COOLING"):
        stage.accept()


def test_beginning_twice_is_one_change(stage: Stage) -> None:
    assert services.begin(stage.draft.pk, by=stage.books.people["editor"]).pk == stage.change.pk


def test_nothing_to_change(stage: Stage) -> None:
    known = make_draft(stage.books, iban=KNOWN_IBAN)
    derive_by_id(known.pk)
    wrong = make_draft(stage.books, iban="NL00INGB0001234567")
    derive_by_id(wrong.pk)
    for draft in (known, wrong):
        with pytest.raises(DraftRefused, match="BANK_NOTHING"):
            services.begin(draft.pk, by=stage.books.people["clerk"])


def test_no_single_click_lifts_the_hold(stage: Stage) -> None:
    hold = stage.draft.holds.get(code="IBAN_CHANGED")
    both = person(stage.books, "both", Role.CLERK, Role.VENDOR_EDITOR)
    with pytest.raises(DraftRefused, match="HOLD_NEEDS_CAUSE"):
        release_hold(stage.draft.pk, hold_id=hold.pk, reason="ik weet het zeker", by=both)


def test_the_pages(stage: Stage, client: Client) -> None:
    client.force_login(stage.books.people["clerk"])
    page = reverse("bank-change", args=[stage.change.pk])
    assert "Mw." not in client.get(page).content.decode()
    with time_machine.travel(START, tick=False):
        sent = {"spoke_to": "Mw. Jansen", "number": "0201234567", "at": ""}
        client.post(reverse("bank-call", args=[stage.change.pk]), sent)
    assert stage.state == "called_back"
    assert "Mw. Jansen" in client.get(page).content.decode()
    assert client.get(reverse("bank-changes")).status_code == 200
    assert client.post(reverse("bank-begin", args=[stage.draft.pk])).headers["Location"] == page


def test_strangers_see_nothing(stage: Stage, client: Client) -> None:
    other = make_books("twee", 2)
    client.force_login(other.people["editor"])
    assert client.get(reverse("bank-change", args=[stage.change.pk])).status_code == 404
    for step in ("bank-call", "bank-second", "bank-accept", "bank-refuse"):
        assert client.post(reverse(step, args=[stage.change.pk]), {"why": "x"}).status_code == 404
    assert client.post(reverse("bank-begin", args=[stage.draft.pk])).status_code == 404
    assert stage.state == "requested"
