"""Fixtures of the workbench's tests."""

from __future__ import annotations

from tests.workbench.support.fixtures import demo, judged_demo

__all__ = ["demo", "judged_demo"]
