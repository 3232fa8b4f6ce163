"""What a model may answer: few fields, each bounded. Anything else is refused at the door."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Short = Annotated[str, StringConstraints(max_length=120)]
Amount = Annotated[str, StringConstraints(max_length=24, pattern=r"^-?\d{1,13}(\.\d{1,4})?$")]
Date = Annotated[str, StringConstraints(max_length=10, pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Answer(BaseModel):
    """Header fields as printed; null where the document does not say. Dates ISO, amounts with a decimal point."""

    model_config = ConfigDict(extra="forbid")

    document_type: Literal[
        "invoice",
        "credit_note",
        "receipt",
        "purchase_order",
        "order_confirmation",
        "delivery_note",
        "reminder",
        "statement",
        "other",
    ]
    supplier_name: Short | None = None
    supplier_vat: Short | None = None
    supplier_registration: Short | None = None
    supplier_iban: Short | None = None
    buyer_name: Short | None = None
    buyer_vat: Short | None = None
    invoice_number: Short | None = None
    order_reference: Short | None = None
    issue_date: Date | None = None
    due_date: Date | None = None
    currency: Annotated[str, StringConstraints(max_length=3, pattern=r"^[A-Z]{3}$")] | None = None
    net_total: Amount | None = None
    vat_total: Amount | None = None
    gross_total: Amount | None = None
    payment_reference: Short | None = None
    remarks: list[Short] = Field(default_factory=list, max_length=5)
