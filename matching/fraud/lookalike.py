"""Domains that want to be taken for a vendor's."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from publicsuffixlist import PublicSuffixList
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

# Letters of other scripts that look like Latin ones (Unicode Technical Standard 39 has the full table; these are
# the ones a domain name is forged with).
_CONFUSABLES = str.maketrans(
    {
        **dict(zip("авеёзіјкмнорсѕтухԁһԛԝӏгп", "abee3ijkmhopcstyxdhqwlrn", strict=True)),  # Cyrillic
        **dict(zip("αβεηικνορτυχω", "abenikvoptuxw", strict=True)),  # Greek
        **dict(zip("ıłøđħɡɑ", "ilodhga", strict=True)),  # Latin letters without a decomposition
    }
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))
_SINGLES = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "i": "l",
        "j": "l",
        "5": "s",
        "3": "e",
        "8": "b",
        "6": "b",
        "4": "a",
        "9": "g",
        "q": "g",
        "-": "",
    }
)
_EXTRA = re.compile(
    r"^(?:-?(?:nl|be|eu|de|int|group|groep|bv|online|pay|payments?|billing|invoices?|facturen|factuur|finance|admin|mail|support|service|info|secure)\d?)+$"
)
LONG_LABEL, MIDDLE_LABEL = 8, 5


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def unicode_domain(domain: str) -> str:
    """A domain in lower case with punycode labels as the letters a person sees; NFKC folds full-width tricks."""
    labels = []
    for label in unicodedata.normalize("NFKC", domain.strip().rstrip(".")).casefold().split("."):
        if label.startswith("xn--"):
            try:
                label = label[4:].encode("ascii").decode("punycode")
            except (UnicodeError, ValueError):
                pass  # not decodable: compared as it stands
        labels.append(label)
    return ".".join(labels)


@lru_cache(maxsize=65_536)
def registrable(domain: str) -> str:
    """The part somebody registered: mail.vandijk.co.uk → vandijk.co.uk; the domain itself when there is none."""
    seen = unicode_domain(domain)
    return str(_suffixes().privatesuffix(seen) or seen)


@lru_cache(maxsize=65_536)
def skeleton(label: str) -> str:
    """What the eye takes a name for: accents off, other scripts to Latin, rn to m, 0 to o, hyphens gone."""
    text = unicodedata.normalize("NFKD", label.casefold().translate(_CONFUSABLES))
    text = "".join(ch for ch in text if not unicodedata.combining(ch)).translate(_CONFUSABLES)
    for pair, one in _PAIRS:
        text = text.replace(pair, one)
    return text.translate(_SINGLES)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A sender's domain that resembles a known one, and how: "confusable", "ending", "extra" or "distance"."""

    domain: str
    resembles: str
    how: str


class DomainIndex:
    """The domains we know, findable by what resembles them. Build once for many senders: some seconds for 100,000,
    and some tens of milliseconds for a sender that is none of them."""

    def __init__(self, domains: Iterable[str]) -> None:
        self.names = frozenset(registrable(domain) for domain in domains) - {""}
        self._sorted = sorted(self.names)
        self._labels = [name.partition(".")[0] for name in self._sorted]
        self._shapes = [skeleton(label) for label in self._labels]
        self._by_label = _places(self._labels)
        self._by_shape = _places(self._shapes)

    def find(self, domain: str, trusted: frozenset[str] = frozenset()) -> Lookalike | None:
        """The known domain this one imitates, or None. A known or ``trusted`` (registrable: platform, free mail) domain
        imitates nobody. The same name under another ending, or one the eye takes for it, goes before a near one.

        Allowed distance grows with the name: none under five letters, one up to seven, two from eight on; unlike short
        names differ by two letters too easily.
        """
        own = registrable(domain)
        if not own or own in self.names or own in trusted:
            return None
        label = own.partition(".")[0]
        shape = skeleton(label)
        same = [(place, "ending") for place in self._by_label.get(label, ())]
        same += [(place, "confusable") for place in self._by_shape.get(shape, ()) if self._labels[place] != label]
        found = same or [(place, "extra") for place in self._embedded(label, domain)]
        found += [] if same else [(place, "distance") for place in self._near(label, shape)]
        if not found:
            return None
        place, how = min(found, key=lambda each: (each[0], each[1] != "extra"))
        return Lookalike(own, self._sorted[place], how)

    def _embedded(self, label: str, domain: str) -> Iterator[int]:
        for size in range(MIDDLE_LABEL, len(label)):
            if _EXTRA.match(label[size:]):
                yield from self._by_label.get(label[:size], ())
        parts = unicode_domain(domain).split(".")
        within = {".".join(parts[first:last]) for first in range(len(parts)) for last in range(first + 1, len(parts))}
        for name in within & self.names:
            if len(name.partition(".")[0]) >= MIDDLE_LABEL:
                yield bisect_left(self._sorted, name)

    def _near(self, label: str, shape: str) -> Iterator[int]:
        for asked, known in ((label, self._labels), (shape, self._shapes)):
            close = process.extract(asked, known, scorer=OSA.distance, score_cutoff=2, limit=None)
            for _text, _distance, place in close:
                letters = len(self._labels[place])
                most = 2 if letters >= LONG_LABEL else 1 if letters >= MIDDLE_LABEL else 0
                if most and _typing_errors(asked, known[place], most) <= most:
                    yield place


def _places(values: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        found.setdefault(value, []).append(place)
    return found


def find_lookalike(domain: str, known: Iterable[str], trusted: frozenset[str] = frozenset()) -> Lookalike | None:
    """One look into a ``DomainIndex`` of ``known``; any spelling of ``trusted`` domains."""
    return DomainIndex(known).find(domain, frozenset(registrable(name) for name in trusted))


def _typing_errors(one: str, other: str, most: int) -> int:
    """Typing errors between two names. Two letters exchanged for quite other ones make another word, not an error:
    Jansen Hout is not Jansen Bouw."""
    distance = OSA.distance(one, other, score_cutoff=most)
    if distance == 2 and len(one) == len(other) and Levenshtein.distance(one, other) == 2:
        return most + 1
    return distance
