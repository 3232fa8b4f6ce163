"""From a code and its parameters to the message a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from workbench.messages.catalogue import CATALOGUE
from workbench.messages.message import Message
from workbench.messages.params import in_words
from workbench.messages.tidy import one_stop


def describe(code: str, params: Mapping[str, object] | None = None) -> Message:
    """The message of a code, filled with its parameters, in the active language.

    A parameter ``line`` puts the line's number before the title; ``problems`` ([{code, line, params}], from our own
    check of a payload) become the ``text``. An unknown code still gives a message that
    names it, so that nothing stays silent.
    """
    params = params or {}
    given = Lenient(in_words(params, code))
    problems = params.get("problems")
    if isinstance(problems, list) and problems:
        given["text"] = " · ".join(_problem(problem) for problem in problems)
    entry = CATALOGUE.get(code)
    if entry is None:
        told = Message(code.replace("_", " ").capitalize(), "", _("Open the document and decide."))
    else:
        chosen = entry.fitting(given)
        title, cause, step = (one_stop(str(part) % given) for part in (chosen.title, chosen.cause, chosen.next_step))
        told = Message(title, cause, step)
    if "line" in given and given["line"].isdigit():
        title = _("Line %(line)s: %(text)s") % {"line": given["line"], "text": _inside(str(told.title))}
        return Message(title, told.cause, told.next_step)
    return told


def _problem(problem: Mapping[str, Any]) -> str:
    line = problem.get("line") or ""
    return str(describe(str(problem.get("code", "")), {**(problem.get("params") or {}), "line": line}).title)


def _inside(title: str) -> str:
    """A title within a sentence: its first letter small, unless it is an abbreviation."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


class Lenient(dict[str, str]):
    """Missing parameters read as an ellipsis: a half-filled sentence beats a server error."""

    def __missing__(self, key: str) -> str:
        return "…"
