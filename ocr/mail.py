"""A mail taken apart: who, when, and which parts are documents. Pure; limits are checked before parsing.

The raw bytes are the record; nothing here writes them again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from enum import StrEnum

from domain.findings import Finding, Severity
from ocr.image_size import size_of
from ocr.kinds import detect_kind
from ocr.names import clean_text, decoded_header, display_name
from ocr.page import IMAGE_KINDS, FileKind

MAX_BYTES = 50 * 1024 * 1024
MAX_PARTS = 200
MAX_DEPTH = 8
MAX_RECIPIENTS = 500
MAX_HEADER_BYTES = 256 * 1024
_MAX_TEXT = 400_000

_BOUNDARY = re.compile(rb"""boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))""", re.IGNORECASE)
_NESTED = re.compile(rb"^content-type\s*:\s*message/", re.IGNORECASE | re.MULTILINE)


class PartRole(StrEnum):
    """What a part is for. DOCUMENT: worth reading. ARCHIVE: to unpack. SIGNATURE: logos and icons of the sender's mail
    program. MESSAGE: an attached mail (see ``MailParts.messages``). OTHER: kept, not read."""

    DOCUMENT = "document"
    ARCHIVE = "archive"
    SIGNATURE = "signature"
    MESSAGE = "message"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Address:
    """One mail address; ``name`` as displayed, cleaned."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MailPart:
    """One attachment or inline file. ``name`` is for display only; ``index`` is its path in the tree ("2.1")."""

    name: str
    declared_type: str
    kind: FileKind
    data: bytes = field(repr=False)
    sha256: str = ""
    role: PartRole = PartRole.OTHER
    inline: bool = False
    content_id: str = ""
    index: str = ""


@dataclass(frozen=True, slots=True)
class MailParts:
    """A mail. ``automatic`` is true for answers of machines (out of office, bounces); ``bulk`` for lists and adverts.
    ``authentication_results`` are raw header values, topmost first; whom to believe is the caller's business."""

    subject: str = ""
    sender: Address = Address("", "")
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime | None = None
    message_id: str = ""
    references: tuple[str, ...] = ()
    automatic: bool = False
    bulk: bool = False
    delivered_to: tuple[str, ...] = ()
    authentication_results: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    parts: tuple[MailPart, ...] = ()
    messages: tuple[MailParts, ...] = ()
    findings: tuple[Finding, ...] = ()

    def documents(self) -> tuple[MailPart, ...]:
        """Parts worth reading, in order, those of attached mails after the mail's own."""
        own = tuple(part for part in self.parts if part.role is PartRole.DOCUMENT)
        return own + tuple(part for message in self.messages for part in message.documents())


def split_mail(data: bytes) -> MailParts:
    """Take a mail apart. Never raises: what is over a limit or broken is a finding (MAIL_REFUSED, MAIL_DAMAGED)."""
    refused = _over_limits(data)
    if refused:
        return _headers_only(data, refused)
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        return _split(message, 0, "")
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError) as problem:
        return _headers_only(data, _refusal("damaged", type(problem).__name__, code="MAIL_DAMAGED"))


def _refusal(reason: str, found: object, limit: object = "", code: str = "MAIL_REFUSED") -> Finding:
    return Finding(code, Severity.HOLD, {"reason": reason, "found": str(found), "limit": str(limit)})


def _over_limits(data: bytes) -> Finding | None:
    """Count what parsing would build, before it is built: a mail of 100,000 parts costs half a minute to parse."""
    if len(data) > MAX_BYTES:
        return _refusal("bytes", len(data), MAX_BYTES)
    end = re.search(rb"\r?\n\r?\n", data)
    if (end.start() if end else len(data)) > MAX_HEADER_BYTES:
        return _refusal("headers", end.start() if end else len(data), MAX_HEADER_BYTES)
    boundaries = {first or second for first, second in _BOUNDARY.findall(data)}
    if len(boundaries) > MAX_PARTS:
        return _refusal("parts", len(boundaries), MAX_PARTS)
    parts = sum(data.count(b"\n--" + boundary) for boundary in boundaries)
    if parts > 2 * MAX_PARTS:
        return _refusal("parts", parts, MAX_PARTS)
    nested = len(_NESTED.findall(data))
    if nested > 4 * MAX_DEPTH or len(boundaries) > 6 * MAX_DEPTH:
        return _refusal("depth", max(nested, len(boundaries)), MAX_DEPTH)
    head = data[: end.start() if end else len(data)]
    recipients = sum(
        match.group(0).count(b"@")
        for match in re.finditer(rb"^(?:to|cc|bcc)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", head, re.I | re.M)
    )
    if recipients > MAX_RECIPIENTS:
        return _refusal("recipients", recipients, MAX_RECIPIENTS)
    return None


def _headers_only(data: bytes, finding: Finding) -> MailParts:
    """What can be shown of a mail that is not parsed: its head, bounded."""
    head = re.split(rb"\r?\n\r?\n", data[:MAX_HEADER_BYTES], maxsplit=1)[0][:64_000]
    try:
        return replace(_head(message_from_bytes(head, policy=policy.compat32)), findings=(finding,))
    except Exception:
        return MailParts(findings=(finding,))


def _head(message: Message) -> MailParts:
    automatic = str(message.get("Auto-Submitted", "no")).strip().lower() not in ("", "no") or bool(
        message.get("X-Autoreply") or message.get("X-Autorespond")
    )
    senders = _addresses(message, "From")
    return MailParts(
        subject=decoded_header(message.get("Subject"))[:1000],
        sender=senders[0] if senders else Address("", ""),
        reply_to=_addresses(message, "Reply-To"),
        to=_addresses(message, "To"),
        cc=_addresses(message, "Cc"),
        date=_date(message),
        message_id=clean_text(str(message.get("Message-ID", "")))[:500],
        references=tuple(
            re.findall(r"<[^<>\s]{1,300}>", f"{message.get('In-Reply-To', '')} {message.get('References', '')}")
        )[:100],
        automatic=automatic,
        bulk=bool(message.get("List-Id") or message.get("List-Unsubscribe"))
        or str(message.get("Precedence", "")).strip().lower() in ("bulk", "list", "junk"),
        delivered_to=tuple(
            address.address
            for name in ("Delivered-To", "X-Original-To", "Envelope-To")
            for address in _addresses(message, name)
        ),
        authentication_results=tuple(
            clean_text(str(value))[:4000] for value in message.get_all("Authentication-Results", [])[:10]
        ),
    )


def _addresses(message: Message, header: str) -> tuple[Address, ...]:
    values = [str(value) for value in message.get_all(header, [])][:20]
    try:
        found = getaddresses(values)
    except Exception:
        return ()
    return tuple(
        Address(decoded_header(name)[:300], clean_text(address)[:320])
        for name, address in found[:MAX_RECIPIENTS]
        if address
    )


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"])) if message["Date"] else None
    except Exception:
        return None


def _split(message: Message, depth: int, prefix: str) -> MailParts:
    mail = _head(message)
    leaves = list(_leaves(message, depth, prefix))
    texts = [leaf for leaf in leaves if leaf.is_body and leaf.type == "text/plain"]
    htmls = [leaf for leaf in leaves if leaf.is_body and leaf.type == "text/html"]
    html = "\n".join(_text(leaf.message) for leaf in htmls)[:_MAX_TEXT]
    parts = [_part(leaf, html) for leaf in leaves if not leaf.is_body and leaf.type != "message/rfc822"]
    messages, findings = [], []
    for leaf in leaves:
        if leaf.type != "message/rfc822":
            continue
        if depth + 1 >= MAX_DEPTH:
            findings.append(_refusal("depth", depth + 1, MAX_DEPTH))
            continue
        inner = leaf.message.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            messages.append(_split(inner[0], depth + 1, f"{leaf.index}."))
    return replace(
        mail,
        text="\n".join(_text(leaf.message) for leaf in texts)[:_MAX_TEXT],
        html=html,
        parts=_without_repeats(parts),
        messages=tuple(messages),
        findings=tuple(findings),
    )


@dataclass(slots=True)
class _Leaf:
    """A part without parts, and whether it is the mail's own text."""

    message: Message
    type: str
    is_body: bool
    index: str


def _leaves(message: Message, depth: int, prefix: str) -> Iterator[_Leaf]:
    stack: list[tuple[Message, str, int]] = [(message, prefix, depth)]
    count = 0
    while stack:
        part, index, level = stack.pop()
        kind = part.get_content_type()
        if kind.startswith("multipart/") and part.is_multipart() and level < 3 * MAX_DEPTH:
            children = [child for child in part.get_payload() if isinstance(child, Message)]
            stack += [
                (child, f"{index}{number}", level + 1) for number, child in reversed(list(enumerate(children, 1)))
            ]
            continue
        count += 1
        if count > MAX_PARTS:
            return
        if kind.startswith("message/") and part.is_multipart() and kind != "message/delivery-status":
            yield _Leaf(part, "message/rfc822", False, index)
            continue
        named = bool(part.get_filename()) or str(part.get("Content-Disposition", "")).lower().startswith("attachment")
        yield _Leaf(part, kind, kind in ("text/plain", "text/html") and not named, index)


def _payload(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except Exception:
        data = None
    if isinstance(data, bytes):
        return data
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _text(part: Message) -> str:
    data = _payload(part)[: 2 * _MAX_TEXT]
    charset = str(part.get_content_charset() or "utf-8")
    for attempt in (charset, "utf-8", "cp1252"):
        try:
            return data.decode(attempt)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("latin-1")


def _part(leaf: _Leaf, html: str) -> MailPart:
    data = _payload(leaf.message)
    try:
        written = leaf.message.get_filename()
    except Exception:
        written = None
    name = display_name(written, fallback=f"part-{leaf.index or '1'}")
    kind = detect_kind(data, name)
    content_id = clean_text(str(leaf.message.get("Content-ID", ""))).strip("<> ")
    disposition = str(leaf.message.get("Content-Disposition", "")).strip().lower()
    inline = disposition.startswith("inline") or bool(content_id and f"cid:{content_id}" in html)
    part = MailPart(
        name,
        leaf.type,
        kind,
        data,
        hashlib.sha256(data).hexdigest(),
        inline=inline,
        content_id=content_id,
        index=leaf.index,
    )
    return replace(part, role=_role(part))


def _role(part: MailPart) -> PartRole:
    if part.kind in IMAGE_KINDS:
        return PartRole.SIGNATURE if _is_decoration(part) else PartRole.DOCUMENT
    if part.kind in (FileKind.PDF, FileKind.XML):
        return PartRole.DOCUMENT
    if part.kind is FileKind.ZIP:
        return PartRole.ARCHIVE
    if part.kind is FileKind.EML:
        return PartRole.MESSAGE
    return PartRole.OTHER


def _is_decoration(part: MailPart) -> bool:
    """Logos, icons and banners: too small to be a page, or shown inside the text and not page-shaped."""
    width, height = size_of(part.data)
    if not width or not height:
        return part.inline or len(part.data) < 15_000
    if min(width, height) < 300 or max(width, height) < 450:
        return True
    flat = max(width, height) > 2.6 * min(width, height) and width > height  # a banner; receipts are tall, not wide
    return flat or (part.inline and (width * height < 400_000 or len(part.data) < 25_000))


def _without_repeats(parts: list[MailPart]) -> tuple[MailPart, ...]:
    """The same picture twice is decoration; the same document twice is one document."""
    seen: dict[str, int] = {}
    for part in parts:
        seen[part.sha256] = seen.get(part.sha256, 0) + 1
    kept, taken = [], set()
    for part in parts:
        if part.role is PartRole.DOCUMENT and seen[part.sha256] > 1:
            if part.kind in IMAGE_KINDS:
                part = replace(part, role=PartRole.SIGNATURE)
            elif part.sha256 in taken:
                part = replace(part, role=PartRole.OTHER)
        taken.add(part.sha256)
        kept.append(part)
    return tuple(kept)
