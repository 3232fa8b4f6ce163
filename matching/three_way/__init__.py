"""Three-way match: purchase order ↔ goods receipt ↔ invoice. The way in is ``api``."""
