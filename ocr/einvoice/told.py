"""What an e-invoice tells, before it is judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.reading import Charge, DocumentType, ReadLine, VatRow


@dataclass(slots=True)
class Told:
    """Values as written in one e-invoice. ``totals`` holds the parts of the EN 16931 sums that are no header field:
    line_total (BT-106), allowance_total (107), charge_total (108), rounding (114), third_party (for another seller, to
    be paid on top: BT-DEX-002 of the XRechnung extension). ``currencies`` are those written at the totals themselves.
    ``attachments`` are (name, media type, bytes). ``type_unsure``: root and type code name different documents and
    nothing else decides. ``documents``: how many invoices the file holds, of which this is the first."""

    flavour: str
    document_type: DocumentType | None
    fields: dict[str, str] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)
    lines: list[ReadLine] = field(default_factory=list)
    vat_rows: list[VatRow] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    attachments: list[tuple[str, str, bytes]] = field(default_factory=list)
    type_code: str = ""
    type_unsure: bool = False
    currencies: set[str] = field(default_factory=set)
    documents: int = 1
    collected: str = ""  # the payment means code that says that the seller fetches the money

    def put(self, name: str, value: str) -> None:
        """Keep a value unless it is empty or already there."""
        if value and name not in self.fields:
            self.fields[name] = value

    def put_total(self, name: str, value: str) -> None:
        """Keep a part of the sums unless it is empty."""
        if value:
            self.totals[name] = value
