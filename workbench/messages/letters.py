"""What a letter to a vendor may be about, and its languages, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Table

REASON_NAMES: Table = {
    "order": _("Order number missing or unknown"),
    "price": _("Price differs from the order"),
    "amount": _("Amounts do not add up"),
    "duplicate": _("Possible duplicate"),
    "vat_id": _("VAT number or other details missing"),
    "delivery": _("Goods not received"),
    "address": _("Not addressed to us"),
    "rejected": _("Invoice rejected"),
    "question": _("Another question"),
}
# Each in itself.
LANGUAGE_NAMES: Table = {"nl": "Nederlands", "en": "English", "de": "Deutsch", "fr": "Français"}
