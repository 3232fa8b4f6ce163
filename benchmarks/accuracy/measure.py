"""``python -m benchmarks.accuracy.measure --corpus DIR``: tables, cross-validation, calibration, worst papers.

The cross-validated lines use confidence models that have not seen the document's group; they tell how the reader will
do on suppliers it has never met. Field values do not depend on the model, only confidence and ``auto_ok`` do.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.accuracy.documents import Labelled, load, scorer
from benchmarks.accuracy.examples import Example, Worked, invented, stress, work_through
from benchmarks.accuracy.picture import bins, expected_error, svg
from benchmarks.accuracy.train import Model, fit_all
from ocr.local.api import read_pages
from ocr.local.confidence import confidence
from ocr.local.verify import GUARDED, SURE_OCR, SURE_TEXT
from ocr.page import ReadContext

SHOWN = ("f1", "supplier_identity_f1", "line_f1", "vat_f1", "type_accuracy", "auto_ok_share", "auto_ok_with_error")


def unseen_models(examples: Sequence[Example], folds: int = 12) -> tuple[list[Model], dict[str, int]]:
    """One model per fold, and the fold of each group (its model has not seen it)."""
    groups = sorted({e.group for e in examples})
    fold_of = {g: i % folds for i, g in enumerate(groups)}
    models = [fit_all([e for e in examples if fold_of[e.group] != fold]) for fold in range(folds)]
    return models, fold_of


def unseen_auto(
    worked: Sequence[Worked], models: Sequence[Model], fold_of: dict[str, int]
) -> dict[str, tuple[int, int, int]]:
    """(documents, passing unseen, of them with an error) per kind, with models that have not seen the group."""
    out: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for item in worked:
        kind = "scan" if item.labelled.scanned else "digital"
        out[kind][0] += 1
        reading = read_pages(item.labelled.pages, context=ReadContext())
        need = SURE_OCR if item.labelled.scanned else SURE_TEXT
        model = models[fold_of.get(item.labelled.group, 0)]
        stated = (
            confidence(n, f, model) for n, f in item.work.features.items() if n in GUARDED and n in item.work.fields
        )
        sure = all(value >= need for value in stated)
        others = [f for f in reading.findings if f.severity.value != "info" and f.code != "LOW_CONFIDENCE"]
        if sure and not others and (reading.auto_ok or any(f.code == "LOW_CONFIDENCE" for f in reading.findings)):
            out[kind][1] += 1
            out[kind][2] += any(not e.right for e in item.examples)
    return {kind: (n, a, b) for kind, (n, a, b) in out.items()}


def predictions(documents: Sequence[Labelled]) -> dict[str, dict[str, Any]]:
    """Each document's reading in the scorer's form."""
    return {d.id: read_pages(d.pages, context=ReadContext()).to_json(d.id) for d in documents}


def score_table(documents: Sequence[Labelled], score: ModuleType, title: str) -> list[dict[str, Any]]:
    """Print one table and return the scorer's record per document."""
    truth = {d.id: d.truth for d in documents}
    result, records, _ = score.run(truth, predictions(documents))
    overall = result["overall"]
    print(f"\n## {title}: {len(documents)} documents\n")
    print("| figure | value |\n|---|---|")
    for name in SHOWN:
        value = overall[name]
        print(f"| {name} | {value:.3f} |" if isinstance(value, float) else f"| {name} | {value} |")
    print("\n| field | scored | right | wrong | missing | spurious | F1 |\n|---|---|---|---|---|---|---|")
    fields: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        for verdict in ("right", "wrong", "missing", "spurious"):
            for name in record[verdict]:
                fields[name][verdict] += 1
    for name, counts in fields.items():
        right, wrong, missing, extra = (counts[v] for v in ("right", "wrong", "missing", "spurious"))
        f1 = 2 * right / max(1, 2 * right + 2 * wrong + missing + extra)
        print(f"| {name} | {right + wrong + missing} | {right} | {wrong} | {missing} | {extra} | {f1:.3f} |")
    return list(records)


def worst(records: Sequence[dict[str, Any]], count: int = 10) -> None:
    """The documents with the most wrong, missing and invented fields."""
    print("\n## Worst documents\n\n| document | wrong | missing | spurious |\n|---|---|---|---|")
    ranked = sorted(records, key=lambda r: -(2 * len(r["wrong"]) + len(r["missing"]) + 2 * len(r["spurious"])))
    for record in ranked[:count]:
        cells = (", ".join(record[v]) for v in ("wrong", "missing", "spurious"))
        print(f"| {record['id']} | {' | '.join(cells)} |")


def main() -> None:
    """Measure everything and draw the calibration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--samples", type=Path, default=Path("samples"))
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--picture", type=Path, default=None)
    options = parser.parse_args()
    score = scorer(options.corpus)
    corpus = list(load([options.corpus], options.cache))
    own = list(load([options.samples], options.cache))
    records = []
    for title, chosen in (
        ("corpus, digital", [d for d in corpus if not d.scanned]),
        ("corpus, scans and photos", [d for d in corpus if d.scanned]),
        ("own samples, digital", [d for d in own if not d.scanned]),
        ("own samples, scans", [d for d in own if d.scanned]),
    ):
        found = score_table(chosen, score, title) if chosen else []
        records += found if title.startswith("corpus") else []
    worst(records)
    worked = work_through([*corpus, *own], score)
    examples = [e for w in worked for e in w.examples]
    models, fold_of = unseen_models([*examples, *stress([*corpus, *own], score), *invented(score)])
    chances = [confidence(e.field, e.features, models[fold_of[e.group]]) for e in examples]
    groups = bins(chances, [e.right for e in examples])
    print("\n## Cross-validated by group\n\n| stated | values | right |\n|---|---|---|")
    for group in groups:
        print(f"| {group.low:g}-{group.high:g} (mean {group.stated:.3f}) | {group.count} | {group.right:.3f} |")
    print(f"\nexpected calibration error {expected_error(groups):.4f}")
    only = [w for w in worked if w.labelled.truth.get("set") != "own"]
    for kind, (count, passed, wrong) in sorted(unseen_auto(only, models, fold_of).items()):
        print(f"auto_ok with unseen groups, {kind}: {passed} of {count} ({passed / count:.3f}), with an error: {wrong}")
    if options.picture:
        options.picture.parent.mkdir(parents=True, exist_ok=True)
        options.picture.write_text(svg(groups, "Confidence of header fields, cross-validated by group"), "utf-8")


if __name__ == "__main__":
    main()
