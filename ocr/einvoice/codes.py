"""Document name codes (UNTDID 1001) that e-invoices carry."""

from __future__ import annotations

from domain.reading import DocumentType

_CREDIT = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
_PROFORMA = "325"  # announces an invoice; nothing is owed for it
_INVOICE = {
    "71", "80", "82", "84", "102", "130", "202", "203", "204", "211", "218", "219", "295", "326", "331",
    "380", "382", "383", "384", "385", "386", "387", "388", "389", "390", "393", "394", "395", "456", "457", "471",
    "472", "473", "500", "501", "527", "553", "575", "623", "633", "751", "780", "817", "870", "875", "876", "877",
    "935",
}  # fmt: skip


def document_type_of(code: str) -> DocumentType | None:
    """What a code names; None for a code that is no trade document we book or match. A pro forma invoice is OTHER."""
    code = code.strip()
    if code == _PROFORMA:
        return DocumentType.OTHER
    if code in _CREDIT:
        return DocumentType.CREDIT_NOTE
    if code in _INVOICE:
        return DocumentType.INVOICE
    return {
        "220": DocumentType.PURCHASE_ORDER,
        "221": DocumentType.PURCHASE_ORDER,
        "224": DocumentType.PURCHASE_ORDER,
        "226": DocumentType.PURCHASE_ORDER,
        "227": DocumentType.PURCHASE_ORDER,
        "230": DocumentType.PURCHASE_ORDER,
        "231": DocumentType.ORDER_CONFIRMATION,
        "320": DocumentType.ORDER_CONFIRMATION,
        "270": DocumentType.DELIVERY_NOTE,
        "351": DocumentType.DELIVERY_NOTE,
    }.get(code)
