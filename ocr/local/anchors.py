"""What a vendor's confirmed documents teach: where on its paper each field stands, relative to a printed label.

``learn`` turns one confirmed document into an anchor, ``merge`` joins the anchors of several, ``apply`` reads by them.
An anchor is plain data (kept as JSON by the workbench) and comes back through ``ReadContext.hints["anchors"]``. It
never outweighs a sum that holds or a second source: the difference is only told then (LAYOUT_CHANGED).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.findings import Severity
from domain.reading import AMOUNT_FIELDS, DATE_FIELDS, FieldValue
from ocr.local.identifiers import compact
from ocr.local.layout import Layout, Line, Token, box_of
from ocr.local.text import key
from ocr.local.work import Work

# Confirmed documents of one layout before its anchors are used.
ENOUGH = 3
# Confidence from which a reading stands against a learnt place; of a value both agree on; of one only the place gives.
SURE, AGREED, DOUBTFUL = 0.8, 0.95, 0.85
# How far from the learnt place a value may stand, shares of the page.
NEAR_X, NEAR_Y = 0.035, 0.012
LEARNT = (
    "invoice_number", "order_reference", "payment_reference", "issue_date", "due_date", "supplier_name", "buyer_name",
    "net_total", "vat_total", "gross_total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """``field`` starts at (``dx``, ``dy``) from the label whose text key is ``label``; ``words`` long; seen ``count``
    times. An empty label means: at that place of the page itself."""

    field: str
    label: str
    dx: float
    dy: float
    words: int = 1
    count: int = 1


@dataclass(frozen=True, slots=True)
class Anchor:
    """All learnt places of one layout of a vendor. ``documents``: how many confirmed ones it rests on."""

    spots: tuple[Spot, ...] = ()
    documents: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``ReadContext.hints["anchors"]``."""
        spots = [[s.field, s.label, round(s.dx, 4), round(s.dy, 4), s.words, s.count] for s in self.spots]
        return {"documents": self.documents, "spots": spots}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Anchor:
        """Inverse of ``to_json``; raises KeyError, TypeError or ValueError on another shape."""
        spots = tuple(
            Spot(str(f), str(label), float(dx), float(dy), int(words), int(count))
            for f, label, dx, dy, words, count in data["spots"]
        )
        return cls(spots, int(data["documents"]))


def learn(work: Work, confirmed: Mapping[str, str]) -> Anchor:
    """Places of the confirmed values (field -> normalised value) on this document; values not printed are left out."""
    spots = []
    for name in LEARNT:
        value = confirmed.get(name, "")
        runs = _runs_of(work, name, value) if value else []
        spot = next((s for s in (_spot(work.layout, name, run) for run in runs) if s.label), None)
        if spot is not None:
            spots.append(spot)
    return Anchor(tuple(spots), 1)


def merge(anchors: Iterable[Anchor]) -> Anchor:
    """One anchor from several: equal labels at equal distance count together, the rarer places are kept too."""
    spots: list[Spot] = []
    documents = 0
    for anchor in anchors:
        documents += anchor.documents
        for spot in anchor.spots:
            at = next((i for i, s in enumerate(spots) if _same(s, spot)), None)
            if at is None:
                spots.append(spot)
            else:
                spots[at] = replace(spots[at], count=spots[at].count + spot.count)
    return Anchor(tuple(spots), documents)


def _same(a: Spot, b: Spot) -> bool:
    return a.field == b.field and a.label == b.label and abs(a.dx - b.dx) < NEAR_X and abs(a.dy - b.dy) < NEAR_Y


def apply(work: Work) -> None:
    """Read the fields of this vendor's layout by its anchors, when enough documents confirmed them."""
    data = work.context.hints.get("anchors")
    if not isinstance(data, Mapping):
        return
    try:
        anchor = Anchor.from_json(data)
    except (KeyError, TypeError, ValueError):
        work.note("ANCHORS_UNREADABLE", Severity.INFO)
        return
    if anchor.documents < ENOUGH:
        return
    used = found = 0
    for name in LEARNT:
        spots = sorted((s for s in anchor.spots if s.field == name and s.count >= ENOUGH), key=lambda s: -s.count)
        if not spots:
            continue
        used += 1
        hit = next((h for h in (_at(work, s) for s in spots) if h is not None), None)
        if hit is not None:
            found += 1
            _take(work, name, *hit)
    if used >= 3 and found * 2 < used:
        work.note("LAYOUT_CHANGED", Severity.INFO, found=str(found), expected=str(used))


def _take(work: Work, name: str, value: str, tokens: list[Token]) -> None:
    known = work.fields.get(name)
    if known is not None and key(known.value) == key(value):
        lifted = max(known.confidence, AGREED)
        work.fields[name] = replace(known, confidence=lifted, checks=(*known.checks, "anchor"))
        return
    if known is not None and (known.proven or known.confidence >= SURE):
        work.note("LAYOUT_CHANGED", Severity.INFO, name, tokens, learnt=value, read=known.value)
        return
    raw = " ".join(t.text for t in tokens)
    work.fields[name] = FieldValue(value, DOUBTFUL, work.source, raw, (box_of(tokens),), False, ("anchor",))


def _runs_of(work: Work, name: str, value: str) -> list[list[Token]]:
    """Where a value stands on the page."""
    if name in DATE_FIELDS:
        return [d.tokens for d in work.dates if d.value.isoformat() == value]
    if name in AMOUNT_FIELDS:
        return [a.tokens for a in work.amounts if f"{a.value:f}" == value]
    want = key(value)
    out = []
    for line in work.layout.lines:
        for at in range(len(line.tokens)):
            text = ""
            for end in range(at, min(at + 8, len(line.tokens))):
                text += key(line.tokens[end].text)
                if text == want:
                    out.append(line.tokens[at : end + 1])
                if len(text) >= len(want):
                    break
    return out


def _spot(layout: Layout, name: str, run: Sequence[Token]) -> Spot:
    label = _label_of(layout, run)
    if not label:
        return Spot(name, "", round(run[0].x0, 4), round(run[0].y, 4), len(run))
    dx, dy = round(run[0].x0 - label[0].x0, 4), round(run[0].y - label[0].y, 4)
    return Spot(name, label_key(label), dx, dy, len(run))


def label_key(tokens: Sequence[Token]) -> str:
    """The text a label is found again by."""
    return key(" ".join(t.text for t in tokens))


def _label_of(layout: Layout, run: Sequence[Token]) -> list[Token]:
    """The printed words left of a value, else just above it: letters only, so that they recur on the next document."""
    line = run[0].line
    assert line is not None
    before = [t for t in line.tokens[: run[0].index] if any(c.isalpha() for c in t.text) and not _digits(t)]
    if before:
        cell = before[-1].cell
        words = [t for t in before if t.cell is cell][-4:]
        if len(label_key(words)) >= 3:
            return words
    for above in reversed(layout.lines[max(0, line.number - 3) : line.number]):
        if above.page != line.page:
            break
        for cell in above.cells:
            words = [t for t in cell.tokens if not _digits(t)][:4]
            if cell.x0 < run[-1].x1 and cell.x1 > run[0].x0 and len(label_key(words)) >= 3:
                return words
    return []


def _digits(token: Token) -> bool:
    return any(c.isdigit() for c in token.text)


def _at(work: Work, spot: Spot) -> tuple[str, list[Token]] | None:
    """The value at the learnt distance from the label, if label and value are both there."""
    for line in work.layout.lines:
        start = _find(line, spot.label)
        if start is None:
            continue
        x, y = start.x0 + spot.dx, start.y + spot.dy
        hit = _value_near(work, spot, line.page, x, y)
        if hit is not None:
            return hit
    return None


def _find(line: Line, label: str) -> Token | None:
    for at, token in enumerate(line.tokens):
        text = ""
        for follow in line.tokens[at : at + 6]:
            text += key(follow.text)
            if text == label:
                return token
            if len(text) > len(label):
                break
    return None


def _value_near(work: Work, spot: Spot, page: int, x: float, y: float) -> tuple[str, list[Token]] | None:
    def near(token: Token, wide: float = NEAR_X) -> bool:
        return token.page == page and abs(token.x0 - x) < wide and abs(token.y - y) < NEAR_Y

    if spot.field in DATE_FIELDS:
        return next(((d.value.isoformat(), d.tokens) for d in work.dates if near(d.tokens[0])), None)
    if spot.field in AMOUNT_FIELDS:  # right-aligned: the left edge moves with the length of the number
        return next(((f"{a.value:f}", a.tokens) for a in work.amounts if near(a.tokens[0], 3 * NEAR_X)), None)
    for line in work.layout.lines:
        for token in line.tokens:
            if near(token):
                names = spot.field.endswith("_name")
                cell = token.cell
                run = (
                    list(cell.tokens[token.index - cell.tokens[0].index :])
                    if names and cell
                    else line.tokens[token.index : token.index + spot.words]
                )
                text = " ".join(t.text for t in run).strip(" :;,")
                if names or any(c.isdigit() for c in compact(text)):
                    return text, run
    return None
