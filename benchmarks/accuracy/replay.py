"""``python -m benchmarks.accuracy.replay --corpus DIR``: what learning per layout adds, leaving each document out.

For every layout family with four documents or more, each document is read plainly and again with anchors learnt from
the *other* documents' true values. Counts right, wrong and missing learnable fields of both.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.accuracy.documents import Labelled, load, scorer
from ocr.local.anchors import ENOUGH, LEARNT
from ocr.local.api import Anchor, learn, merge, read_pages
from ocr.page import ReadContext


def taught(others: list[Labelled]) -> Anchor:
    """Anchors from the known truth of other documents of the same layout."""
    out = []
    for document in others:
        truth = document.truth
        known = {n: truth["fields"][n] for n in LEARNT if truth["status"].get(n) == "known"}
        out.append(learn(document.pages, known))
    return merge(out)


def main() -> None:
    """Print one line per family and the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--cache", type=Path, default=None)
    options = parser.parse_args()
    score = scorer(options.corpus[0])
    families: dict[str, list[Labelled]] = {}
    for document in load(options.corpus, options.cache):
        families.setdefault(f"{document.truth['family']}{' (scan)' if document.scanned else ''}", []).append(document)
    total: dict[str, Counter[str]] = {"plain": Counter(), "taught": Counter()}
    for _, documents in sorted(families.items()):
        if len(documents) <= ENOUGH:
            continue
        for document in documents:
            anchor = taught([d for d in documents if d is not document])
            for way, hints in (("plain", {}), ("taught", {"anchors": anchor.to_json()})):
                reading = read_pages(document.pages, context=ReadContext(hints=hints))
                record = score.score_doc(document.truth, reading.to_json(document.id), 0.8, [])
                for verdict in ("right", "wrong", "missing", "spurious"):
                    total[way][verdict] += sum(name in LEARNT for name in record[verdict])
                total[way]["auto"] += reading.auto_ok
                total[way]["documents"] += 1
    for way, counts in total.items():
        print(way, dict(counts))


if __name__ == "__main__":
    main()
