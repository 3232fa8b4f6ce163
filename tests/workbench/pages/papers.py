"""Papers of the tests: invoices of the desk's vendor, drawn anew, and what else lies in a pile."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from samples.bill import Bill, Line, Party
from samples.embed import joined
from samples.layouts.dutch import grid
from tests.workbench.support.desk import BOLTS

SELLER = Party(
    BOLTS.name, ("Boutweg 1", "1234 AB Moeren"), "NL", BOLTS.vat, "12345678", BOLTS.iban, email="post@bouten.example"
)
BUYER = Party(BOLTS.buyer, ("Kade 2", "1011 AB Amsterdam"), "NL")


def invoice(number: str, net: str) -> bytes:
    """A page: one line, 21 % on top."""
    lines = (Line("Bouten M6", Decimal(1), Decimal(net)),)
    return grid(Bill(number, "grid", "nl", "invoice", SELLER, BUYER, number, date(2026, 11, 3), lines))


def leaf(*texts: str, link_to: int | None = None, pages: int = 1) -> bytes:
    """Pages of plain text; ``link_to``: the first one links to that page (from 0) of the same file."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for page in range(pages):
        canvas.bookmarkPage(f"p{page}")
        if page == 0 and link_to is not None:
            canvas.linkRect("", f"p{link_to}", (50, 50, 200, 80))
        for row, text in enumerate(texts):
            canvas.drawString(60, 780 - 16 * row, text.replace("%n", str(page + 1)))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pile(*papers: bytes) -> bytes:
    """All of them in one file."""
    return joined(*papers)
