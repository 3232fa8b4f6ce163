"""What a trusted receiver said about a mail's origin (RFC 8601). Pure.

Anybody can write an ``Authentication-Results`` header. Only one that names a configured receiver (its authserv-id)
counts, and of several only the topmost: that receiver strips what others wrote in its name (RFC 8601, section 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from matching.fraud.lookalike import registrable

MAX_HEAD = 256 * 1024
_NAME = b"authentication-results:"
_RESULT = re.compile(r"^([a-z][\w-]*)(?:/\d+)?\s*=\s*([a-z]+)\b(.*)$", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"\b([a-z]+)\.([\w-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``passed``: True proven, False disproven, None not known. ``by``: the receiver that said so, "" none trusted.

    ``results`` are its methods with their results, such as dkim → pass; ``how`` is the method that proved it.
    """

    passed: bool | None = None
    by: str = ""
    how: str = ""
    results: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For keeping with the message."""
        return asdict(self)


UNVERIFIED = Verdict()


def evaluate(raw: bytes, from_address: str, trusted: frozenset[str]) -> Verdict:
    """The verdict on the sender's address of a mail as it came in.

    Proven by DMARC, or by DKIM or SPF for the sender's own domain (the registrable part is compared). Disproven by
    DMARC, or when both DKIM and SPF fail; a failed SPF alone is what forwarding looks like, and a passed ARC chain
    says that the mail was forwarded, so then nothing is known.
    """
    receivers = {name.casefold() for name in trusted if name.strip()}
    for text in _headers(raw):
        parts = _split(_without_comments(text))
        receiver = parts[0].split()[0].casefold() if parts and parts[0].split() else ""
        if receiver in receivers:
            return _judge(receiver, parts[1:], registrable(from_address.rpartition("@")[2]))
    return UNVERIFIED


def _headers(raw: bytes) -> Iterator[str]:
    """The values of the headers of that name, from the top, unfolded."""
    head = re.split(rb"\r?\n\r?\n", raw[:MAX_HEAD], maxsplit=1)[0]
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines():
        if line[: len(_NAME)].lower() == _NAME:
            yield line[len(_NAME) :].decode("utf-8", "replace")


def _without_comments(text: str) -> str:
    """Text without (comments), which may be nested; what stands in quotes stays."""
    kept, depth, quoted = [], 0, False
    for sign in text:
        if sign == '"' and not depth:
            quoted = not quoted
        if sign == "(" and not quoted:
            depth += 1
        elif sign == ")" and depth and not quoted:
            depth -= 1
        elif not depth:
            kept.append(sign)
    return "".join(kept)


def _split(text: str) -> list[str]:
    """The parts between semicolons outside quotes."""
    parts, quoted = [""], False
    for sign in text:
        quoted ^= sign == '"'
        if sign == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _judge(receiver: str, parts: list[str], domain: str) -> Verdict:
    results: dict[str, str] = {}
    aligned = ""
    for part in parts:
        found = _RESULT.match(part)
        if found is None:
            continue
        method, result = found[1].casefold(), found[2].casefold()
        # Of several signatures one that passes is enough.
        if results.get(method) != "pass":
            results[method] = result
        if result == "pass" and not aligned and _for_sender(method, found[3], domain):
            aligned = method
    if results.get("dmarc") == "pass":
        return Verdict(True, receiver, "dmarc", results)
    if aligned:
        return Verdict(True, receiver, aligned, results)
    if results.get("arc") == "pass":
        return Verdict(None, receiver, "", results)
    failed = results.get("dmarc") == "fail" or (results.get("dkim") == "fail" and results.get("spf") == "fail")
    return Verdict(False if failed else None, receiver, "", results)


def _for_sender(method: str, text: str, domain: str) -> bool:
    """Whether what passed is about the sender's own domain."""
    if not domain:
        return False
    named = {f"{kind}.{name}".casefold(): value.strip('"') for kind, name, value in _PROPERTY.findall(text)}
    if method == "dkim":
        value = named.get("header.d") or named.get("header.i", "").rpartition("@")[2]
    elif method == "spf":
        value = named.get("smtp.mailfrom", "").rpartition("@")[2]
    else:
        return False
    return bool(value) and registrable(value) == domain
