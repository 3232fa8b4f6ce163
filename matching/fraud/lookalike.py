"""Domains that want to be taken for a vendor's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from publicsuffixlist import PublicSuffixList
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


def _label(domain: str) -> str:
    return registrable(domain).partition(".")[0]


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


def find_lookalike(domain: str, known: Iterable[str], trusted: frozenset[str] = frozenset()) -> Lookalike | None:
    """The known domain this one imitates, or None. A known or ``trusted`` (platform, free-mail) domain imitates nobody.

    Allowed distance grows with the name: none under five letters, one up to seven, two from eight on; unlike short
    names differ by two letters too easily.
    """
    own = registrable(domain)
    names = {registrable(name) for name in known} - {""}
    if not own or own in names or own in {registrable(name) for name in trusted}:
        return None
    label, shape = _label(own), skeleton(_label(own))
    best: Lookalike | None = None
    for name in sorted(names):
        theirs = _label(name)
        if label == theirs:
            return Lookalike(own, name, "ending")
        if shape == skeleton(theirs):
            return Lookalike(own, name, "confusable")
        best = best or _embedded(own, label, name, theirs, domain) or _near(own, label, shape, name, theirs)
    return best


def _embedded(own: str, label: str, name: str, theirs: str, full: str) -> Lookalike | None:
    if len(theirs) < MIDDLE_LABEL:
        return None
    if label.startswith(theirs) and _EXTRA.match(label[len(theirs) :]):
        return Lookalike(own, name, "extra")
    if unicode_domain(full).startswith(f"{name}.") or f".{name}." in unicode_domain(full):
        return Lookalike(own, name, "extra")
    return None


def _near(own: str, label: str, shape: str, name: str, theirs: str) -> Lookalike | None:
    most = 2 if len(theirs) >= LONG_LABEL else 1 if len(theirs) >= MIDDLE_LABEL else 0
    if not most:
        return None
    pairs = ((label, theirs), (shape, skeleton(theirs)))
    near = any(_distance(one, other, most) <= most for one, other in pairs)
    return Lookalike(own, name, "distance") if near else None


def _distance(one: str, other: str, most: int) -> int:
    """Typing errors between two names. Two letters exchanged for quite other ones make another word, not an error:
    Jansen Hout is not Jansen Bouw."""
    distance = OSA.distance(one, other, score_cutoff=most)
    if distance == 2 and len(one) == len(other) and Levenshtein.distance(one, other) == 2:
        return most + 1
    return distance
