"""What stands beside or under a label: the places where its value may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.local.labels import Label
from ocr.local.layout import Layout, Line, Token

_NOISE = frozenset(":.-–—#/|*=•")
# Kinds that do not end the reach of a label to their left ("Invoice date: 12 March, paid").
_TRANSPARENT = frozenset({"currency", "weak_number"})


@dataclass(slots=True, eq=False)
class Reach:
    """Tokens where a label's value may stand and how sure that relation is (0-1). ``how``: "cell", "right", "below"."""

    tokens: list[Token]
    strength: float
    how: str


class Neighbours:
    """Answers "what is right of, and what is below this label" for one layout."""

    def __init__(self, layout: Layout, labels: Sequence[Label]) -> None:
        self.layout = layout
        self.on_line: dict[int, list[Label]] = {}
        self.covered: dict[int, Label] = {}
        for label in labels:
            self.on_line.setdefault(label.line.number, []).append(label)
            for token in label.tokens:
                self.covered[id(token)] = label

    def right(self, label: Label) -> Reach | None:
        """The words on the same line up to the next label."""
        line = label.line
        last = label.tokens[-1]
        start = last.index + 1
        tokens: list[Token] = []
        if _ends_sentence(label):
            return None
        if ":" in last.text[:-1] and len(last.text) > last.text.index(":") + 1:
            tokens.append(last)  # glued to its value
        for token in line.tokens[self._past_translation(line, start) :]:
            other = self.covered.get(id(token))
            if other is not None and other is not label and not (other.kinds & _TRANSPARENT):
                break
            tokens.append(token)
        tokens = _trim(tokens)
        if not tokens:
            return None
        same_cell = tokens[0].cell is last.cell
        gap = (tokens[0].x0 - last.x1) / self.layout.em if self.layout.em else 0
        strength = 1.0 if same_cell else max(0.55, 0.97 - 0.008 * gap)
        return Reach(tokens, strength, "cell" if same_cell else "right")

    def _past_translation(self, line: Line, start: int) -> int:
        """The index behind a label in brackets that says the same in another language ("Termin (payment date)")."""
        if start >= len(line.tokens) or not line.tokens[start].text.startswith("("):
            return start
        end = next((i for i in range(start, min(start + 4, len(line.tokens))) if ")" in line.tokens[i].text), None)
        if end is None or not any(id(t) in self.covered for t in line.tokens[start : end + 1]):
            return start
        return end + 1 if end + 1 < len(line.tokens) else start

    def below(self, label: Label, depth: int = 2) -> Iterator[Reach]:
        """Runs of words under the label, nearest first, stopping at a line that is too far down."""
        line = label.line
        em = self.layout.em
        left, right = label.x0 - 1.2 * em, label.x1 + 1.2 * em
        previous = line
        step = 0
        for other in self.layout.lines[line.number + 1 : line.number + 8]:
            if other.page != line.page or other.y - previous.y > 4.0 * self.layout.height:
                return
            run = [t for t in other.tokens if t.x1 > left and t.x0 < right]
            if not run:
                continue
            run = self._grow(other, run)
            step += 1
            previous = other
            strength = (0.9, 0.6, 0.4)[min(step - 1, 2)]
            if any(id(t) in self.covered for t in run):
                strength *= 0.5
            yield Reach(_trim(run), strength, "below")
            if step >= depth:
                return

    def _grow(self, line: Line, run: list[Token]) -> list[Token]:
        cell = run[0].cell
        if cell is None:
            return run
        first = run[0]
        grown = list(cell.tokens)
        extra = [t for t in run if t.cell is not cell]
        # A long cell that merely passes under the label: keep from the first overlapping word on.
        if grown and grown[0].x0 < first.x0 - 6 * self.layout.em:
            grown = [t for t in grown if t.index >= first.index]
        return grown + extra


def _ends_sentence(label: Label) -> bool:
    """The label's words close a sentence and another follows: "... after the invoice date. Before 7 July please"."""
    last, cell = label.tokens[-1], label.tokens[0].cell
    if last.cell is not cell or cell is None or not last.text.endswith(".") or len(last.text) < 5:
        return False
    if last is cell.tokens[-1]:
        return False
    at = cell.tokens.index(label.tokens[0])
    follow = cell.tokens[at + len(label.tokens)]
    return at >= 3 and follow.text[:1].isupper() and follow.text[1:2].islower()


def _trim(tokens: list[Token]) -> list[Token]:
    start = 0
    while start < len(tokens) and all(c in _NOISE for c in tokens[start].text):
        start += 1
    end = len(tokens)
    while end > start and all(c in _NOISE for c in tokens[end - 1].text):
        end -= 1
    return tokens[start:end]
