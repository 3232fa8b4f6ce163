"""What every process loads at its start: models, words, addresses. Whatever does a piece of work comes with that work.

Read with ``ast``: imports at the top of a module run when it is loaded, those inside functions do not.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from jobs import registry

ROOT = Path(__file__).resolve().parent.parent
OURS = ("domain", "jobs", "exact", "ocr", "matching", "workbench", "insights")

# What Django loads of us before it can answer or begin a command.
ROOTS = (
    "workbench.settings",
    "insights.urls",
    "workbench.wsgi",
    *(f"{app}.{part}" for app in OURS for part in ("apps", "models", "job_handlers")),
    *(name.rpartition(".")[0] for name in settings.MIDDLEWARE if name.startswith("workbench.")),
)
# Each costs every process a twentieth of a second or five megabytes, or brings such others along.
LATER = {
    *("PIL", "aiosmtpd", "celery", "cryptography", "httpx", "imapclient", "lxml", "openai", "pypdf"),
    *("pypdfium2", "pytesseract", "rapidfuzz", "redis", "rich", "stdnum"),
}
LATER_OF_OURS = ("exact.http", "matching.three_way.engine", "ocr.api", "ocr.local", "workbench.pipeline.derive")


@cache
def file_of(module: str) -> Path | None:
    base = ROOT.joinpath(*module.split("."))
    found = [path for path in (base / "__init__.py", base.with_suffix(".py")) if path.is_file()]
    return found[0] if found else None


def run_at_load(body: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The import statements that run when a module is loaded."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If):
            yield from run_at_load(node.orelse)
            if "TYPE_CHECKING" not in ast.unparse(node.test):
                yield from run_at_load(node.body)
        elif isinstance(node, ast.Try | ast.With | ast.ClassDef | ast.For):
            yield from run_at_load(node.body)


def imports_of(source: str, *, whole: bool = False) -> Iterator[str]:
    """The modules that a file names when it is loaded; ``whole``: also inside its functions."""
    tree = ast.parse(source)
    nodes = ast.walk(tree) if whole else run_at_load(tree.body)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def loaded_from(roots: tuple[str, ...]) -> dict[str, str]:
    """Every module that loading the roots brings in, with the one that did."""
    found = {root: "" for root in roots if file_of(root)}
    waiting = list(found)
    while waiting:
        module = waiting.pop()
        path = file_of(module)
        if path is None:
            continue
        # What ``ready`` imports is imported at the start too, but for what only the scaled shape wants.
        for name in imports_of(path.read_text(encoding="utf-8"), whole=module.endswith(".apps")):
            parts = name.split(".")
            for length in range(1, len(parts) + 1):
                each = ".".join(parts[:length])
                if each not in found and (length == 1 or file_of(each)) and each != "workbench.celery":
                    found[each] = module
                    waiting.append(each)
    return found


def test_a_process_starts_without_what_does_the_work() -> None:
    found = loaded_from(ROOTS)
    assert len(found) > 100  # it did look
    wrong = {
        module: by
        for module, by in found.items()
        if module in LATER or module.startswith(LATER_OF_OURS) or (module.endswith("views") and file_of(module))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("import PIL.Image", ["PIL.Image"]),
        ("from ocr import api", ["ocr.api"]),
        ("try:\n    import httpx\nexcept ImportError:\n    pass", ["httpx"]),
        ("class A:\n    from exact import http", ["exact.http"]),
        ("def f():\n    import httpx", []),
        ("if TYPE_CHECKING:\n    import httpx", []),
    ],
)
def test_it_tells_what_loading_runs(source: str, named: list[str]) -> None:
    assert list(imports_of(source)) == named


def test_every_address_leads_to_a_view() -> None:
    """Views are named as text: the text has to be right."""
    from django.urls import URLPattern, URLResolver, get_resolver

    from workbench.sections import SectionView

    def views(patterns: list[URLPattern | URLResolver]) -> Iterator[object]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from views(each.url_patterns)
            else:
                yield each.callback

    found = [view for view in views(get_resolver().url_patterns) if isinstance(view, SectionView)]
    assert len(found) > 80
    assert all(callable(view.load()) for view in found)


@pytest.mark.parametrize(
    ("queue", "needed"),
    [
        ("read", {"ocr.local.api", "workbench.pipeline.reading", "workbench.pipeline.derive"}),
        ("match", {"workbench.pipeline.derive"}),
    ],
)
def test_a_worker_loads_before_its_first_job(queue: str, needed: set[str]) -> None:
    """By the text of the function: here everything has been loaded long since."""
    tree = ast.parse(inspect.getsource(registry.WARM_UPS[queue]))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert needed <= named
