"""Fixtures of the workbench's tests."""

from __future__ import annotations

from tests.workbench.support.fixtures import books, demo, judged_demo

__all__ = ["books", "demo", "judged_demo"]
