"""Views by the name of their module, which is loaded when one of its addresses is first asked for.

Most processes (workers, commands) know the addresses only to write links; they need no screen."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_sections: list[str] = []


class SectionView:
    """One view: where it is found, and what Django asks a view before it calls it."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__, self.__qualname__ = module, name, name

    def load(self) -> Callable[..., HttpResponseBase]:
        """The view itself. Raises ImportError or AttributeError when it does not exist."""
        view: Callable[..., HttpResponseBase] = getattr(import_module(self.__module__), self.__name__)
        return view

    @property
    def csrf_exempt(self) -> bool:
        """Whether the view does without Django's token."""
        return bool(getattr(self.load(), "csrf_exempt", False))

    def __call__(self, request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        """Answer the request."""
        return self.load()(request, *args, **values)


class Section:
    """``section.name`` is the view ``name`` of its module."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> SectionView:
        return SectionView(self._module, name)


def section(module: str) -> Section:
    """The views of ``module``, for the addresses."""
    _sections.append(module)
    return Section(module)


def load_all() -> None:
    """Load every section now: for a process that answers people."""
    for module in _sections:
        import_module(module)
