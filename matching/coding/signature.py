"""The part of a line's text that says what it is, without dates, numbers and plates."""

from __future__ import annotations

from functools import lru_cache

from domain.parties import fold

_MONTHS = frozenset(
    """januari februari maart april mei juni juli augustus september oktober november december january february march
    may june july august october january februar marz juni juli oktober dezember janvier fevrier mars avril juin juillet
    aout septembre octobre novembre decembre jan feb mrt apr jun jul aug sep sept okt oct nov dec""".split()  # noqa: SIM905
)
_EMPTY = frozenset(
    """de het een van voor en of in op met per week weken maand jaar kwartaal periode nr no nummer factuur credit
    creditnota creditering correctie the a for and of from to periode period month year quarter invoice der die das und
    fur von zum monat jahr rechnung le la les du des et pour mois annee facture""".split()  # noqa: SIM905
)


@lru_cache(maxsize=100_000)
def words(text: str) -> tuple[str, ...]:
    """The telling words, in order; tokens with digits, months and filler are left out. If that leaves nothing,
    the tokens themselves with digits as "#"."""
    tokens = fold(text).split()
    plain = [t for t in tokens if not any(c.isdigit() for c in t) and t not in _MONTHS]
    telling = [t for t in plain if len(t) > 1 and t not in _EMPTY]
    if telling:
        return tuple(telling)
    masked = "".join("#" if c.isdigit() else c for c in " ".join(plain or tokens))
    return tuple(masked.split())


def signature(text: str) -> str:
    """The telling words as one key: equal for "Huur kantoor maart 2026" and "Huur kantoor april 2026"."""
    return " ".join(words(text))
