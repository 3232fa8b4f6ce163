"""The findings the VAT rules raise: codes in one place, with their severity."""

from __future__ import annotations

from domain.findings import Finding, Severity

TAX_VARIANCE = "TAX_VARIANCE"
TREATMENT_CONFLICT = "VAT_TREATMENT_CONFLICT"
TREATMENT_UNCERTAIN = "VAT_TREATMENT_UNKNOWN"

WRONG_ADMINISTRATION = "WRONG_ADMINISTRATION"
MISSING_FIELD = "MISSING_FIELD"


def hold(code: str, field: str = "", **params: object) -> Finding:
    """A finding that stops the draft."""
    return _finding(code, Severity.HOLD, field, params)


def check(code: str, field: str = "", **params: object) -> Finding:
    """A finding a person should look at; it does not stop by itself."""
    return _finding(code, Severity.CHECK, field, params)


def info(code: str, field: str = "", **params: object) -> Finding:
    """Good to know."""
    return _finding(code, Severity.INFO, field, params)


def _finding(code: str, severity: Severity, field: str, params: dict[str, object]) -> Finding:
    return Finding(code, severity, {key: str(value) for key, value in params.items()}, field)
