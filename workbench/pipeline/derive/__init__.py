"""Judging a draft: routing, vendor, VAT, coding, match, duplicates, completeness. Import from here."""

from workbench.pipeline.derive.run import derive, derive_by_id

__all__ = ["derive", "derive_by_id"]
