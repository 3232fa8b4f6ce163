"""Books for one test, and the loaded demonstration, once per test run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from exact.models import Administration
from tests.workbench.support import desk
from tests.workbench.support.demo import DRAIN, DemoInstance, demo_instance
from tests.workbench.support.linked import linked_instance


@pytest.fixture
def books(db: None, settings: Settings, tmp_path: Path) -> Administration:
    """Small books (see ``desk.books``) whose originals lie in the test's own folder."""
    settings.BLOB_ROOT = tmp_path / "blobs"
    return desk.books()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoInstance]:
    """An instance with the demonstration loaded and nothing read."""
    with demo_instance(tmp_path_factory.mktemp("demo")) as instance:
        yield instance


@pytest.fixture(scope="session")
def judged_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoInstance]:
    """An instance of its own whose demonstration documents have all been read and judged, in order of arrival."""
    with linked_instance(tmp_path_factory.mktemp("judged")) as instance:
        instance.manage("demo_load")  # that it links as well shows where nothing was linked before
        instance.run("-c", DRAIN, timeout=280)
        yield instance
