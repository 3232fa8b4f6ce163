"""Who is named in a text."""

from __future__ import annotations

import pytest

from workbench.talk.mentions import mentioned

NAMES = ["hanna", "jan.de.vries", "jan", "mk"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@hanna kijk jij?", ["hanna"]),
        ("kijk jij, @Hanna?", ["hanna"]),
        ("vraag (@jan.de.vries).", ["jan.de.vries"]),
        ("vraag @jan.", ["jan"]),
        ("@jan en @mk, en nog eens @jan", ["jan", "mk"]),
        ("@janneke", []),
        ("mail jan@hanna.nl of facturen@mk", []),
        ("hanna weet het", []),
        ("@onbekend", []),
        ("", []),
    ],
)
def test_named(text: str, named: list[str]) -> None:
    assert mentioned(text, NAMES) == named
