"""The shape of a message for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

# Codes that stand in parameters, in words.
Table = Mapping[str, str | Promise]

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Message:
    """``title`` says what, ``cause`` why, ``next_step`` what to do now. Parameters as ``%(name)s``.

    One code may be raised by several checks with different figures: ``otherwise`` is the wording for when this
    one's parameters are not all there.
    """

    title: str | Promise
    cause: str | Promise = ""
    next_step: str | Promise = ""
    otherwise: Message | None = None

    @property
    def needs(self) -> frozenset[str]:
        """The parameters of this wording."""
        return frozenset(_PLACEHOLDER.findall(f"{self.title}{self.cause}{self.next_step}"))

    def fitting(self, params: Mapping[str, object]) -> Message:
        """The first wording whose parameters are all given; the last one when none fits."""
        chosen = self
        while chosen.otherwise is not None and not chosen.needs <= params.keys():
            chosen = chosen.otherwise
        return chosen
