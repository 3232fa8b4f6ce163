"""Looks at the reader: sample documents whose truth is known."""

from __future__ import annotations

import json

from django.conf import settings

from workbench.selftest.look import Look, Unfit

FIELDS = ("invoice_number", "issue_date", "supplier_iban", "gross_total")


def sample(name: str, *fields: str) -> str:
    """Read a sample and compare these fields with its truth."""
    from ocr.api import read_document

    folder = settings.BASE_DIR / "samples"
    truth = json.loads((folder / "truth" / f"{name}.truth.json").read_text())
    path = folder / truth["file"]
    reading = read_document(path.read_bytes(), name=path.name).reading
    wrong = []
    for field in fields:
        found = reading.fields[field].value if field in reading.fields else None
        if str(found) != str(truth["fields"][field]):
            wrong.append(f"{field} read as {found}, printed is {truth['fields'][field]}")
    if wrong:
        raise Unfit(f"{path.name}: {'; '.join(wrong)}")
    return f"{path.name}: {', '.join(str(truth['fields'][field]) for field in fields)}"


LOOKS: tuple[tuple[str, Look], ...] = (
    ("reading a PDF", lambda: sample("nl-ketelaar-clean", *FIELDS)),
    ("reading a scan", lambda: sample("nl-bronsveld-clean-scan", "invoice_number", "gross_total")),
)
