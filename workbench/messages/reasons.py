"""The machine's reasons as sentences. Codes without one are shown by their own words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "coding.vendor_default": _("default of this vendor in Exact"),
    "coding.history": _("as on earlier invoices of this vendor"),
    "coding.rule": _("rule %(rule)s"),
    "coding.order": _("from the order line"),
    "vendor.vat": _("same VAT number"),
    "vendor.registration": _("same registration number"),
    "vendor.iban": _("same IBAN"),
    "vendor.domain": _("same e-mail domain"),
    "vendor.name": _("similar name"),
}
