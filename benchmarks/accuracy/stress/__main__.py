"""``python -m benchmarks.accuracy.stress --scorer CORPUS [--papers 240] [--first 0] [--errors]``

Reads invented papers whole and damaged, and scores them with the corpus' own scorer: what counts is that nothing passes
unseen with a wrong field (``auto_ok`` with an error), and then how much passes at all.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from benchmarks.accuracy.documents import scorer
from benchmarks.accuracy.stress.compose import FIELDS, compose
from benchmarks.accuracy.stress.damage import DAMAGE
from benchmarks.accuracy.stress.scan import scanned
from ocr.kinds import detect_kind
from ocr.local.api import read_pages
from ocr.page import Page, ReadContext
from ocr.page_cache import PageCache
from ocr.page_source import open_pages


def papers(first: int, count: int) -> dict[str, list[tuple[dict[str, Any], Page]]]:
    """condition -> (truth, page) of every paper."""
    out: dict[str, list[tuple[dict[str, Any], Page]]] = defaultdict(list)
    for seed in range(first, first + count):
        printed, truth = compose(seed)
        out["whole"].append((truth, printed.canvas.page()))
        for name, spoil in DAMAGE.items():
            dice = random.Random(f"{name} {seed}")
            page = spoil(printed.canvas, dice)
            out[name].append((_truth_after(name, truth), page))
    return out


def recognised(first: int, count: int, cache: Path | None) -> list[tuple[dict[str, Any], Page]]:
    """The papers as pictures, read by the recogniser itself: some seconds a page."""
    kept = PageCache(cache)
    out: list[tuple[dict[str, Any], Page]] = []
    for seed in range(first, first + count):
        printed, truth = compose(seed)
        data = scanned(printed.canvas, random.Random(f"scan {seed}"))
        pages = open_pages(data, detect_kind(data, "paper.png"), cache=kept).pages.pages
        out.extend(({**truth, "kind": "image"}, page) for page in pages[:1])
    return out


def _truth_after(damage: str, truth: dict[str, Any]) -> dict[str, Any]:
    """The truth of a damaged paper: a foot that is cut off took its numbers with it."""
    if damage == "misread":
        return {**truth, "kind": "scanned_pdf"}
    if damage != "no foot":
        return truth
    gone = [n for n in ("supplier_vat", "supplier_registration", "supplier_iban") if truth["status"][n] == "known"]
    status = {**truth["status"], **dict.fromkeys(gone, "absent")}
    return {**truth, "status": status, "fields": {**truth["fields"], **dict.fromkeys(gone)}}


def main() -> None:
    """Print one row per condition, the fields of whole papers, and on request every error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scorer", type=Path, required=True, help="folder with score.py")
    parser.add_argument("--papers", type=int, default=240)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--scanned", type=int, default=0, help="so many papers printed, scanned and recognised as well")
    parser.add_argument("--cache", type=Path, default=None, help="keeps recognised pages")
    options = parser.parse_args()
    score = scorer(options.scorer)
    fields: dict[str, dict[str, Counter[str]]] = {}
    print("| papers | header F1 | identity F1 | type | auto_ok | with an error |\n|---|---|---|---|---|---|")
    told: list[str] = []
    every = papers(options.first, options.papers)
    if options.scanned:
        every["printed and scanned"] = recognised(options.first, options.scanned, options.cache)
    for name, chosen in every.items():
        if options.only and name not in options.only.split(","):
            continue
        truth = {t["id"]: t for t, _ in chosen}
        found = {t["id"]: read_pages([page], context=ReadContext()).to_json(t["id"]) for t, page in chosen}
        result, records, _ = score.run(truth, found)
        overall = result["overall"]
        share = sum(r["auto_ok"] for r in records) / len(records)
        print(
            f"| {name} ({len(records)}) | {overall['f1']:.3f} | {overall['supplier_identity_f1'] or 0:.3f} "
            f"| {overall['type_accuracy']:.3f} | {share:.3f} | {overall['auto_ok_with_error']} |"
        )
        counts = fields.setdefault(name, defaultdict(Counter))
        for record in records:
            for verdict in ("right", "wrong", "missing", "spurious"):
                for field in record[verdict]:
                    counts[field][verdict] += 1
            told.extend(_told(name, record, truth[record["id"]], found[record["id"]]))
    whole = next(iter(fields.values()))
    print("\n| field, first row | right | wrong | missing | spurious | F1 |\n|---|---|---|---|---|---|")
    for field in FIELDS:
        right, wrong, missing, extra = (whole[field][v] for v in ("right", "wrong", "missing", "spurious"))
        f1 = 2 * right / max(1, 2 * right + 2 * wrong + missing + extra)
        print(f"| {field} | {right} | {wrong} | {missing} | {extra} | {f1:.3f} |")
    if options.errors:
        print("\n" + "\n".join(sorted(told)))


def _told(name: str, record: dict[str, Any], truth: dict[str, Any], found: dict[str, Any]) -> list[str]:
    mark = "AUTO " if record["auto_ok"] else ""
    out = []
    for verdict in ("wrong", "spurious", "missing"):
        for field in record[verdict]:
            if verdict == "missing" and name != "whole":
                continue
            value, sure = found["fields"].get(field), found["confidence"].get(field)
            out.append(
                f"{mark}{name}: {verdict} {field}: {truth['fields'].get(field)!r} read {value!r} ({sure}) "
                f"{truth['id']} {truth['notes']} {truth['family']}"
            )
    if not record["type_ok"]:
        out.append(f"{mark}{name}: type {truth['document_type']} read {found['document_type']} {truth['id']}")
    return out


if __name__ == "__main__":
    main()
