"""What a draft says about who sent it: the clues vendor resolution works with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain import parties
from matching.vendors.domains import may_decide, organisation_domain
from matching.vendors.types import VendorClues
from workbench.models import Draft, Message


def _value(draft: Draft, name: str) -> str:
    stored: dict[str, Any] = draft.fields.get(name, {})
    return str(stored.get("value") or "")


def sender_address(draft: Draft) -> str:
    """The address the case's mail came from; empty for uploads."""
    for document in draft.documents.all():
        if document.message_id and document.message and document.message.sender_address:
            return document.message.sender_address
    return ""


def clues_from(value: Callable[[str], str], message: Message | None) -> VendorClues:
    """Everything the fields (``value`` gives one by its name, "" when absent) and the mail say about who sent a
    document. The sender of a mail whose checks failed is nobody's."""
    address = message.sender_address if message else ""

    def some(*names: str) -> tuple[str, ...]:
        return tuple(found for found in map(value, names) if found)

    return VendorClues(
        name=value("supplier_name"),
        vat_ids=some("supplier_vat"),
        registrations=some("supplier_registration"),
        ibans=some("supplier_iban"),
        from_address=address,
        from_domain=address.rpartition("@")[2],
        authenticated=message.authentication.get("passed") if message else None,
        document_domains=some("supplier_email"),
        country=value("supplier_country"),
    )


def clue_values(draft: Draft) -> list[tuple[str, str]]:
    """(key word, normalised value) of each key a mapping can rest on: vat, registration, iban, domain, name.

    Free-mail and platform domains are no keys and left out.
    """
    sender = sender_address(draft) or _value(draft, "supplier_email")
    found = [
        ("vat", parties.normalise_vat(_value(draft, "supplier_vat"))),
        ("registration", parties.normalise_registration(_value(draft, "supplier_registration"))),
        ("iban", parties.normalise_iban(_value(draft, "supplier_iban"))),
        ("domain", organisation_domain(sender.rpartition("@")[2]) if sender and may_decide(sender) else ""),
        ("name", parties.normalise_name(draft.supplier_name)),
    ]
    return [(kind, value) for kind, value in found if value]
