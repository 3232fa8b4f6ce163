"""How likely a field was read right: a small logistic model over what was seen, trained by
``python -m benchmarks.accuracy.train`` on our samples and the development corpus, evaluated here in plain Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from math import exp
from pathlib import Path

GROUPS = {
    "supplier_name": "supplier_name",
    "buyer_name": "buyer_name",
    "supplier_vat": "identity",
    "buyer_vat": "identity",
    "supplier_registration": "identity",
    "supplier_iban": "identity",
    "invoice_number": "number",
    "order_reference": "reference",
    "payment_reference": "reference",
    "issue_date": "issue_date",
    "due_date": "due_date",
    "currency": "currency",
    "net_total": "money",
    "vat_total": "money",
    "gross_total": "money",
    "prepaid": "money",
    "amount_due": "money",
}
_FILE = Path(__file__).with_name("weights.json")


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    """group -> feature -> weight; empty when no model is shipped."""
    try:
        data = json.loads(_FILE.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(data["weights"])


def confidence(
    name: str, features: Mapping[str, float], model: Mapping[str, Mapping[str, float]] | None = None
) -> float:
    """Probability 0.02-0.995 that field ``name`` with these features is right."""
    group = GROUPS.get(name, "reference")
    table = (weights() if model is None else model).get(group)
    if table is None:
        return by_rule(features)
    total = table.get("bias", 0.0) + sum(table.get(feature, 0.0) * value for feature, value in features.items())
    return max(0.02, min(0.995, 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))))


def by_rule(features: Mapping[str, float]) -> float:
    """Without a model: score and distance to the next candidate."""
    if features.get("sum"):
        return 0.93
    return min(0.95, 0.45 + 0.3 * min(1.0, features.get("score", 0.0)) + 0.2 * features.get("gap", 0.0))
