"""Codes that stand in the parameters of messages, in words, and which table belongs to which parameter."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workbench.messages.message import Table
from workbench.messages.outgoing import MAIL_SWITCHES
from workbench.messages.vat_words import CATEGORIES, TREATMENTS
from workbench.messages.whys import READING_REASONS, WHY

FIELDS: Table = {
    "invoice_number": _("Invoice number"),
    "issue_date": _("Invoice date"),
    "due_date": _("Due date"),
    "delivery_date": _("Delivery date"),
    "booking_date": _("Booking date"),
    "payment_condition": _("Payment condition"),
    "service_start": _("Start of service"),
    "service_end": _("End of service"),
    "supply_date": _("Date of supply"),
    "delivery_note": _("Delivery note"),
    "order_reference": _("Order number"),
    "payment_reference": _("Payment reference"),
    "original_invoice": _("Credits invoice"),
    "net_total": _("Net"),
    "vat_total": _("VAT"),
    "gross_total": _("Total"),
    "amount_due": _("Amount to pay"),
    "vat_rate": _("VAT rate"),
    "vat_breakdown": _("VAT per rate"),
    "vat_in_euro": _("VAT amount in euro"),
    "currency": _("Currency"),
    "exchange_rate": _("Exchange rate"),
    "supplier_iban": _("IBAN"),
    "supplier_vat": _("VAT number"),
    "supplier_vat_invalid": _("Valid VAT number"),
    "supplier_registration": _("Registration"),
    "supplier_name": _("Name on page"),
    "supplier_address": _("Supplier's address"),
    "supplier_address_po_box": _("Supplier's street address"),
    "supplier_country": _("Supplier's country"),
    "supplier_email": _("Supplier's e-mail address"),
    "buyer_name": _("Addressed to"),
    "buyer_address": _("Buyer's address"),
    "buyer_vat": _("Buyer's VAT number"),
    "buyer_country": _("Buyer's country"),
    "prepaid": _("Already paid"),
    "payment_terms_days": _("Payment term in days"),
    "buyer_registration": _("Buyer's registration"),
    "description": _("Description"),
    "quantity": _("Quantity"),
    "unit_price": _("Price"),
    "net_amount": _("Net amount"),
    "vat_code": _("VAT code"),
    "gl_account": _("GL account"),
    "cost_centre": _("Cost centre"),
    "cost_unit": _("Cost unit"),
    "item_code": _("Item"),
    "lines": _("Lines"),
}

DOCUMENT_TYPES: Table = {
    "invoice": _("an invoice"),
    "credit_note": _("a credit note"),
    "receipt": _("a receipt"),
    "purchase_order": _("a purchase order"),
    "order_confirmation": _("an order confirmation"),
    "delivery_note": _("a delivery note"),
    "reminder": _("a payment reminder"),
    "statement": _("a statement of account"),
    "other": _("another kind of document"),
}

# What an annex says about its invoice.
ANNEXES: Table = {
    "terms": _("general terms"),
    "hours": _("time sheet"),
    "specification": _("specification"),
    "delivery_note": _("delivery note"),
}

# What is done with mails of a sender.
VERDICTS: Table = {"always": _("always taken in"), "never": _("never taken in")}

# Kinds of file, of charge and of booking; their codes do not overlap.
KINDS: Table = {
    "pdf": "PDF",
    "png": "PNG",
    "jpeg": "JPEG",
    "tiff": "TIFF",
    "webp": "WebP",
    "xml": "XML",
    "eml": _("e-mail"),
    "zip": "ZIP",
    "msg": _("Outlook message"),
    "office": _("Office file"),
    "html": _("web page"),
    "text": _("plain text"),
    "exe": _("program"),
    "unknown": _("unknown type of file"),
    "purchase_invoice": _("purchase invoice"),
    "credit_note": _("credit note"),
    "purchase_order": _("purchase order"),
    "sales_order": _("sales order"),
    "none": _("not booked"),
    "freight": _("freight"),
    "packaging": _("packaging"),
    "deposit": _("deposit"),
    "surcharge": _("surcharge"),
    "discount": _("discount"),
    "rounding": _("rounding"),
    "small_order": _("small order charge"),
    "admin": _("administration costs"),
    "environment": _("environmental charge"),
    "expedite": _("rush charge"),
    "administration": _("administration costs"),
    "energy": _("energy surcharge"),
    "fuel": _("fuel surcharge"),
    "insurance": _("insurance"),
    "prepayment": _("prepayment"),
    "other": _("other costs"),
}

KEYS: Table = {
    "address": _("e-mail address"),
    "domain": _("e-mail domain"),
    "vat": _("VAT number"),
    "registration": _("registration number"),
    "iban": _("IBAN"),
    "name": _("name"),
    "person": _("a person"),
}

# How it is known who a document is from.
KNOWN_BY: Table = {
    "person": _("chosen by a person"),
    "vat": _("by VAT number"),
    "registration": _("by registration"),
    "iban": _("by IBAN"),
    "domain": _("by e-mail domain"),
    "mapping": _("remembered"),
}

RIGHTS: Table = {
    "view": _("look in this administration"),
    "upload": _("upload documents"),
    "edit": _("change drafts"),
    "approve": _("approve"),
    "post": _("post to Exact"),
    "settle": _("decide about postings that were stopped"),
    "map_vendor": _("choose vendors"),
    "change_bank": _("release changed bank details"),
    "configure": _("change settings"),
    "audit": _("see the audit log"),
}

ROLES: Table = {
    "viewer": _("viewer"),
    "clerk": _("clerk"),
    "approver": _("approver"),
    "vendor_editor": _("vendor management"),
    "admin": _("admin"),
    "auditor": _("auditor"),
}

# What a person decides about a posting that rests.
# Whose turn it is with a hold, as said to the clerk who looks at it.
OWNERS: Table = {
    "clerk": _("you"),
    "buyer": _("purchasing"),
    "receiving": _("receiving"),
    "requester": _("requester"),
    "quality": _("quality"),
    "contract_owner": _("contract owner"),
    "tax": _("tax"),
    "vendor_master": _("vendor management"),
    "approver": _("approver"),
    "admin": _("admin"),
    "named_person": _("colleague"),
    "later": _("later"),
}

DECISIONS: Table = {
    "adopt": _("take an entry in Exact as this document"),
    "by_hand": _("it was booked by hand"),
    "despite": _("send it, although Exact has one like it"),
    "discard": _("give the posting up"),
}

WHAT: Table = {
    "bytes": _("bytes"),
    "pixels": _("pixels"),
    "page": _("size of a page"),
    "pages": _("pages"),
    "ocr": _("scanned pages"),
    "documents": _("documents"),
    "net+vat": _("net plus VAT is not the total"),
    "lines": _("the lines are not the net amount"),
    "rates": _("the VAT per rate is not the VAT"),
    "vat": _("rate times net is not the VAT"),
}

HOW: Table = {
    "ending": _("another ending"),
    "confusable": _("letters that look alike"),
    "extra": _("something added"),
    "distance": _("one or two letters differ"),
    "buyer_vat": _("VAT number"),
    "buyer_registration": _("registration number"),
    "buyer_name": _("name"),
    "upload": _("chosen at upload"),
    "recipient": _("mail address"),
}

AGAINST: Table = {
    "matched": _("the quantity invoiced before"),
    "matched_amount": _("the amount invoiced before"),
    "returned": _("what was returned, rejected or billed too much"),
    "original": _("the quantity of the invoice it credits"),
}

WAYS: Table = {
    "refund": _("Ask the tax authority of that country for a refund."),
    "corrected_invoice": _("Ask the vendor for an invoice without that VAT."),
    "wrong_vat": _(
        "VAT charged wrongly is not deductible: ask for a corrected invoice, or decide the code on the line."
    ),
    "wrong_invoice": _("Ask the supplier for a corrected invoice, or decide the VAT code on the line."),
}

SCHEMES: Table = {
    "small": _("small business scheme"),
    "margin": _("margin scheme"),
    "travel": _("travel agents' scheme"),
    "exempt": _("exempt from VAT"),
    "flat": _("flat-rate scheme"),
}

STATES: Table = {
    "matched": _("right"),
    "within_tolerance": _("within tolerance"),
    "exception": _("differs"),
    "awaiting_receipt": _("waits for receipt"),
    "ambiguous": _("to be chosen"),
    "no_po": _("without order"),
    "not_checked": _("not checked"),
    "open": pgettext_lazy("order", "open"),
    "partly_received": _("partly received"),
    "received": _("received"),
    "closed": pgettext_lazy("order", "closed"),
    "cancelled": _("cancelled"),
}

# Why two invoices look alike, as the pipeline puts it together.
LIKENESS: Table = {
    "same bytes": _("the same file"),
    "same number": _("same number"),
    "twin number": _("numbers that read alike"),
    "near number": _("nearly the same number"),
    "same amount": _("same amount"),
    "amount differs": _("another amount"),
    "other year": _("in another year"),
    "days apart": _("days apart"),
    "same picture": _("same picture of the page"),
    "other administration": _("in another administration"),
    "in exact": _("booked in Exact"),
    "other channel": _("came by another road"),
}

# Parameter name -> table. A value that is in no table is shown as it is.
# What a person answered to a difference with an order.
ANSWERS: Table = {
    "accept": pgettext_lazy("answer", "accepted"),
    "short_pay": _("credit note expected"),
    "ask_buyer": _("asked purchasing"),
    "new_price": _("price taken over"),
}

MATCH_LEVELS: Table = {
    "none": _("nothing"),
    "two_way": _("the order (two-way)"),
    "three_way": _("order and receipt (three-way)"),
    "four_way": _("order, receipt and inspection (four-way)"),
}

BULK: Table = {
    **{name: FIELDS[name] for name in ("gl_account", "cost_centre", "cost_unit")},
    "hold": _("Put on hold"),
    "reject": _("Rejected"),
    "give": _("Given"),
    "move": _("Moved"),
}

TABLES: Mapping[str, Table] = {
    "answer": ANSWERS,
    "field": FIELDS,
    "fields": FIELDS,
    "column": FIELDS,
    "bulk": BULK,
    "missing": {**FIELDS, **KEYS},
    "treatment": TREATMENTS,
    "usual": TREATMENTS,
    "now": TREATMENTS,
    "candidates": TREATMENTS,
    "type": DOCUMENT_TYPES,
    "annex": {**DOCUMENT_TYPES, **ANNEXES},
    "verdict": VERDICTS,
    "kind": KINDS,
    "content": KINDS,
    "named": KINDS,
    "about": KINDS,
    "key": KEYS,
    "right": RIGHTS,
    "role": ROLES,
    "decision": DECISIONS,
    "category": CATEGORIES,
    "why": WHY,
    "reason": READING_REASONS,
    "what": WHAT,
    "how": HOW,
    "against": AGAINST,
    "way": WAYS,
    "scheme": SCHEMES,
    "state": STATES,
    "level": MATCH_LEVELS,
    "was": MATCH_LEVELS,
    "mails": MAIL_SWITCHES,
}
