"""``python -m benchmarks.accuracy.by_example --corpus DIR``: line F1 after marking one row of each document.

The row marked is the first of the document's true lines that is found on a page: a printed line with its amount and
words of its description. It is marked once as a whole row, and once with its cells told. Beside it stands what the
reader finds by itself on the same documents.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from benchmarks.accuracy.documents import Labelled, load, scorer
from domain.evidence import Box
from ocr.local.api import read_pages
from ocr.local.by_example import MarkedRow, table_by_example
from ocr.local.layout import Layout, Line, box_of, lay_out
from ocr.local.numbers import Amount, decimal_mark, find_amounts
from ocr.page import ReadContext

WAYS = ("reader alone", "row marked", "cells told")


def first_row(document: Labelled) -> MarkedRow | None:
    """The first true line that can be found on a page, with its cells; None when there is none."""
    layout = lay_out(document.pages)
    by_line: dict[int, list[Amount]] = {}
    for amount in find_amounts(layout, decimal_mark(line.text for line in layout.lines)):
        by_line.setdefault(amount.line.number, []).append(amount)
    for truth in document.truth["lines"]:
        own = _own_line(layout, by_line, truth)
        if own is not None:
            tokens = [t for line in _item(own, layout, by_line, truth) for t in line.tokens]
            return MarkedRow(box_of(tokens), dict(_cells(layout, own, by_line, truth)))
    return None


def _own_line(layout: Layout, by_line: dict[int, list[Amount]], truth: dict[str, Any]) -> Line | None:
    """The printed line with most of the item's numbers, close to words of its description."""
    best: tuple[tuple[int, float], Line] | None = None
    for line in layout.lines:
        hits = len(_hits(by_line.get(line.number, []), truth))
        around = [x for x in layout.lines[max(0, line.number - 3) : line.number + 4] if x.page == line.page]
        near = max((_share(truth, [x]) - 0.01 * abs(x.number - line.number) for x in around), default=0.0)
        if hits and _share(truth, around) >= 0.4 and (best is None or (hits, near) > best[0]):
            best = (hits, near), line
    return best[1] if best else None


def _hits(amounts: list[Amount], truth: dict[str, Any]) -> set[str]:
    """The numbers of the item that are among the amounts, by name."""
    wanted = {name: _number(truth.get(name)) for name in ("net_amount", "unit_price", "quantity")}
    return {n for n, w in wanted.items() if w is not None and any(abs(a.value) == abs(w) for a in amounts)}


def _item(line: Line, layout: Layout, by_line: dict[int, list[Amount]], truth: dict[str, Any]) -> list[Line]:
    """The printed lines of an item: the one with most of its numbers up to those with its words and other numbers."""
    own = _hits(by_line.get(line.number, []), truth) | {"quantity"}
    numbers = {line.number}
    for step in (-1, 1):
        for number in range(line.number + step, line.number + 4 * step, step):
            if not 0 <= number < len(layout.lines) or layout.lines[number].page != line.page:
                break
            words = [t.text for t in layout.lines[number].tokens if t.text[:1].isalpha()]
            amounts = by_line.get(number, [])
            worded = words and sum(word in _words(truth) for word in words) >= 0.6 * len(words)
            if worded or (_hits(amounts, truth) - own and "net_amount" in _hits(amounts, truth)):
                numbers.add(number)
    return layout.lines[min(numbers) : max(numbers) + 1]


def _words(truth: dict[str, Any]) -> set[str]:
    texts = [truth["description"] or "", *truth.get("description_alternatives", [])]
    return {word for text in texts for word in text.split()}


def _share(truth: dict[str, Any], lines: list[Line]) -> float:
    """The share of the description's words that stand on the lines."""
    printed = {t.text for line in lines for t in line.tokens}
    wanted = set((truth["description"] or "").split())
    return len(wanted & printed) / max(1, len(wanted))


def _cells(
    layout: Layout, line: Line, by_line: dict[int, list[Amount]], truth: dict[str, Any]
) -> Iterator[tuple[str, Box]]:
    """Where the cells of the item stand: the rightmost number equal to each, and its words."""
    taken: set[int] = set()
    for name in ("net_amount", "unit_price", "quantity", "vat_rate"):
        wanted = _number(truth.get(name))
        hits = [a for a in by_line[line.number] if wanted is not None and abs(a.value) == abs(wanted)]
        hits = [a for a in hits if id(a) not in taken]
        if hits:
            taken.add(id(hits[-1]))
            yield name, box_of(hits[-1].tokens)
    described = [t for each in _item(line, layout, by_line, truth) for t in each.tokens if t.text in _words(truth)]
    if described:
        yield "description", box_of(described)


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def readings(document: Labelled, marked: MarkedRow) -> dict[str, dict[str, Any]]:
    """The document as read, and as read with the lines that marking one row gives, each in the scorer's form."""
    read = read_pages(document.pages, context=ReadContext())
    out = {WAYS[0]: read.to_json(document.id)}
    for way, row in ((WAYS[1], MarkedRow(marked.box)), (WAYS[2], marked)):
        found = table_by_example(document.pages, row)
        out[way] = replace(read, lines=found.lines).to_json(document.id)
    return out


def main() -> None:
    """Print the line figures of the three ways, and the documents with lines that are not right after a mark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--documents", type=Path, default=None, help="other documents than the corpus's own")
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--kind", default="digital_pdf", help="kinds of documents, with commas between")
    options = parser.parse_args()
    score = scorer(options.corpus)
    truth: dict[str, dict[str, Any]] = {}
    predicted: dict[str, dict[str, Any]] = {way: {} for way in WAYS}
    unfound = []
    for document in load([options.documents or options.corpus], options.cache, options.kind.split(",")):
        if document.truth["lines_status"] != "complete" or not document.truth["lines"]:
            continue
        marked = first_row(document)
        if marked is None:
            unfound.append(document.id)
            continue
        truth[document.id] = document.truth
        for way, reading in readings(document, marked).items():
            predicted[way][document.id] = reading
    rows = sum(len(each["lines"]) for each in truth.values())
    print(
        f"{len(truth)} documents with {rows} lines; no row to mark was found on {len(unfound)}: {' '.join(unfound)}\n"
    )
    print("\n| way | line F1 | right | given | documents with all lines right |\n|---|---|---|---|---|")
    for way in WAYS:
        result, records, _ = score.run(truth, predicted[way])
        counts = [record["agg"] for record in records]
        right, given = (sum(c[name] for c in counts) for name in ("line_right", "line_pred"))
        exact = sum(c["line_docs_exact"] for c in counts)
        print(f"| {way} | {result['overall']['line_f1']:.3f} | {right} | {given} | {exact} |")


if __name__ == "__main__":
    main()
