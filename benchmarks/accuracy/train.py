"""``python -m benchmarks.accuracy.train --corpus DIR [--samples samples] [--cache DIR]``: fit the confidence model.

Prints the cross-validated figures (by group, never by document) beside the rule it replaces, then fits on everything
and writes ``ocr/local/weights.json``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.documents import load, scorer
from benchmarks.accuracy.examples import Example, invented, stress, work_through
from benchmarks.accuracy.fit import log_loss, train
from ocr.local.confidence import GROUPS, by_rule, confidence

OUT = Path("ocr/local/weights.json")
PENALTY = 1.5
# A confident error costs more than a needless look: errors weigh more in the fit. Torn documents show what doubt
# looks like, but are no sample of real mail: they count little.
ERROR_WEIGHT = 1.5
TORN_WEIGHT = 0.05

Model = dict[str, dict[str, float]]


def fit_all(examples: Sequence[Example], penalty: float = PENALTY) -> Model:
    """One logistic model per group of fields."""
    model: Model = {}
    for group in sorted(set(GROUPS.values())):
        own = [e for e in examples if GROUPS.get(e.field) == group]
        if own:
            model[group] = train(
                [e.features for e in own], [e.right for e in own], penalty, scales=[_scale(e) for e in own]
            )
    return model


def _scale(example: Example) -> float:
    return (TORN_WEIGHT if example.stressed else 1.0) * (1.0 if example.right else ERROR_WEIGHT)


def cross_validate(examples: Sequence[Example], folds: int = 12) -> list[float]:
    """Each example's confidence from a model that has not seen its group."""
    groups = sorted({e.group for e in examples})
    fold_of = {g: i % folds for i, g in enumerate(groups)}
    chances = [0.0] * len(examples)
    for fold in range(folds):
        model = fit_all([e for e in examples if fold_of[e.group] != fold])
        for i, e in enumerate(examples):
            if fold_of[e.group] == fold:
                chances[i] = confidence(e.field, e.features, model)
    return chances


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--samples", type=Path, default=Path("samples"))
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    score = scorer(options.corpus)
    documents = list(load([options.corpus, options.samples], options.cache))
    worked = work_through(documents, score)
    examples = [e for w in worked for e in w.examples]
    torn = [*stress(documents, score), *invented(score)]
    print(f"{len(torn)} fields of torn and invented documents, {sum(1 - e.right for e in torn)} wrong")
    labels = [e.right for e in examples]
    chances = cross_validate([*examples, *torn])[: len(examples)]
    rules = [by_rule(e.features) for e in examples]
    print(f"{len(worked)} documents, {len(examples)} fields, {labels.count(0)} wrong")
    print(f"log loss, cross-validated: model {log_loss(chances, labels):.4f}, rules {log_loss(rules, labels):.4f}")
    model = fit_all([*examples, *torn])
    options.out.write_text(json.dumps({"weights": model}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
