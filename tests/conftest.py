"""Fixtures for every test."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

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


# What is loaded once per test process, dearest first: tests that share one of these belong into the same process.
DEAR = ("judged_demo", "demo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one file, or of one dear fixture, run in one process. What takes longest begins first, and those that
    wait for processes of theirs take turns with those that work: so that no core stands idle, nor at the end.

    Otherwise several processes of a parallel run would set up the same things, and one would wait for the others' last.
    """
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        names = getattr(item, "fixturenames", ())
        group = next((name for name in DEAR if name in names), item.nodeid.partition("::")[0])
        item.add_marker(pytest.mark.xdist_group(group))
        groups.setdefault(group, []).append(item)
    long = {name for name in groups if any(item.get_closest_marker("long") for item in groups[name])}
    sized = sorted(groups.keys() - DEAR, key=lambda name: (name not in long, -len(groups[name]), name))
    waiting = [name for name in sized if any(map(_waits, groups[name]))]
    working = [name for name in sized if name not in set(waiting)]
    turns = [name for pair in zip_longest(waiting, working) for name in pair if name]
    items[:] = [item for name in (*DEAR, *turns) for item in groups.get(name, ())]


def _waits(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("processes") or item.get_closest_marker("browser"))
