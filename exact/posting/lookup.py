"""Looking in Exact for what we may have made there, and for what others made."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exact import wire
from exact.gateway import ExactGateway
from exact.models import Posting
from exact.posting import blobs
from exact.posting.targets import TARGETS, Target

BATCH = 15  # references per look-up, about half a kilobyte of address


@dataclass(frozen=True)
class Seen:
    """What a look-up found: ``ours`` carry our document or marker and agree in every key, ``others`` do not."""

    ours: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)


def document_subject(posting: Posting) -> str:
    """Subject of the Document: the supplier's number for people, the marker for us."""
    return f"{posting.your_ref[:60]} {posting.marker}".strip()


def has_marker(posting: Posting, row: Mapping[str, Any]) -> bool:
    """Does this entry hang on our Document, or carry our marker?"""
    document = wire.text(row, "Document").lower()
    if posting.document_guid and document == posting.document_guid.lower():
        return True
    return posting.marker in wire.text(row, "DocumentSubject")


def agrees(posting: Posting, target: Target, row: Mapping[str, Any]) -> bool:
    """Division was checked by the gateway; here supplier, reference and, where certain, the amount."""
    if wire.text(row, target.party).lower() != posting.supplier_exact_id.lower():
        return False
    if wire.text(row, "YourRef") != posting.your_ref.strip():
        return False
    return not target.amount or wire.decimal(row, target.amount, 2) == posting.amount


def _filter(references: Sequence[str]) -> str:
    return " or ".join(f"YourRef eq {wire.literal(reference)}" for reference in references)


def entries(gateway: ExactGateway, posting: Posting) -> Seen:
    """Entries with the posting's supplier and reference. Raises the gateway's errors."""
    target = TARGETS[posting.target]
    party = f"{target.party} eq {wire.guid(posting.supplier_exact_id)}"
    if posting.your_ref:
        condition = f"{party} and {_filter([posting.your_ref])}"
    elif posting.document_guid:
        condition = f"{party} and Document eq {wire.guid(posting.document_guid)}"
    else:
        return Seen()
    rows = list(gateway.get_all(target.path, filter=condition, select=target.columns))
    return sort_out(posting, rows)


def sort_out(posting: Posting, rows: Sequence[dict[str, Any]]) -> Seen:
    """Divide rows into ours and others'; rows of another supplier or reference are neither."""
    target = TARGETS[posting.target]
    seen = Seen()
    for row in rows:
        if has_marker(posting, row):
            seen.ours.append(row)
        elif (
            wire.text(row, target.party).lower() == posting.supplier_exact_id.lower()
            and posting.your_ref
            and wire.text(row, "YourRef").lower() == posting.your_ref.strip().lower()
        ):
            seen.others.append(row)
    return seen


def foreign_batch(gateway: ExactGateway, postings: Sequence[Posting]) -> dict[int, Seen]:
    """One call for up to 15 postings of the same target: what is in Exact under their references, by posting id."""
    target = TARGETS[postings[0].target]
    references = sorted({posting.your_ref for posting in postings if posting.your_ref})[:BATCH]
    if not references:
        return {posting.pk: Seen() for posting in postings}
    rows = list(gateway.get_all(target.path, filter=_filter(references), select=target.columns))
    return {posting.pk: sort_out(posting, rows) for posting in postings if posting.your_ref in references}


def documents(gateway: ExactGateway, posting: Posting) -> list[str]:
    """Ids of Documents with exactly our subject."""
    condition = f"Subject eq {wire.literal(document_subject(posting))}"
    rows = gateway.get_all("documents/Documents", filter=condition, select=("ID", "Subject", "Created"))
    return [wire.text(row, "ID") for row in rows if posting.marker in wire.text(row, "Subject")]


def attachments(gateway: ExactGateway, posting: Posting) -> dict[str, str]:
    """Attachments of our Document: id by file name."""
    rows = gateway.get_all(
        "documents/DocumentAttachments",
        filter=f"Document eq {wire.guid(posting.document_guid)}",
        select=("ID", "FileName", "FileSize", "Document"),
    )
    return {wire.text(row, "FileName"): wire.text(row, "ID") for row in rows}


def document_body(posting: Posting) -> str:
    """Body of the Document that carries the marker."""
    target = TARGETS[posting.target]
    day = posting.payload.get(target.date)
    body: dict[str, Any] = {
        "Subject": document_subject(posting),
        "Type": target.document_type,
        "Account": posting.supplier_exact_id,
    }
    if day:
        body["DocumentDate"] = str(day)[:10]
    return wire.dumps(body)


def attachment_body(posting: Posting, attachment: Mapping[str, str]) -> str:
    """Body of one attachment. Raises LookupError when its bytes cannot be had."""
    content = blobs.read(attachment["sha256"])
    return wire.dumps(
        {
            "Attachment": base64.b64encode(content).decode(),
            "Document": posting.document_guid,
            "FileName": attachment["name"],
        }
    )


def entry_body(posting: Posting) -> str:
    """The frozen payload, digit for digit, with the Document it hangs on."""
    body = wire.loads(posting.frozen)
    body["Document"] = posting.document_guid
    return wire.dumps(body)


def shown(target: Target, row: Mapping[str, Any]) -> dict[str, str]:
    """A found entry for people: id, number, amount, date."""
    day = wire.day(row, target.date)
    return {
        "entry_guid": wire.text(row, target.key),
        "entry_number": wire.text(row, target.number),
        "amount": str(wire.decimal(row, target.amount, 2)) if target.amount else "",
        "date": day.isoformat() if day else "",
        "your_ref": wire.text(row, "YourRef"),
        "party": wire.text(row, target.party),
    }
