"""Logistic regression with a quadratic penalty, by Newton steps on few features. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

Row = Mapping[str, float]


def probability(weights: Mapping[str, float], row: Row) -> float:
    """Chance of 1 under the weights ("bias" is always on)."""
    total = weights.get("bias", 0.0) + sum(weights.get(k, 0.0) * v for k, v in row.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def train(
    rows: Sequence[Row], labels: Sequence[int], penalty: float, rounds: int = 25, scales: Sequence[float] = ()
) -> dict[str, float]:
    """Weights for the features that occur at least four times. ``scales``: how much each row counts."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    names = ["bias", *sorted(n for n, c in counts.items() if c >= 4)]
    index = {n: i for i, n in enumerate(names)}
    data = [[(0, 1.0)] + [(index[n], v) for n, v in row.items() if n in index and v] for row in rows]
    size = len(names)
    current = [0.0] * size
    for _ in range(rounds):
        gradient = [-(penalty if i else 0.01) * w for i, w in enumerate(current)]
        hessian = [[0.0] * size for _ in range(size)]
        for i in range(size):
            hessian[i][i] = penalty if i else 0.01
        for at, (row, label) in enumerate(zip(data, labels, strict=True)):
            total = sum(current[i] * v for i, v in row)
            p = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))
            scale = scales[at] if scales else 1.0
            for i, v in row:
                gradient[i] += scale * (label - p) * v
                spread = scale * p * (1 - p) * v
                line = hessian[i]
                for j, w in row:
                    line[j] += spread * w
        step = _solve(hessian, gradient)
        current = [w + s for w, s in zip(current, step, strict=True)]
        if max(abs(s) for s in step) < 1e-5:
            break
    return {n: round(current[i], 4) for n, i in index.items() if abs(current[i]) > 1e-4}


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivots; the matrix is positive definite by the penalty."""
    n = len(right)
    rows = [[*list(matrix[i]), right[i]] for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        head = rows[i][i]
        if abs(head) < 1e-12:
            continue
        for r in range(i + 1, n):
            factor = rows[r][i] / head
            if factor:
                for c in range(i, n + 1):
                    rows[r][c] -= factor * rows[i][c]
    out = [0.0] * n
    for i in reversed(range(n)):
        head = rows[i][i]
        rest = rows[i][n] - sum(rows[i][c] * out[c] for c in range(i + 1, n))
        out[i] = rest / head if abs(head) > 1e-12 else 0.0
    return out


def log_loss(chances: Sequence[float], labels: Sequence[int]) -> float:
    """Mean logarithmic loss, lower is better."""
    return -sum(log(max(1e-6, p if y else 1 - p)) for p, y in zip(chances, labels, strict=True)) / max(1, len(labels))
