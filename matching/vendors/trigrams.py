"""Names alike: an in-memory trigram index that finds the few worth comparing closely."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest

# Trigrams shared by more names than this are noise unless nothing rarer is left to look for.
_COMMON = 4000
_RARE_ENOUGH = 6


def trigrams(name: str) -> set[str]:
    """Trigrams of every word, padded with two blanks in front and one behind, so word order does not matter."""
    found: set[str] = set()
    for word in name.split():
        padded = f"  {word} "
        found.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return found


class TrigramIndex:
    """Positions of names by trigram. Built once, 4 bytes per entry; positions are those of the sequence given."""

    def __init__(self, names: Sequence[str]) -> None:
        entries: dict[str, array[int]] = defaultdict(lambda: array("I"))
        sizes = array("H")
        for position, name in enumerate(names):
            parts = trigrams(name)
            sizes.append(min(len(parts), 65535))
            for part in parts:
                entries[part].append(position)
        self._entries = dict(entries)
        self._sizes = sizes

    def nearest(self, name: str, limit: int = 200) -> list[int]:
        """Positions of the names that share most trigrams (Jaccard), best first; at most ``limit``."""
        parts = trigrams(name)
        lists = sorted((self._entries[part] for part in parts if part in self._entries), key=len)
        shared: Counter[int] = Counter()
        for used, positions in enumerate(lists):
            if used >= _RARE_ENOUGH and len(positions) > _COMMON and len(shared) > limit // 4:
                break
            shared.update(positions)
        return self._best(shared.items(), len(parts), limit)

    def _best(self, shared: Iterable[tuple[int, int]], size: int, limit: int) -> list[int]:
        sizes = self._sizes
        scored = ((count / (size + sizes[position] - count), -position) for position, count in shared)
        return [-position for _, position in nlargest(limit, scored)]
