"""The shape of a message for people."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Message:
    """``title`` says what, ``cause`` why, ``next_step`` what to do now. Parameters as ``%(name)s``."""

    title: str | Promise
    cause: str | Promise = ""
    next_step: str | Promise = ""
