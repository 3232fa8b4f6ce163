"""Fixtures for every test."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from tests.servers import prepared, scratch

# One page per core: tesseract's own threads cost more than they bring, most of all on two cores.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

pytest_plugins = ["tests.servers.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Give the run its folder, unless this is one of its test processes."""
    config.addinivalue_line("markers", "long: takes longer than the number of its tests tells")
    if prepared.RUN not in os.environ:
        os.environ[prepared.RUN] = str(scratch.begin())
        home = Path(os.environ.get("INBOEK_HOME", ""))
        if home.name.startswith("inboek-test-"):  # made by the settings, for a test run without a home
            scratch.claim(home)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the collector of garbage need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_runtest_teardown() -> None:
    """A request of a test activates its person's language for the process; the next test begins in the instance's."""
    from django.utils import translation

    translation.deactivate()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take away what the run made, once all its test processes have ended."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[prepared.RUN], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Every test process has its database in its own memory: there are no names to tell apart. Of itself pytest-django
    knows that only of Django's own SQLite backend, not of ours."""


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """A real password hash takes a third of a second by design; in-process tests make hundreds of people."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_looked_up_once() -> Iterator[None]:
    """Every test client builds the middleware anew, and WhiteNoise's then looks at each static file there is: a tenth
    of what a request costs. The files do not change while the tests run."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    looked_up = WhiteNoiseMiddleware.add_files_from_finders
    known: dict[str, object] = {}

    def remembered(self: WhiteNoiseMiddleware) -> None:
        if not known:
            looked_up(self)
            known.update(self.files)
        self.files.update(known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", remembered)
        yield


# What is loaded once per test process, dearest first, and the files that use it: they run in the same process.
DEAR = {
    "judged_demo": ("tests/workbench/test_samples_outcomes.py",),
    "demo": ("tests/workbench/demo/test_demo_load.py", "tests/workbench/process/test_process.py"),
}
SHARING = {file: name for name, files in DEAR.items() for file in files}


def together(nodeid: str) -> str:
    """What a test runs in one process with: its file, or all that shares a dear fixture with it."""
    file = nodeid.partition("::")[0]
    return SHARING.get(file, file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep together what belongs together. xdist's own groups need names of tests that can be changed, which pytest's
    no longer can: without a word every test became a group of its own, and each process set everything up."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, and files that wait for processes of theirs take turns with those that work:
    so that no core stands idle, nor at the end."""
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        group = together(item.nodeid)
        if strangers := DEAR.keys() & set(getattr(item, "fixturenames", ())) - {group}:
            raise pytest.UsageError(f"{group} uses {strangers}: name it in DEAR, or that is set up twice")
        groups.setdefault(group, []).append(item)
    long = {name for name in groups if any(item.get_closest_marker("long") for item in groups[name])}
    sized = sorted(groups.keys() - DEAR.keys(), key=lambda name: (name not in long, -len(groups[name]), name))
    waiting = [name for name in sized if any(map(_waits, groups[name]))]
    working = [name for name in sized if name not in set(waiting)]
    turns = [name for pair in zip_longest(waiting, working) for name in pair if name]
    items[:] = [item for name in (*DEAR, *turns) for item in groups.get(name, ())]


def _waits(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("processes") or item.get_closest_marker("browser"))
