"""The public door of finding duplicates."""

from matching.duplicates.find import find_duplicates, judge
from matching.duplicates.keys import duplicate_keys, key_number
from matching.duplicates.traces import Channel, DuplicateHit, DuplicateKind, InvoiceTrace

__all__ = [
    "Channel",
    "DuplicateHit",
    "DuplicateKind",
    "InvoiceTrace",
    "duplicate_keys",
    "find_duplicates",
    "judge",
    "key_number",
]
