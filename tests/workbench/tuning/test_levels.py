"""Match levels, the administration's and those nearer to the line, set on the screen and felt."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from domain.tolerances import Limit, Side, ToleranceKind
from matching.three_way.api import MatchLevel
from tests.workbench.support.books import Books
from tests.workbench.tuning.test_nearer import LEVELS, LINE, books
from workbench.accounts.rights import RightMissing
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.models import AuditEvent, MatchLevelException, Policy
from workbench.pipeline.derive.match_policy import match_policy
from workbench.pipeline.derive.nearer import nearer_rules
from workbench.tuning import levels, services, tolerances

__all__ = ["books"]
pytestmark = pytest.mark.django_db
SENT = {"four_eyes_from": "2500", "cooling_off_days": "3", "match_without_reference": "1"}


def level_now(books: Books) -> MatchLevel:
    return match_policy(books.administration).level_for(LINE)


def test_of_all_levels_the_nearest_counts_and_removing_it_lets_the_next_count(books: Books) -> None:
    admin, place = books.people["admin"], books.administration
    Policy.objects.create(administration=place, match_level="four_way", vendor_group_number=2)
    set_ones = ("two_way", "none", "two_way", "three_way", "none", "two_way")
    rows = [
        levels.set_level(place, {"level": level, **scope}, by=admin)
        for level, scope in zip(set_ones, LEVELS, strict=True)
    ]
    for level, row in zip(set_ones, rows, strict=True):
        assert level_now(books) is MatchLevel[level.upper()]
        levels.remove_level(row, by=admin)
    assert level_now(books) is MatchLevel.FOUR_WAY
    events = AuditEvent.objects.filter(action__startswith="match_level.").order_by("seq")
    assert [event.action for event in events] == ["match_level.set"] * 6 + ["match_level.removed"] * 6
    assert (events[0].data["was"], events[0].data["level"]) == ("", "two_way")


def test_tolerances_and_levels_are_fetched_in_one_statement_and_kept_apart(
    books: Books, django_assert_num_queries: Any
) -> None:
    admin, place = books.people["admin"], books.administration
    tolerances.set_exception(
        place, {"what": "PRICE_UNIT.lower", "vendor": "100", "percent": "3,5", "amount": "20"}, by=admin
    )
    tolerances.set_exception(place, {"what": "QTY_ORDERED.upper", "item": "M6", "off": "1"}, by=admin)
    levels.set_level(place, {"vendor": "100", "level": "two_way"}, by=admin)
    with django_assert_num_queries(1):
        found = nearer_rules(place)
    limits = {(rule.kind, rule.side): rule.limit for rule in found.tolerances}
    price = limits.pop((ToleranceKind.PRICE_UNIT, Side.LOWER))
    assert (f"{price.percent:f}", f"{price.amount:f}") == ("3.5000", "20.0000")
    assert limits == {(ToleranceKind.QTY_ORDERED, Side.UPPER): Limit(checked=False)}
    (level,) = found.levels
    assert (level.match, level.vendor, level.item, level.set_by) == (MatchLevel.TWO_WAY, "vendor-een", "", "admin-een")


def test_setting_the_same_again_replaces_it(books: Books) -> None:
    for level in ("none", "two_way"):
        levels.set_level(books.administration, {"vendor": "100", "level": level}, by=books.people["admin"])
    assert MatchLevelException.objects.get().level == "two_way"


def test_the_administrations_own_level_is_kept_audited_and_left_alone_when_not_sent(books: Books) -> None:
    place, admin = books.administration, books.people["admin"]
    assert level_now(books) is MatchLevel.THREE_WAY, "unless somebody says otherwise"
    stricter = {"match_level": "two_way", "match_level_stricter_only": "1"}
    assert services.set_policy(place, services.policy_from(SENT | stricter), by=admin) == 2
    levels.set_level(place, {"vendor": "100", "level": "none"}, by=admin)
    assert level_now(books) is MatchLevel.TWO_WAY, "nearer to the line only more may be compared"
    services.set_policy(place, services.policy_from(SENT), by=admin)
    assert (Policy.objects.get().match_level, level_now(books)) == ("two_way", MatchLevel.NONE)
    told = AuditEvent.objects.filter(action="policy.changed").order_by("seq").first()
    assert told is not None and (told.data["old"], told.data["new"]) == ("three_way", "two_way")
    with pytest.raises(FieldInvalid, match="MATCH_LEVEL_INVALID"):
        services.policy_from(SENT | {"match_level": "five_way"})


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, DraftRefused),
        ({"vendor": "nobody"}, DraftRefused),
        ({"vendor": "100", "item_group": "BOUT"}, DraftRefused),
        ({"vendor": "100", "level": ""}, FieldInvalid),
        ({"vendor": "100", "level": "five_way"}, FieldInvalid),
    ],
)
def test_what_is_no_nearer_level(books: Books, typed: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        levels.set_level(books.administration, {"level": "two_way"} | typed, by=books.people["admin"])
    assert not MatchLevelException.objects.exists()


def test_the_screen_sets_and_removes_it_for_admins_only(books: Books, client: Client) -> None:
    place = books.administration
    client.force_login(books.people["admin"])
    add, page = reverse("match-level-set", args=[place.pk]), reverse("tuning", args=[place.pk])
    assert client.post(add, {"level": "two_way", "vendor": "zzz"}).status_code == 422
    assert client.post(add, {"level": "two_way", "vendor": "100", "item": "M6"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "100 Jansen Bouw B.V. · M6" in shown and "admin-een" in shown
    assert client.post(page, SENT | {"match_level": "five_way"}).status_code == 422
    assert client.post(page, SENT | {"match_level": "none"}).status_code == 302
    assert Policy.objects.get().match_level == "none"
    row = MatchLevelException.objects.get()
    for who in ("clerk", "approver", "editor"):
        with pytest.raises(RightMissing):
            levels.set_level(place, {"vendor": "100", "level": "none"}, by=books.people[who])
        with pytest.raises(RightMissing):
            levels.remove_level(row, by=books.people[who])
    assert client.post(reverse("match-level-remove", args=[row.pk])).status_code == 302
    assert not MatchLevelException.objects.exists()
