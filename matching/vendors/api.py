"""The public door of finding the vendor."""

from matching.vendors.directory import VendorDirectory, VendorRecord
from matching.vendors.keys import Key, KeyPolicy
from matching.vendors.resolve import resolve_vendor
from matching.vendors.types import Candidate, LearnedMapping, OwnIdentifiers, VendorClues, VendorResolution

__all__ = [
    "Candidate",
    "Key",
    "KeyPolicy",
    "LearnedMapping",
    "OwnIdentifiers",
    "VendorClues",
    "VendorDirectory",
    "VendorRecord",
    "VendorResolution",
    "resolve_vendor",
]
