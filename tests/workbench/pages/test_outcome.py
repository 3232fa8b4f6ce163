"""What a plan comes down to. Members are written A: pages, with (part) for one the machine cut off, (posted) for one
that is locked and (xml) for one that cannot be taken apart; results as the draft that stays or "new", with ! when
changed."""

from __future__ import annotations

import re

import pytest

from tests.workbench.pages.test_plan import plan
from workbench.pages.outcome import Member, PlanRefused, outcome_of


def members(written: str) -> list[Member]:
    found = []
    for row in written.split(";"):
        key, _colon, pages = row.strip().partition(": ")
        marks = set(re.findall(r"\((\w+)\)", pages))
        found.append(
            Member(
                key,
                plan(re.sub(r" ?\(\w+\)", "", pages)).parts[0],
                settled="part" not in marks,
                locked="DRAFT_POSTED" if "posted" in marks else "",
                whole="PAGES_EINVOICE_WHOLE" if "xml" in marks else "",
            )
        )
    return found


def told(there: str, wanted: str) -> str:
    """ "A! new! / B→1": each result, then who is superseded by which results (from 0)."""
    outcome = outcome_of(plan(wanted), members(there))
    results = " ".join(f"{result.stays or 'new'}{'!' if result.changed else ''}" for result in outcome.results)
    gone = " ".join(f"{key}→{','.join(map(str, places))}" for key, places in outcome.superseded.items())
    return f"{results} / {gone}" if gone else results


@pytest.mark.parametrize(
    ("there", "wanted", "outcome"),
    [
        # one document stays itself, whatever is done within it
        ("A: 1 2 3", "1 2 3", "A"),
        ("A: 1 2 3", "1 3 2", "A!"),
        ("A: 1 2 3", "1 2@90 3", "A!"),
        ("A: 1 2 3", "1 2r 3", "A!"),
        ("A: 1 2 3", "1 2a 3", "A!"),
        ("A: 1 2r 3", "1 2r 3", "A"),
        ("A: 1 2r 3", "1 2 3", "A!"),
        # cut in two, neither is the old draft
        ("A: 1 2 3", "1 2 | 3", "new! new! / A→0,1"),
        ("A: 1 2 3", "1 | 2 | 3", "new! new! new! / A→0,1,2"),
        # a cut that leaves only a removed page behind it is none
        ("A: 1 2 3", "1 2 | 3r", "A!"),
        ("A: 1 2 3", "1r | 2 3", "A!"),
        # merged: the first of the bench goes on
        ("A: 1; B: 2", "1 2", "A! / B→0"),
        ("A: 1; B: 2", "2 1", "A! / B→0"),
        ("A: 1; B: 2", "1 | 2", "A B"),
        # a page that belonged to the neighbour: who loses one is superseded, who gets it goes on
        ("A: 1 2; B: 3", "1 | 2 3", "new! B! / A→0,1"),
        # an annex may go elsewhere: the invoice stays the same one
        ("A: 1 2a; B: 3", "1 | 2a 3", "A! B!"),
        ("A: 1 2; B: 3", "1 | 2a 3", "new! B! / A→0,1"),
        # parts the machine cut off are made and read anew once a person says so
        ("A: 1 (part); B: 2 (part)", "1 | 2", "A! B!"),
        ("A: 1 (part); B: 2 (part)", "1 2", "A! / B→0"),
        # what is posted stays, and does not hinder the others
        ("A: 1 (posted); B: 2 3", "1 | 3 2", "A B!"),
        ("A: 1 (part) (posted); B: 2 (part)", "1 | 2", "A B!"),
        # an e-invoice goes on with what is added to it
        ("A: 1; B: 2 (xml)", "1 2", "B! / A→0"),
        ("A: 1 2 (xml)", "2 1", "A!"),
        ("A: 1 2 (xml)", "1 2r", "A!"),
    ],
)
def test_what_becomes_of_the_drafts(there: str, wanted: str, outcome: str) -> None:
    assert told(there, wanted) == outcome


@pytest.mark.parametrize(
    ("there", "wanted", "code"),
    [
        ("A: 1 2", "1r 2r", "PAGES_NONE_LEFT"),
        ("A: 1 2", "1 | 2a", "PAGES_ONLY_ANNEX"),
        ("A: 1 2", "1a 2r", "PAGES_ONLY_ANNEX"),
        ("A: 1 (posted); B: 2", "1 2", "DRAFT_POSTED"),
        ("A: 1 (posted); B: 2", "1@90 | 2", "DRAFT_POSTED"),
        ("A: 1 2 (posted); B: 3", "1 | 2 | 3", "DRAFT_POSTED"),
        ("A: 1 2 (xml)", "1 | 2", "PAGES_EINVOICE_WHOLE"),
        ("A: 1 2 (xml); B: 3", "1r 2r | 3", "PAGES_EINVOICE_WHOLE"),
        ("A: 1 (xml); B: 2 (xml)", "1 2", "PAGES_TWO_WHOLE"),
    ],
)
def test_what_cannot_be(there: str, wanted: str, code: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        outcome_of(plan(wanted), members(there))
    assert refused.value.code == code
