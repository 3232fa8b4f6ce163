"""The walls of the house: imports go down only. There are no exceptions and there is no list of them.

Every import of every product file is read with ``ast``, also inside functions, under ``TYPE_CHECKING`` and by
``import_module("…")``, and so are the ``"app.Model"`` strings of relations and ``get_model``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Which packages each package may use, itself apart.
MAY_USE: dict[str, set[str]] = {
    "domain": set(),
    "jobs": {"domain"},
    "exact": {"domain", "jobs"},
    "ocr": {"domain"},
    "matching": {"domain", "jobs", "exact"},
    # The demonstration brings the samples in; they know only what lies below.
    "workbench": {"domain", "jobs", "exact", "ocr", "matching", "samples"},
    "insights": {"domain", "jobs", "exact", "ocr", "matching", "workbench"},
    "agent": {"domain", "jobs", "exact", "ocr", "matching", "workbench", "insights"},
    "samples": {"domain", "exact"},
    "benchmarks": {"domain", "jobs", "exact", "ocr", "matching", "workbench", "samples"},
}
OURS = set(MAY_USE) | {"tests"}

# Who may speak to the outside with which library: files or folders, relative to the repository.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "httpx": ("exact/http.py",),
    "httpx2": ("ocr/llm",),
    "openai": ("ocr/llm",),
    "requests": (),
    "urllib3": (),
    "redis": ("jobs", "workbench/supervisor"),
    "celery": ("jobs/tasks.py", "jobs/celery_watch.py", "workbench/celery.py"),
    "pytesseract": ("ocr",),
    "pypdf": ("ocr", "workbench/intake", "workbench/pages", "exact/sandbox"),
    "pypdfium2": ("ocr", "workbench/pages"),
    "numpy": (),
    "pandas": (),
}

# What knows no framework: all of domain and ocr, and in matching everything but what holds rows or runs in Django.
KNOWS_DJANGO_IN_OCR = ("ocr/apps.py", "ocr/management")
KNOWS_DJANGO_IN_MATCHING = (
    "matching/apps.py",
    "matching/models",
    "matching/migrations",
    "matching/management",
    "matching/services",
    "matching/selectors",
    "matching/api.py",
    "matching/memory",
    "matching/mirror",
    "matching/candidates",
    # What people taught: rows in, plain data out.
    "matching/coding/stored.py",
    "matching/three_way/item_codes.py",
    "matching/three_way/learned.py",
    "matching/vat/learned.py",
    "matching/vendors/learned.py",
    "matching/job_handlers.py",
    "matching/checks.py",
)
FRAMEWORKS = {"django", "celery", "structlog", "django_htmx"}


@dataclass(frozen=True)
class Use:
    """One place that names a module: file, line, dotted name."""

    path: str
    line: int
    name: str

    @property
    def top(self) -> str:
        return self.name.split(".")[0]

    def __str__(self) -> str:
        return f"{self.path}:{self.line} uses {self.name}"


def product_files() -> list[Path]:
    return sorted(path for package in MAY_USE for path in (ROOT / package).rglob("*.py"))


def uses_in(source: str | ast.Module, path: str) -> Iterator[Use]:
    """All modules that a file names."""
    package = path.removesuffix(".py").split("/")
    package = package[:-1]
    for node in ast.walk(ast.parse(source) if isinstance(source, str) else source):
        if isinstance(node, ast.Import):
            yield from (Use(path, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield from (Use(path, node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call):
            yield from _named_in_call(node, path)


def _named_in_call(node: ast.Call, path: str) -> Iterator[Use]:
    """``"app.Model"`` in relations and ``get_model``, ``"app"`` in a migration's dependencies, import_module."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    relation = called in {"ForeignKey", "OneToOneField", "ManyToManyField", "GenericRelation"}
    by_name = called in {"get_model", "import_module", "import_string", "__import__", "swappable_dependency", "section"}
    if not (relation or by_name):
        return
    arguments = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in {"to", "through"})]
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield Use(path, node.lineno, argument.value)


@cache
def read_all() -> tuple[list[Use], list[str]]:
    """All modules that the product's files name, and its public functions and classes without a docstring. Django
    knows commands by their ``help``."""
    uses: list[Use] = []
    silent: list[str] = []
    for file in product_files():
        path, tree = file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))
        uses += uses_in(tree, path)
        for node in tree.body if "/migrations/" not in path else ():
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                if node.name != "Command" and not ast.get_docstring(node):
                    silent.append(f"{path}:{node.lineno} {node.name}")
    return uses, silent


def all_uses() -> list[Use]:
    return read_all()[0]


def lies_in(path: str, places: tuple[str, ...]) -> bool:
    """``place`` is a file, a folder, or a module that may be either (``matching/models``)."""
    return any(path == place or path == f"{place}.py" or path.startswith(f"{place}/") for place in places)


def upward(uses: list[Use]) -> list[str]:
    wrong = []
    for use in uses:
        home = use.path.split("/")[0]
        if use.top in OURS and use.top != home and use.top not in MAY_USE[home]:
            wrong.append(str(use))
    return wrong


def out_of_place(uses: list[Use]) -> list[str]:
    return [
        str(use)
        for use in uses
        if use.top in ONLY_IN
        and not lies_in(use.path, ONLY_IN[use.top])
        and not use.path.startswith(("benchmarks/", "samples/"))
    ]


def impure(uses: list[Use]) -> list[str]:
    wrong = []
    for use in uses:
        if use.top not in FRAMEWORKS or use.path.split("/")[0] not in {"domain", "ocr", "matching"}:
            continue
        if not lies_in(use.path, KNOWS_DJANGO_IN_OCR + KNOWS_DJANGO_IN_MATCHING):
            wrong.append(str(use))
    return wrong


def test_imports_go_down_only() -> None:
    assert upward(all_uses()) == []


def test_libraries_that_reach_outside_are_used_in_one_place_only() -> None:
    assert out_of_place(all_uses()) == []


def test_pure_code_knows_no_framework() -> None:
    assert impure(all_uses()) == []


def test_what_others_may_use_says_what_it_is_for() -> None:
    assert read_all()[1] == []


def test_every_package_of_the_repository_has_its_place() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= OURS


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("jobs/x.py", "import workbench.settings"),
        ("jobs/x.py", "from exact import api"),
        ("exact/x.py", "def f():\n    from workbench.drafts import services"),
        ("exact/x.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import matching"),
        ("exact/models/x.py", "models.ForeignKey('workbench.Document', on_delete=models.CASCADE)"),
        ("exact/models/x.py", "models.ForeignKey(to='workbench.Document', on_delete=models.CASCADE)"),
        ("exact/x.py", "apps.get_model('workbench.Draft')"),
        ("matching/x.py", "importlib.import_module('ocr.reading')"),
        ("ocr/x.py", "from exact.models import Vendor"),
        ("ocr/x.py", "from jobs import api"),
        ("ocr/x.py", "from matching import vendor"),
        ("domain/x.py", "from ocr import reading"),
        ("workbench/x.py", "from tests import conftest"),
    ],
)
def test_the_wall_notices(path: str, source: str) -> None:
    assert upward(list(uses_in(source, path)))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("workbench/x.py", "from exact import api"),
        ("matching/x.py", "from exact.models import Vendor"),
        ("exact/sandbox/x.py", "from . import ledger\nfrom ..models import Vendor"),
        ("domain/x.py", "from domain.money import Money"),
    ],
)
def test_the_wall_lets_the_way_down_through(path: str, source: str) -> None:
    assert upward(list(uses_in(source, path))) == []


@pytest.mark.parametrize(
    ("path", "source", "judge"),
    [
        ("exact/posting.py", "import httpx", out_of_place),
        ("ocr/fields.py", "from openai import OpenAI", out_of_place),
        ("workbench/x.py", "def f():\n    import redis", out_of_place),
        ("domain/x.py", "from django.utils import timezone", impure),
        ("ocr/fields.py", "import django.conf", impure),
        ("matching/three_way.py", "from django.db import models", impure),
    ],
)
def test_the_other_rules_notice(path: str, source: str, judge: object) -> None:
    assert judge(list(uses_in(source, path)))  # type: ignore[operator]
