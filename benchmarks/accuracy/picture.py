"""The calibration of confidence as a picture: how often values of a stated confidence were right. Plain SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

EDGES = (0.0, 0.5, 0.7, 0.8, 0.86, 0.9, 0.94, 0.97, 0.985, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Values with confidence between ``low`` and ``high``: how many, mean confidence, share right."""

    low: float
    high: float
    count: int
    stated: float
    right: float


def bins(chances: Sequence[float], labels: Sequence[int]) -> list[Bin]:
    """Group by stated confidence; empty groups are left out."""
    out = []
    for low, high in pairwise(EDGES):
        own = [(p, y) for p, y in zip(chances, labels, strict=True) if low <= p < high or (high == 1.0 and p == 1.0)]
        if own:
            stated = sum(p for p, _ in own) / len(own)
            out.append(Bin(low, high, len(own), stated, sum(y for _, y in own) / len(own)))
    return out


def expected_error(groups: Sequence[Bin]) -> float:
    """Mean distance between stated and true share, weighted by count (expected calibration error)."""
    total = sum(g.count for g in groups)
    return sum(g.count * abs(g.stated - g.right) for g in groups) / total if total else 0.0


def svg(groups: Sequence[Bin], title: str) -> str:
    """The reliability diagram: the diagonal is honest, above it too modest, below it too sure."""
    left, top, size = 60, 40, 360

    def x(value: float) -> float:
        return left + size * value

    def y(value: float) -> float:
        return top + size * (1 - value)

    most = max((g.count for g in groups), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="470" height="470" viewBox="0 0 470 470" role="img" '
        f'aria-label="{title}" font-family="sans-serif" font-size="11">',
        '<rect width="470" height="470" fill="#ffffff"/>',
        f'<text x="{left}" y="22" font-size="13" fill="#1c2630">{title}</text>',
        f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="#f4f6f8"/>',
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#8a97a5" stroke-dasharray="5 4"/>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<text x="{x(tick) - 8}" y="{top + size + 18}" fill="#43505c">{tick:g}</text>')
        parts.append(f'<text x="{left - 32}" y="{y(tick) + 4}" fill="#43505c">{tick:g}</text>')
    for group in groups:
        radius = 4 + 12 * (group.count / most) ** 0.5
        parts.append(
            f'<circle cx="{x(group.stated):.1f}" cy="{y(group.right):.1f}" r="{radius:.1f}" fill="#2b6cb0" '
            'fill-opacity="0.7">'
            f"<title>{group.count} values: stated {group.stated:.3f}, right {group.right:.3f}</title></circle>"
        )
    parts.append(f'<text x="{left + 110}" y="{top + size + 38}" fill="#1c2630">stated confidence</text>')
    parts.append(
        f'<text x="18" y="{top + 230}" transform="rotate(-90 18 {top + 230})" fill="#1c2630">share read right</text>'
    )
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
