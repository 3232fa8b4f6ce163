"""Which of a file's proposed cuts a document asks about."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from workbench.models import Document
from workbench.pipeline.derive import completeness
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.part_files import Pages, with_followers


def asked(cuts: list[tuple[int, float]], pages: list[int], **more: Any) -> list[str]:
    told = [{"page": page, "certainty": certainty, "reason": "OTHER_NUMBER"} for page, certainty in cuts]
    document = Document(reading={"cuts": told}, pages=pages, **more)
    causes = completeness._pages(cast(Facts, SimpleNamespace(main=document)))
    return [cause.params.get("page", cause.code) for cause in causes]


@pytest.mark.parametrize(
    ("cuts", "pages", "wanted"),
    [
        ([(2, 0.6)], [], ["2"]),  # not cut: one document that may be two
        ([(2, 0.85)], [1], ["2"]),
        ([(2, 0.85)], [2], ["2"]),
        ([(3, 0.85)], [1], ["3"]),  # terms on page 2 belong to neither
        ([(2, 0.9)], [1], []),  # sure enough
        ([(2, 0.5), (3, 0.85)], [1, 2], ["2", "3"]),
        ([(3, 0.85), (5, 0.85)], [1, 2], ["3"]),  # the third document is not its neighbour
        ([(3, 0.85), (5, 0.85)], [3, 4], ["3", "5"]),
        ([], [], []),
    ],
)
def test_a_document_asks_about_its_own_borders(
    cuts: list[tuple[int, float]], pages: list[int], wanted: list[str]
) -> None:
    assert asked(cuts, pages) == wanted


@pytest.mark.parametrize(("state", "wanted"), [("waiting", ["PAGES_BEING_READ"]), ("read", []), ("unreadable", [])])
def test_arranged_by_a_person_nothing_is_asked(state: str, wanted: list[str]) -> None:
    assert asked([(2, 0.6)], [], arrangement=[["a", 1, 0, "p"]], state=state) == wanted


@pytest.mark.parametrize(
    ("parts", "count", "wanted"),
    [
        ([(1,), (2,)], 2, [(1,), (2,)]),
        ([(1,), (3,)], 4, [(1, 2), (3, 4)]),  # terms go with the document they follow
        ([(2,), (3,)], 3, [(1, 2), (3,)]),
        ([(3,), (1, 2)], 3, [(3,), (1, 2)]),  # the business document is named first, wherever it lies
        ([(4,), (2,)], 4, [(4,), (1, 2, 3)]),
    ],
)
def test_every_page_of_the_file_goes_with_a_part(parts: list[Pages], count: int, wanted: list[Pages]) -> None:
    assert with_followers(parts, count) == wanted
