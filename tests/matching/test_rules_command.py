"""``manage.py rules``: cases from files, and every example of docs/rules.md really runs."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.management.commands.rules import FAMILIES

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"
EXAMPLE = re.compile(
    r"<!-- example: (?P<family>\w+) -->\s*```json\n(?P<case>.*?)```(?:\s*gives\s*```json\n(?P<gives>.*?)```)?", re.S
)


def _run(family: str, path: Path) -> dict:
    out = io.StringIO()
    call_command("rules", family, str(path), stdout=out)
    return json.loads(out.getvalue())


def test_amount_written_as_a_number_keeps_its_digits(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(
        '{"vendor": {"country": "NL"}, "document": {"invoice_date": "2026-05-01"}, '
        '"lines": [{"net": 1000.10, "rate": 21}]}'
    )
    assert _run("vat", case)["deductible"] == "210.02"


@pytest.mark.parametrize(
    "text",
    ["{", '{"lines": [{"nett": "1"}]}', '{"document": {"invoice_date": "1 mei"}}', '{"lines": [{"net": "veel"}]}'],
)
def test_a_case_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    case = tmp_path / "case.json"
    case.write_text(text)
    with pytest.raises(CommandError) as refused:
        _run("vat", case)
    assert refused.value.returncode == 2


def test_in_a_list_the_case_is_named(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text('[{"lines": []}, {"lines": [{"nett": "1"}]}]')
    with pytest.raises(CommandError, match=r"case 1: lines\.0: unknown key nett"):
        _run("vat", case)


def _examples() -> list[tuple[str, str, str | None]]:
    return [(m["family"], m["case"], m["gives"]) for m in EXAMPLE.finditer(DOCS.read_text(encoding="utf-8"))]


def test_every_family_of_ours_has_an_example() -> None:
    assert {"vat", "vendor", "coding"} <= {family for family, _, _ in _examples()} <= set(FAMILIES)


@pytest.mark.parametrize(("family", "case", "gives"), _examples())
def test_example(tmp_path: Path, family: str, case: str, gives: str | None) -> None:
    path = tmp_path / "case.json"
    path.write_text(case, encoding="utf-8")
    result = _run(family, path)
    for key, wanted in json.loads(gives or "{}").items():
        assert result[key] == wanted
