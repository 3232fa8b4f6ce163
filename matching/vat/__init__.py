"""VAT of purchase documents: evidence in, a treatment per line with reasons and holds out."""

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
