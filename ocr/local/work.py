"""Everything known about one document while it is read, and how a field is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.evidence import Source
from domain.findings import Finding, Severity
from domain.reading import FieldValue
from ocr.local.candidate import Candidate
from ocr.local.dates import DateFound
from ocr.local.doctype import TypeGuess
from ocr.local.identifiers import Identifier
from ocr.local.labels import Label
from ocr.local.layout import Layout, Token, box_of
from ocr.local.lines import Items
from ocr.local.numbers import Amount
from ocr.local.parties import Parties, PartyFinder
from ocr.local.relations import Neighbours
from ocr.local.text import key
from ocr.local.totals import Totals
from ocr.page import ReadContext


@dataclass(slots=True)
class Work:
    """The steps of reading fill this from top to bottom."""

    layout: Layout
    context: ReadContext
    labels: list[Label]
    near: Neighbours
    mark: str
    amounts: list[Amount]
    dates: list[DateFound]
    identifiers: list[Identifier]
    kind: TypeGuess
    items: Items
    totals: Totals = field(default_factory=Totals)
    finder: PartyFinder | None = None
    parties: Parties | None = None
    fields: dict[str, FieldValue] = field(default_factory=dict)
    features: dict[str, dict[str, float]] = field(default_factory=dict)
    caps: dict[str, float] = field(default_factory=dict)  # highest confidence a field may claim
    floors: dict[str, float] = field(default_factory=dict)  # lowest confidence, where more than features tell
    confirmed: set[str] = field(default_factory=set)  # fields a second source agrees with
    findings: list[Finding] = field(default_factory=list)
    issue_label: str = ""  # the words that name the date of the paper
    silent_labels: frozenset[str] = frozenset()  # phrases of date labels without a date
    open_days: list[DateFound] = field(default_factory=list)  # dates outside the lines that nothing known names
    compact: str = ""  # the whole text by letters and digits, for counting mentions

    @property
    def source(self) -> Source:
        return Source.OCR if self.layout.is_ocr else Source.TEXT

    def put(
        self, name: str, found: Candidate, rival: Candidate | None, *, checks: Sequence[str] = (), **more: float
    ) -> None:
        """Write a field with its evidence; ``more`` are further features for its confidence."""
        every = tuple(dict.fromkeys((*found.checks, *checks)))
        boxes = (box_of(found.tokens),) if found.tokens else ()
        source = self.source if found.tokens else Source.DERIVED
        self.fields[name] = FieldValue(found.value, 0.5, source, found.raw, boxes, bool(every), every)
        self.features[name] = {**self._common(found, rival), **more, **{f"check_{c}": 1.0 for c in every}}

    def _common(self, found: Candidate, rival: Candidate | None) -> dict[str, float]:
        gap = found.score - (rival.score if rival else 0.0)
        first = found.why.split(",")[0].split(":")
        features = {
            "score": min(1.5, max(0.0, found.score)),
            "gap": min(1.0, max(0.0, gap)),
            "close": 1.0 if gap < 0.12 else 0.0,
            f"why_{first[0]}": 1.0,
            "mentions": min(3.0, max(0.0, self.mentions(found.value) - 1.0)) / 3.0,
        }
        if len(first) > 1 and first[1].isalpha():
            features[f"how_{first[1]}"] = 1.0
        if self.layout.is_ocr:
            features["ocr"] = 1.0
            features["ocr_doubt"] = 1.0 - _least(found.tokens)
        return features

    def mentions(self, value: str) -> int:
        """How often the value stands in the document, marks and spaces aside."""
        compact = key(value)
        if len(compact) < 3:
            return 1
        if not self.compact:
            self.compact = key(self.layout.text())
        return self.compact.count(compact)

    def note(self, code: str, severity: Severity, name: str = "", tokens: Sequence[Token] = (), **params: str) -> None:
        """Add a finding about a field."""
        self.findings.append(Finding(code, severity, params, name, (box_of(tokens),) if tokens else ()))


def _least(tokens: Sequence[Token]) -> float:
    return min((t.confidence for t in tokens), default=0.5)
