"""One fraud signal: a hold code with its figures and the reason to show."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.evidence import Box, Reason
from domain.findings import Severity
from domain.holds import HOLDS, Hold


@dataclass(frozen=True, slots=True)
class Signal:
    """Something a person should look at before paying. ``code`` is a registered hold code."""

    code: str
    params: dict[str, str] = field(default_factory=dict)
    boxes: tuple[Box, ...] = ()

    @property
    def severity(self) -> Severity:
        """How grave the code is."""
        return HOLDS[self.code].severity

    @property
    def reason(self) -> Reason:
        """The reason in the form every result uses."""
        return Reason(f"fraud.{self.code.lower()}", self.params, self.boxes)

    def hold(self) -> Hold:
        """The hold this signal puts on the document."""
        return Hold(self.code, params=self.params, boxes=self.boxes)
