"""The examples of docs/api.md, run as they are written, against a web server."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.workbench.api.conftest import made
from tests.workbench.support import desk

DOCS = Path(__file__).resolve().parents[3] / "docs" / "api.md"
# An example, and the answer that stands behind it.
EXAMPLE = re.compile(r"```sh\n(.+?)```\n\n```(json|text)\n(.+?)```", re.DOTALL)


def differences(told: Any, got: Any, where: str = "answer") -> list[str]:
    """Where an answer is not as told: all that is told must be there, in this order; "…" is anything, "…?" even
    nothing."""
    if told == "…":
        return []
    if isinstance(told, dict) and isinstance(got, dict):
        missing = [f"{where}.{name} is missing" for name in told if name not in got and told[name] != "…?"]
        both = [name for name in told if name in got]
        return missing + [line for name in both for line in differences(told[name], got[name], f"{where}.{name}")]
    if isinstance(told, list) and isinstance(got, list) and told:
        short = [f"{where} has {len(got)}, not {len(told)}"] * (len(got) < len(told))
        pairs = enumerate(zip(told, got, strict=False))
        return short + [line for number, (one, two) in pairs for line in differences(one, two, f"{where}[{number}]")]
    return [] if told == got else [f"{where}: {got!r}, not {told!r}"]


@pytest.fixture
def variables(live_server: LiveServer, settings: Settings, tmp_path: Path) -> dict[str, str]:
    """What the examples need: the address, a token, and the files in the folder they run in."""
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.LANGUAGE_CODE = "en"
    books = desk.books()
    (tmp_path / "invoice.xml").write_bytes(desk.ubl("2026-0412"))
    (tmp_path / "scan.xml").write_bytes(desk.ubl("2026-0413"))
    (tmp_path / "notes.txt").write_text("not a document")
    token = made(desk.person("ada", books, "admin"), books)
    return {"PATH": os.environ["PATH"], "INBOEK": live_server.url, "INBOEK_TOKEN": token}


def test_every_example_of_the_document_answers_as_it_says(variables: dict[str, str], tmp_path: Path) -> None:
    text = DOCS.read_text(encoding="utf-8")
    examples = EXAMPLE.findall(text)
    assert len(examples) == text.count("```sh") >= 8, "every example has its answer behind it"
    wrong = []
    for command, kind, told in examples:
        done = subprocess.run(
            ["bash", "-euc", command], env=variables, cwd=tmp_path, capture_output=True, text=True, timeout=30
        )
        assert done.returncode == 0, done.stderr
        if kind == "text":
            wrong += differences(told.strip(), done.stdout.strip(), command)
            continue
        got = json.loads(done.stdout)
        wrong += differences(json.loads(told), got, command.split("\n")[0])
        if "DOCUMENT" not in variables:
            first = got["files"][0]
            variables |= {"DOCUMENT": first["document"], "FILE": first["id"]}
            desk.work()
        if got.get("next"):
            variables["NEXT"] = got["next"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("told", "got", "count"),
    [
        ({"a": "…"}, {"a": 1, "b": 2}, 0),
        ({"a": 1}, {"a": 2}, 1),
        ({"a": 1}, {}, 1),
        ({"a": "…?"}, {}, 0),
        ([{"a": 1}], [], 1),
        ([], [1], 1),
    ],
)
def test_an_answer_that_is_not_as_told_is_noticed(told: Any, got: Any, count: int) -> None:
    assert len(differences(told, got)) == count
