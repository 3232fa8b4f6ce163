"""``documents/Documents`` and ``documents/DocumentAttachments``."""

import base64
import binascii
import secrets
from typing import Any

from exact.sandbox.booking.books import Books, Problems
from exact.sandbox.errors import STREAM, ApiError, BusinessError, first_problem
from exact.sandbox.ledger import Row

DOCUMENTS, ATTACHMENTS = "documents/Documents", "documents/DocumentAttachments"
LARGEST = 10 * 1024 * 1024
"""Largest attachment in bytes, counted raw."""


def create(books: Books, payload: Any) -> Row:
    """Make a document; Subject and Type are mandatory."""
    values, _ = books.accept(DOCUMENTS, payload, "POST")
    document = make_document(books, values, None)
    books.report("Documents", "Create", DOCUMENTS, document["ID"])
    return document


def make_document(books: Books, values: Row, day: str | None) -> Row:
    """Check and store a document; also used for the one that an entry without document makes itself."""
    problems: Problems = []
    _check(books, values, problems)
    first_problem(problems)
    category = next((s.row for s in books.ledger.rows(books.division, "documents/DocumentCategories")), None)
    document = {
        "ID": books.new_id(),
        "HID": books.next_number(DOCUMENTS, "HID", "document", 1),
        "DocumentDate": day or books.today(),
        "Currency": books.currency,
        "Category": category["ID"] if category else None,
        "HasEmptyBody": not values.get("Body"),
        "SendMethod": 0,
        "InheritShare": False,
    }
    document |= {name: value for name, value in values.items() if value is not None}
    kind = books.get("documents/DocumentTypes", f"{values['Type']:012d}")
    document["TypeDescription"] = (kind or {}).get("Description")
    document["DocumentViewUrl"] = f"/docs/DocView.aspx?DocumentID={document['ID']}&_Division_={books.division}"
    return books.save(DOCUMENTS, document)


def _check(books: Books, values: Row, problems: Problems) -> None:
    if not values.get("Subject"):
        problems.append(("mandatory", "Subject"))
    if values.get("Type") is None:
        problems.append(("mandatory", "Type"))
    elif books.ledger.count(books.division, "documents/DocumentTypes"):
        kind = books.get("documents/DocumentTypes", f"{values['Type']:012d}")
        if kind is None or kind.get("DocumentIsCreatable") is False:
            problems.append(("invalid", "Type"))
    if values.get("Account") and books.get("crm/Accounts", values["Account"]) is None:
        problems.append(("reference", "Account"))


def update(books: Books, document: Row, payload: Any) -> None:
    """Change a document."""
    changes, _ = books.accept(DOCUMENTS, payload, "PUT")
    merged = document | changes
    problems: Problems = []
    _check(books, merged, problems)
    first_problem(problems)
    books.save(DOCUMENTS, merged)
    books.report("Documents", "Update", DOCUMENTS, document["ID"])


def delete(books: Books, document: Row) -> None:
    """Delete a document that no entry refers to, with its attachments."""
    if document.get("FinancialTransactionEntryID"):
        raise BusinessError(("in_use", "Document"))
    for attachment in books.ledger.children(books.division, ATTACHMENTS, document["ID"]):
        delete_attachment(books, attachment)
    books.remove(DOCUMENTS, document)
    books.report("Documents", "Delete", DOCUMENTS, document["ID"])


def link_to_entry(books: Books, document_id: str, entry_id: str) -> None:
    """Let the document name the entry that refers to it."""
    document = books.get(DOCUMENTS, document_id)
    if document is not None and document.get("FinancialTransactionEntryID") != entry_id:
        document["FinancialTransactionEntryID"] = entry_id
        books.save(DOCUMENTS, document)


def create_attachment(books: Books, payload: Any) -> Row:
    """Add a file to a document. The bytes are stored beside the row; the row never shows them."""
    values, _ = books.accept(ATTACHMENTS, payload, "POST")
    content = _decoded(values.pop("Attachment", None))
    problems: Problems = []
    if content is None:
        problems.append(("mandatory", "Attachment"))
    if not values.get("FileName"):
        problems.append(("mandatory", "FileName"))
    if values.get("Document") is None:
        problems.append(("mandatory", "Document"))
    elif books.get(DOCUMENTS, values["Document"]) is None:
        problems.append(("reference", "Document"))
    first_problem(problems)
    assert content is not None
    stamp = secrets.token_hex(8)
    values["ID"] = books.new_id()
    values["FileSize"] = str(len(content))
    values["Url"] = f"/docs/SysAttachment.aspx?ID={values['ID']}&_Division_={books.division}&Stamp={stamp}"
    books.ledger.execute("INSERT INTO content VALUES (?,?,?,?)", (values["ID"], books.division, stamp, content))
    books.save(ATTACHMENTS, values)
    books.report("DocumentAttachments", "Create", ATTACHMENTS, values["ID"])
    return values


def delete_attachment(books: Books, attachment: Row) -> None:
    """Remove a file and its bytes."""
    books.ledger.execute("DELETE FROM content WHERE id = ?", (attachment["ID"],))
    books.remove(ATTACHMENTS, attachment)
    books.report("DocumentAttachments", "Delete", ATTACHMENTS, attachment["ID"])


def _decoded(text: Any) -> bytes | None:
    if text is None or text == "":
        return None
    detail = "Error encountered in converting the value from request payload for property 'Attachment' to type 'Byte[]'"
    if not isinstance(text, str):
        raise ApiError(400, STREAM.format(detail=detail))
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(400, STREAM.format(detail=detail)) from error
    if len(content) > LARGEST:
        raise ApiError(400, STREAM.format(detail="Maximum request length exceeded."))
    return content
