"""What a person made of the list: views of their own, the columns they do not need, the view it opens with."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from workbench.accounts.people import Person
from workbench.models import Preference

MOST = 20
LONGEST = 40
COLUMNS = ("age", "date", "due", "match", "who", "src")


@dataclass(frozen=True, slots=True)
class OwnView:
    """A list kept under a name: ``query`` is its part of the address."""

    key: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Screens:
    """``start``: the key of the view that the list opens with, or nothing; ``hidden``: columns left out."""

    views: tuple[OwnView, ...] = ()
    start: str = ""
    hidden: tuple[str, ...] = ()

    def view(self, key: str) -> OwnView | None:
        """One of them by its key."""
        return next((view for view in self.views if view.key == key), None) if key else None


def screens_of(user: Person) -> Screens:
    """What this person set; nothing for who never set anything."""
    preference = getattr(user, "preference", None)
    return _read(preference.screens) if preference else Screens()


def _read(stored: dict[str, Any]) -> Screens:
    return Screens(
        tuple(OwnView(**view) for view in stored.get("views", [])),
        str(stored.get("start", "")),
        tuple(name for name in stored.get("hidden", []) if name in COLUMNS),
    )


@contextmanager
def _changing(user: Person) -> Iterator[dict[str, Any]]:
    with transaction.atomic():
        Preference.objects.get_or_create(user_id=user.pk)
        preference = Preference.objects.select_for_update().get(user_id=user.pk)
        told = asdict(_read(preference.screens))
        told["views"] = list(told["views"])
        yield told
        preference.screens = {**preference.screens, **told}
        preference.save(update_fields=["screens"])


def save(user: Person, name: str, query: str) -> str:
    """Keep a list under a name; one of that name is replaced. Returns its key, nothing without a name or beyond 20."""
    name = " ".join(name.split())[:LONGEST]
    with _changing(user) as told:
        same = next((view for view in told["views"] if view["name"] == name), None)
        if not name or (same is None and len(told["views"]) >= MOST):
            return ""
        key = same["key"] if same else secrets.token_hex(4)
        new = {"key": key, "name": name, "query": query}
        told["views"] = [new if view["key"] == key else view for view in told["views"]]
        if same is None:
            told["views"].append(new)
    return key


def rename(user: Person, key: str, name: str) -> None:
    """Give a view another name; an empty one changes nothing."""
    name = " ".join(name.split())[:LONGEST]
    with _changing(user) as told:
        told["views"] = [{**view, "name": name} if name and view["key"] == key else view for view in told["views"]]


def remove(user: Person, key: str) -> None:
    """Forget a view."""
    with _changing(user) as told:
        told["views"] = [view for view in told["views"] if view["key"] != key]
        told["start"] = "" if told["start"] == key else told["start"]


def shift(user: Person, key: str, step: int) -> None:
    """Move a view among its neighbours: -1 to the left, 1 to the right."""
    with _changing(user) as told:
        views = told["views"]
        here = next((at for at, view in enumerate(views) if view["key"] == key), None)
        if here is not None and 0 <= here + step < len(views):
            views.insert(here + step, views.pop(here))


def open_with(user: Person, key: str) -> None:
    """Let the list open with this view; with an empty key as it is."""
    with _changing(user) as told:
        told["start"] = key if any(view["key"] == key for view in told["views"]) else ""


def show_columns(user: Person, shown: list[str]) -> None:
    """Leave out all columns that may be left out, except these."""
    with _changing(user) as told:
        told["hidden"] = [name for name in COLUMNS if name not in shown]
