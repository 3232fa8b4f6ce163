"""The public door of deriving VAT."""

from matching.vat.derive import derive_vat
from matching.vat.evidence import LegalText, OwnSide, Place, StatedVat, VatEvidence, VatLine, VendorSide
from matching.vat.result import ChecklistItem, VatLineResult, VatResult

__all__ = [
    "ChecklistItem",
    "LegalText",
    "OwnSide",
    "Place",
    "StatedVat",
    "VatEvidence",
    "VatLine",
    "VatLineResult",
    "VatResult",
    "VendorSide",
    "derive_vat",
]
