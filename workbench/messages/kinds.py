"""What a kind of hold is called, without the particulars of one document."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.describing import describe

# Those whose title means nothing without the particulars.
_OWN: Mapping[str, str | Promise] = {
    "DUPLICATE_SUSPECT": _("Possible duplicate"),
    "FIELD_MISSING": _("Something is missing in the e-invoice"),
    "FOREIGN_VAT": _("VAT of another country"),
    "GL_SUGGESTED": _("Account suggested by a model"),
    "INCOMPLETE_INVOICE": _("The invoice lacks what the law asks for"),
    "RULE_CODE_UNKNOWN": _("A rule names a code that is not in Exact"),
    "TYPE_LEARNED": _("Kind of document as the vendor's earlier ones"),
    "VAT_CODE_UNMAPPED": _("No VAT code in the VAT table"),
}


def kind_title(code: str) -> str:
    """A code's title as a heading over many documents."""
    if code in _OWN:
        return str(_OWN[code])
    return " ".join(str(describe(code).title).replace("…", " ").split()).strip(" :,")
