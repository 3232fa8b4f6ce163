"""A project in the place of the order number is no missing order."""

from __future__ import annotations

import pytest

from matching.three_way.references import names_project


@pytest.mark.parametrize(
    ("reference", "project"),
    [
        ("PRJ-2641", True),
        ("prj 2641", True),
        ("Project 118", True),
        ("Projectnummer 26-118", True),
        ("Projekt Nr. 9", True),
        ("Werk 2207", True),
        ("2601447", False),
        ("PO-2641", False),
        ("Projectie", False),
        ("INK-7791", False),
        ("", False),
    ],
)
def test_a_reference_that_says_it_is_a_project(reference: str, project: bool) -> None:
    assert names_project(reference) is project
