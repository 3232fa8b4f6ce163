"""Every text a person reads about a hold, a refusal or an error: one table of codes.

A message has a title (what), a cause (why) and a next step (what to do). Code speaks in codes and
parameters; only screens turn them into sentences, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from workbench.messages.catalogue import CATALOGUE
from workbench.messages.message import Message


def describe(code: str, params: Mapping[str, object] | None = None) -> Message:
    """The message of a code, filled with its parameters, in the active language.

    An unknown code still gives a message that names it, so that nothing stays silent.
    """
    entry = CATALOGUE.get(code)
    if entry is None:
        return Message(title=code.replace("_", " ").capitalize(), next_step=_("Open the document and decide."))
    filled = _Lenient({name: value for name, value in (params or {}).items()})
    return Message(
        title=str(entry.title) % filled,
        cause=str(entry.cause) % filled,
        next_step=str(entry.next_step) % filled,
    )


class _Lenient(dict[str, object]):
    """Missing parameters read as an ellipsis: a half-filled sentence beats a server error."""

    def __missing__(self, key: str) -> str:
        return "…"


__all__ = ["CATALOGUE", "Message", "describe"]
