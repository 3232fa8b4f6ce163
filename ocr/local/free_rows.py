"""Items without a table: words with an amount at the end of their line, one service and group after the other.

Bills of telephone, energy, hosting or transport set services in groups: a heading, sub-amounts, a sum, the next
heading. Sums are told by their words and by arithmetic (they repeat what the amounts above make), at every level; they
neither end the items nor become one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ocr.local.charge_words import charge_name
from ocr.local.column_words import kinds_of
from ocr.local.labels import Label
from ocr.local.layout import Layout, Line, Token
from ocr.local.numbers import Amount
from ocr.local.relations import Neighbours
from ocr.local.row import ADJUST, STOP, Row
from ocr.local.row_sums import RunningSums
from ocr.local.text import plain
from ocr.local.units import is_unit

_SUMMED = re.compile(
    r"\b(?:(?:sub|tussen|sous|zwischen|gesamt|end)?-? ?(?:totaal|total|totaux|summe|betrag|bedrag)|gesamt|som|sum"
    r"|samen|zusammen|ensemble)\b"
)
_PART_OF = re.compile(
    r"\b(inkl|inklusive|incl|inclusief|enthalt\w*|davon|waarvan|dont|of which|including|comprenant)\b"
)
_LEADERS = frozenset({".", "·", "…", "_", "–", "—", "-", "="})  # between words and their amount
_ENDS = frozenset({"gross", "payable", "net", "subtotal"})
_NO_ITEM = frozenset({"prepaid", "cash", "previous", "count", "other_no", "date", "number"})


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be an item: lines of ``many`` amounts, of which the last one counts; what is named as one of the
    ``charges``; and ``freight``, which labels of totals name."""

    many: bool = False
    charges: bool = True
    freight: bool = False

    def bars(self, label: Label) -> bool:
        """Whether no item bears a label like this one: totals anywhere, numbers and dates only where they lead."""
        if label.kinds & (STOP | (ADJUST - {"shipping"} if self.freight else ADJUST)):
            return True
        last, line = label.tokens[-1], label.line
        after = line.tokens[last.index + 1].text if last.index + 1 < len(line.tokens) else ""
        leads = label.tokens[0].index == 0 and (last.text.endswith(":") or not after[:1].isalpha())
        return bool(label.kinds & _NO_ITEM) and leads


_PLAIN = Allowed()


def free_rows(
    layout: Layout,
    by_line: dict[int, list[Amount]],
    near: Neighbours,
    given: Sequence[Row] = (),
    allowed: Allowed = _PLAIN,
) -> list[Row]:
    """Words with an amount at their end, above the first total that is not the sum of a group of them.

    ``given``: rows read in another way, which keep their lines and count in the sums. Without a single line of its own
    the answer is empty when rows were given.
    """
    known = {row.line.number: row for row in given}
    taken = {number for row in given for number in row.used}
    rows: list[Row] = []
    sums = RunningSums()
    closed = single = 0
    for line in layout.lines:
        amounts = [a for a in by_line.get(line.number, ()) if a.is_money and not a.percent]
        row = known.get(line.number)
        if row is None and line.number in taken:
            continue
        if row is None and len(amounts) == 1 and _is_sum(line, near) and sums.closes(amounts[0].value, 1):
            sums.close()
            closed = len(rows)
            continue
        if row is None and amounts and rows and _ends(line, near):
            break
        charged = (
            not allowed.charges and charge_name(" ".join(t.text for t in line.tokens if t.text[:1].isalpha())) != ""
        )
        if row is None and not charged and not (closed and _taxed(line, near)):
            row = _row_on(line, amounts, near, layout, allowed)
            single += row is not None
        if row is not None:
            rows.append(row)
            sums.add(row.value("amount") or Decimal(0))
    if given and not single:
        return []
    return rows[:closed] if closed else rows


def _ends(line: Line, near: Neighbours) -> bool:
    return any(label.kinds & _ENDS and label.tokens[0].index <= 1 for label in near.on_line.get(line.number, ()))


def _charged(line: Line) -> bool:
    return bool(charge_name(" ".join(t.text for t in line.tokens if t.text[:1].isalpha())))


def _taxed(line: Line, near: Neighbours) -> bool:
    """A tax, levy or deposit that stands outside the VAT: below a sum of the items it is none of them."""
    return any("other_tax" in label.kinds for label in near.on_line.get(line.number, ()))


def _is_sum(line: Line, near: Neighbours) -> bool:
    """Whether the words of a line call its amount a sum."""
    return _ends(line, near) or _SUMMED.search(plain(line.text)) is not None


def _row_on(line: Line, amounts: Sequence[Amount], near: Neighbours, layout: Layout, allowed: Allowed) -> Row | None:
    """The item on a line: words, then the amount at its end."""
    if not amounts or (len(amounts) > 1 and not allowed.many):
        return None
    amount = amounts[-1]
    if amount.decimals != 2 or amount.tokens[-1].index < len(line.tokens) - 2:
        return None
    edge = amounts[0]
    words = [t for t in line.tokens if t.x1 <= edge.x0 + 0.001 and t not in edge.tokens]
    last = words[-1].text if words else ""
    led = last.endswith(":") or last in _LEADERS
    words = [t for t in words if any(c.isalnum() for c in t.text)]
    if not any(len(t.text) > 2 and any(c.isalpha() for c in t.text) and not _unit(t) for t in words):
        return None
    labels = near.on_line.get(line.number, ())
    if any(allowed.bars(label) for label in labels) or _PART_OF.search(plain(line.text)):
        return None
    if kinds_of(" ".join(t.text for t in words), layout.is_ocr)[:1] in (["amount"], ["gross_amount"]):
        return None  # a total by another name: "TTC"
    gap = edge.x0 - words[-1].x1
    if (gap < 1.0 * layout.em and not led) or len(words) > 12:
        return None
    numbers = {id(t) for cell in line.cells if not any(c.isalpha() for c in cell.text) for t in cell.tokens}
    if allowed.many and not numbers.issuperset(id(t) for t in words):
        words = [t for t in words if id(t) not in numbers]
    row = Row(line, {"amount": amount}, words)
    _leading_count(row, words)
    return row


def _unit(token: Token) -> bool:
    return len(token.text) < 5 and is_unit(token.text)


def _leading_count(row: Row, words: list[Token]) -> None:
    """ "2 Krentenbol", "2 x Krentenbol": the count before the words."""
    times = len(words) > 2 and words[1].text in ("x", "X", "×")
    if re.fullmatch(r"\d{1,3}", words[0].text) and len(words) > 1 and (times or words[1].text[:1].isalpha()):
        row.cells["quantity"] = Amount(Decimal(words[0].text), 0, "", False, [words[0]], words[0].text)
        row.description = words[2:] if times else words[1:]
