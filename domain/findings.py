"""The result of one check: a code, how grave it is, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.evidence import Box


class Severity(StrEnum):
    """INFO: good to know. CHECK: a person must look. HOLD: stops the draft. SECURITY: stops it,
    never released with one click."""

    INFO = "info"
    CHECK = "check"
    HOLD = "hold"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's outcome. ``code`` is an UPPER_SNAKE word that has a translated title, cause and
    next action in the workbench; ``params`` are strings for that text; ``field`` names the header
    field or ``lines.N.column`` (N from 0) it is about, empty for the document as a whole."""

    code: str
    severity: Severity
    params: dict[str, str] = field(default_factory=dict)
    field: str = ""
    boxes: tuple[Box, ...] = ()
