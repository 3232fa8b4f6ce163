"""The public door of the signals."""

from matching.fraud.hidden_text import HiddenText, check_hidden
from matching.fraud.iban import KnownVendor, account_owners, check_iban
from matching.fraud.lookalike import DomainIndex, find_lookalike
from matching.fraud.patterns import Bill, round_amount, split_under_limit, unusual_amount, unusual_rhythm
from matching.fraud.sender import Sender, SenderBook, check_sender
from matching.fraud.signals import Signal

__all__ = [
    "Bill",
    "DomainIndex",
    "HiddenText",
    "KnownVendor",
    "Sender",
    "SenderBook",
    "Signal",
    "account_owners",
    "check_hidden",
    "check_iban",
    "check_sender",
    "find_lookalike",
    "round_amount",
    "split_under_limit",
    "unusual_amount",
    "unusual_rhythm",
]
