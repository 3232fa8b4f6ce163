"""Few exact keys per invoice: two invoices that could be duplicates share at least one, so an index finds them."""

from __future__ import annotations

from hashlib import blake2b

from matching.duplicates.numbers import twins
from matching.duplicates.traces import InvoiceTrace

_HALF = 1 << 63
_GRID = 32  # days; two grids half a step apart put dates up to 16 days apart into a common cell


def duplicate_keys(trace: InvoiceTrace) -> frozenset[str]:
    """The keys to store for an invoice and to look up for a new one (the same set for both).

    Bytes; number per vendor with and without its year; number with amount for any vendor; amount per vendor within
    some two weeks; the picture. At most seven. Pictures a few bits apart are found by the other keys.
    """
    keys: set[str] = set()
    if trace.sha256:
        keys.add(f"b:{trace.sha256}")
    amount = "" if trace.gross is None else f"{abs(trace.gross):.2f}{trace.currency}"
    if trace.number:
        whole, year_less = twins(trace.number, trace.issued)
        # Without any zeros: with a dash left out, those behind it no longer lead their run of digits.
        form = whole.replace("0", "") or whole
        if trace.party:
            keys.add(f"n:{trace.party}:{form}")
            if year_less != whole:
                keys.add(f"n:{trace.party}:{year_less.replace('0', '') or year_less}")
        if amount and len(whole) >= 4:
            keys.add(f"g:{form}:{amount}")
    if trace.party and amount and trace.issued:
        day = trace.issued.toordinal()
        keys.update(
            (f"a:{trace.party}:{amount}:{day // _GRID}", f"h:{trace.party}:{amount}:{(day + _GRID // 2) // _GRID}")
        )
    if trace.picture is not None:
        keys.add(f"p:{trace.picture:016x}")
    return frozenset(keys)


def key_number(key: str) -> int:
    """A key as a signed 64-bit number, for a narrow index column. Two keys rarely share one; judging settles it.

    Bytes and picture are hashes already and serve as they are.
    """
    if key[0] == "p":
        return int(key[2:], 16) - _HALF
    if key[0] == "b":
        return int(key[2:18], 16) - _HALF
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
