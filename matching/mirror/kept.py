"""Reference data kept in memory while its tables stand still: one look at their stamps says which."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.db import connection, models

from matching.mirror.stamping import WATCHED, epoch_of, keys_of

T = TypeVar("T")

# Beyond this many values those of one vendor each are dropped; what is of whole books stays.
MOST = 5_000

Tokens = tuple[str, ...]


class Kept(Generic[T]):
    """Something built from watched tables alone: ``build(administration_id, *more)``, 0 for all administrations.

    ``build`` may ask no other table (a test holds it to that), and whoever gets the value may not change it: it is
    shared by every thread. ``everywhere``: it looks at the rows of all administrations. ``large``: building takes
    seconds, so that one thread does it and the others wait.
    """

    def __init__(
        self, build: Callable[..., T], *tables: type[models.Model], everywhere: bool = False, large: bool = False
    ) -> None:
        for model in tables:
            if model not in WATCHED:
                raise LookupError(f"{model.__name__} is not watched")
            if everywhere and keys_of(model, 1) != keys_of(model, 0) and not WATCHED[model].everywhere:
                raise LookupError(f"{model.__name__} is not watched everywhere")
        self.build = build
        self.tables = tables
        self.everywhere = everywhere
        self.large = large

    def keys(self, administration_id: int) -> list[str]:
        """The stamps this rests on."""
        return [key for model in self.tables for key in keys_of(model, administration_id)]


class Place(NamedTuple):
    """Where a value is kept: what it is, whose (an administration's key, 0: everybody's), and of what within."""

    kept: Kept[Any]
    whose: int
    of: tuple[Any, ...]

    def tokens(self, seen: Mapping[str, str]) -> Tokens | None:
        """What the stamps seen say of everything it rests on; None when nothing may be kept. A table that never
        changed has no stamp, and that is a state like any other."""
        epoch = seen.get(epoch_of(connection.vendor))
        return None if epoch is None else (epoch, *(seen.get(key, "") for key in self.kept.keys(self.whose)))

    def known(self, tokens: Tokens | None) -> tuple[Tokens, Any] | None:
        """What is in memory of that state."""
        found = _values.get(self)
        return found if found is not None and found[0] == tokens else None


_values: dict[Place, tuple[Tokens, Any]] = {}
_building = threading.RLock()


class Lookup:
    """An administration's reference data as of one look at the stamps; use it for one piece of work, then drop it.

    ``administration_id`` 0: only what is of all administrations.
    """

    def __init__(self, administration_id: int = 0) -> None:
        self.administration_id = administration_id
        self._seen: Mapping[str, str] | None = None
        self._built: dict[Place, tuple[Tokens, Any]] = {}
        self._given: dict[tuple[Kept[Any], tuple[Any, ...]], Any] = {}

    def get(self, kept: Kept[T], *more: Any) -> T:
        """The value, from memory when nothing it rests on changed since it was built."""
        asked = (kept, more)
        if asked in self._given:
            return cast(T, self._given[asked])
        whose = 0 if kept.everywhere else self.administration_id
        place = Place(kept, whose, more)
        if self._seen is None:
            self._seen = _look(self.administration_id)
        tokens = place.tokens(self._seen)
        found = self._built.get(place) or place.known(tokens)
        if found is None and kept.large:
            with _building:
                found = place.known(tokens) or self._build(place, tokens)
                self.keep()
        value = (found or self._build(place, tokens))[1]
        if tokens is not None:  # else nothing may be kept
            self._given[asked] = value
        return cast(T, value)

    def keep(self) -> None:
        """Keep what had to be built, at the end of the work: one look at the stamps for all of it."""
        if not self._built:
            return
        # Rows may have changed since the first look, even by this very transaction, which may yet be rolled back: then
        # the value is right here and now, but not what those tokens stand for.
        now = _look(self.administration_id)
        if len(_values) + len(self._built) > MOST:
            for each in list(_values):  # copied at once: other threads put values in meanwhile
                if each.of:
                    _values.pop(each, None)
        for place, (tokens, value) in self._built.items():
            if place.tokens(now) == tokens:
                _values[place] = (tokens, value)

    def _build(self, place: Place, tokens: Tokens | None) -> tuple[Tokens, Any]:
        value = place.kept.build(place.whose, *place.of)
        if tokens is not None:
            self._built[place] = (tokens, value)
        return tokens or (), value


def _look(administration_id: int) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, token FROM matching_stamp WHERE administration IN (0, %s)",
            [administration_id],
        )
        return dict(cursor.fetchall())
