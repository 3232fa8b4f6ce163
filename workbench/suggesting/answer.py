"""The form in which a language model answers for accounts."""

from __future__ import annotations

from pydantic import BaseModel


class Suggestion(BaseModel):
    """The account of the line with this number."""

    line: int
    account: str | None = None


class Suggestions(BaseModel):
    """What the model answers."""

    lines: list[Suggestion]
