"""What each step does to a plan. A plan is written as on the screen: documents apart by |, a page by its number,
turned ones with their degrees (2@90), annexes as 2a and removed pages as 2r."""

from __future__ import annotations

import pytest

from workbench.pages import plan as plans
from workbench.pages.plan import Plan, PlanInvalid, Sheet, Use

SOURCE = "abcd1234abcd1234"


def sheet(text: str) -> Sheet:
    number, _at, degrees = text.partition("@")
    use = {"a": Use.ANNEX, "r": Use.REMOVED}.get(number[-1], Use.PAGE)
    return Sheet(SOURCE, int(number.rstrip("ar")), int(degrees or 0), use)


def plan(text: str) -> Plan:
    return Plan(tuple(tuple(sheet(word) for word in row.split()) for row in text.split("|")))


def text(made: Plan) -> str:
    def word(each: Sheet) -> str:
        return f"{each.page}{each.use if each.use is not Use.PAGE else ''}{f'@{each.turn}' if each.turn else ''}"

    return " | ".join(" ".join(word(each) for each in part) for part in made.parts)


def keys(pages: str) -> list[str]:
    return [f"{SOURCE}.{page}" for page in pages.split()]


@pytest.mark.parametrize(
    ("before", "at", "after"),
    [
        ("1 2 3", "2", "1 | 2 3"),
        ("1 | 2 3", "2", "1 2 3"),
        ("1 | 2 3", "3", "1 | 2 | 3"),
        ("1 2 3", "1", "1 2 3"),  # before the first page there is nothing to cut off
        ("1 2 3", "9", "1 2 3"),  # no such page
        ("1 2r 3", "2", "1 | 2r 3"),
    ],
)
def test_a_cut_is_made_and_taken_away(before: str, at: str, after: str) -> None:
    assert text(plans.toggle_cut(plan(before), f"{SOURCE}.{at}")) == after


@pytest.mark.parametrize(
    ("before", "pages", "step", "after"),
    [
        ("1 2 3", "3", -1, "1 3 2"),
        ("1 2 | 3", "3", -1, "1 2 3"),  # over the cut first, then over the page
        ("1 2 | 3 4", "3", -1, "1 2 3 | 4"),
        ("1 2 3", "1", -1, "1 2 3"),
        ("1 2 3", "2 3", -1, "2 3 1"),  # together, in their order
        ("1 2 3", "1 2", -1, "1 2 3"),
        ("1 2 3", "1", 1, "2 1 3"),
        ("1 | 2 3", "1", 1, "1 2 3"),
        ("1 2 | 3", "2", 1, "1 | 2 3"),
        ("1 2 3", "1 2", 1, "3 1 2"),
        ("1 2 3", "3", 1, "1 2 3"),
    ],
)
def test_pages_move_one_place(before: str, pages: str, step: int, after: str) -> None:
    assert text(plans.move(plan(before), keys(pages), step)) == after


@pytest.mark.parametrize(
    ("before", "pages", "target", "after"),
    [
        ("1 2 | 3 4", "4", "1", "4 1 2 | 3"),
        ("1 2 | 3 4", "1", "4", "2 | 3 1 4"),
        ("1 | 2", "1", "2", "1 2"),
        ("1 2 | 3", "1 2", "", "3 1 2"),
        ("1 2 3", "2", "2", "1 2 3"),
        ("1 2 3", "1 3", "2", "1 3 2"),
    ],
)
def test_pages_are_put_before_another(before: str, pages: str, target: str, after: str) -> None:
    assert text(plans.move_before(plan(before), keys(pages), f"{SOURCE}.{target}" if target else "")) == after


@pytest.mark.parametrize(
    ("before", "pages", "degrees", "after"),
    [("1 2", "2", 90, "1 2@90"), ("1 2@270", "2", 90, "1 2"), ("1 2", "1 2", 270, "1@270 2@270")],
)
def test_pages_are_turned(before: str, pages: str, degrees: int, after: str) -> None:
    assert text(plans.turn(plan(before), keys(pages), degrees)) == after


@pytest.mark.parametrize(
    ("before", "pages", "use", "after"),
    [
        ("1 2", "2", Use.REMOVED, "1 2r"),
        ("1 2r", "2", Use.REMOVED, "1 2"),
        ("1 2r", "1 2", Use.REMOVED, "1r 2r"),  # one of them was not yet: all are now
        ("1 2", "2", Use.ANNEX, "1 2a"),
        ("1 2a", "2", Use.ANNEX, "1 2"),
        ("1 2a", "2", Use.REMOVED, "1 2r"),
    ],
)
def test_pages_become_annex_or_are_removed_and_put_back(before: str, pages: str, use: Use, after: str) -> None:
    assert text(plans.toggle_use(plan(before), keys(pages), use)) == after


@pytest.mark.parametrize(
    ("before", "beside", "after"),
    [("1 | 2", "1", "1 8 9 | 2"), ("1 | 2", "2", "1 | 2 8 9"), ("1 | 2", "7", "1 | 2 8 9")],
)
def test_another_document_goes_behind_this_one(before: str, beside: str, after: str) -> None:
    more = [sheet("8"), sheet("9")]
    assert text(plans.append(plan(before), more, f"{SOURCE}.{beside}")) == after


@pytest.mark.parametrize("written", ["1", "1 2@90 | 3a 4r@180", "1 | 2 | 3"])
def test_a_plan_survives_the_form(written: str) -> None:
    assert text(plans.decode(plan(written).encode())) == written


@pytest.mark.parametrize(
    "typed",
    [
        *("", "|", "x.1.0.p", "abcd.0.0.p", "abcd.1.45.p", "abcd.1.0.z", "abcd.1.0.p|", "abcd.1.0.p,,abcd.2.0.p"),
        *("abcd.1.0.p|abcd.1.90.p", "../etc.1.0.p", "abcd.123456.0.p", "abcd.١.0.p"),
    ],
)
def test_anything_else_is_no_plan(typed: str) -> None:
    with pytest.raises(PlanInvalid):
        plans.decode(typed)


@pytest.mark.parametrize(("sheets", "fits"), [("1 2 3", True), ("3 1 2", True), ("1 2", False), ("1 2 3 4", False)])
def test_no_page_is_lost_and_none_comes_from_elsewhere(sheets: str, fits: bool) -> None:
    there = plan(sheets).sheets
    if fits:
        plans.check(plan("1 | 2 3r"), there)
    else:
        with pytest.raises(PlanInvalid):
            plans.check(plan("1 | 2 3r"), there)
