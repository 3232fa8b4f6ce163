"""A signal tried on a generated set of which we know what is what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

RECALL, FALSE_ALARMS = 0.98, 0.01


@dataclass(frozen=True, slots=True)
class Labelled:
    """``caught``: whether each bad case was found; ``alarms``: whether each normal one raised the signal.

    ``capability`` is the number of the capability it belongs to (G1 to G12).
    """

    name: str
    capability: str
    caught: list[bool]
    alarms: list[bool]

    @property
    def recall(self) -> float:
        """Share of the bad cases that were found."""
        return sum(self.caught) / len(self.caught)

    @property
    def false_alarms(self) -> float:
        """Share of the normal cases that raised the signal."""
        return sum(self.alarms) / len(self.alarms)

    @property
    def good(self) -> bool:
        """Whether both bars are met."""
        return self.recall >= RECALL and self.false_alarms <= FALSE_ALARMS


def labelled(name: str, capability: str, bad: Iterable[bool], normal: Iterable[bool]) -> Labelled:
    """A set with its outcomes."""
    return Labelled(name, capability, list(bad), list(normal))
