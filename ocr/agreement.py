"""Whether a page shows what its e-invoice says. Pure.

The page is what a person approves and the XML is what we would book, so both have to tell the same number and total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.evidence import Source
from domain.findings import Finding, Severity
from domain.money import decimal_or_none
from domain.reading import Reading
from ocr.page import Page

_ENOUGH = 80  # letters and digits below which a page says too little to contradict anything
_AMOUNT = re.compile(r"\d[\d.,'’ \u00a0]*\d|\d")


def conflict(reading: Reading, pages: Sequence[Page]) -> Finding | None:
    """XML_PDF_CONFLICT when the pages show another number or total than the reading, else None."""
    texts = [page.text() for page in pages]
    if sum(c.isalnum() for text in texts for c in text) < _ENOUGH:
        return None
    missing = []
    number = reading.text("invoice_number")
    if number and not _shows_number(number, texts):
        missing.append("invoice_number")
    wanted = [
        value for name in ("gross_total", "amount_due") if (value := decimal_or_none(reading.text(name))) is not None
    ]
    if any(wanted) and not any(_shows_amount(amount, texts) for amount in wanted):
        missing.append("gross_total")
    recognised = all(page.source is Source.OCR for page in pages)
    if not missing or (recognised and len(missing) < 2):  # recognition may misread one of them
        return None
    return Finding("XML_PDF_CONFLICT", Severity.HOLD, {"fields": ",".join(missing)}, missing[0])


def shows(reading: Reading, pages: Sequence[Page]) -> bool:
    """Whether the pages show both number and total of the reading: then they are the same document."""
    texts = [page.text() for page in pages]
    gross = decimal_or_none(reading.text("gross_total"))
    number = reading.text("invoice_number")
    return bool(number) and _shows_number(number, texts) and (gross is None or _shows_amount(gross, texts))


def _plain(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


def _shows_number(number: str, texts: Sequence[str]) -> bool:
    wanted = _plain(number)
    return bool(wanted) and any(wanted in _plain(text) for text in texts)


def _shows_amount(amount: Decimal, texts: Sequence[str]) -> bool:
    """Whether the amount stands anywhere, in any of the usual ways of writing it."""
    cents = str(abs(amount).quantize(Decimal("0.01"))).replace(".", "")
    bare = {cents}
    if cents.endswith("00"):
        bare.add(cents[:-2])
    for text in texts:
        for found in _AMOUNT.findall(text):
            for piece in (found, *found.split()):
                digits = re.sub(r"\D", "", piece)
                if digits.lstrip("0") in bare or digits in bare:
                    return True
                if re.search(r"[.,]\d$", piece) and digits + "0" in bare:
                    return True
    return False
