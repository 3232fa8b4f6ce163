"""Whether two mails are the same one, whatever way each came. Pure."""

from __future__ import annotations

import hashlib
import re

MAX_HEAD = 256 * 1024
_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S.*?)\s*$", re.IGNORECASE | re.MULTILINE)


def identity_of(raw: bytes) -> str:
    """Digest of a mail's Message-ID and everything below its head, line ends aside; "" without a Message-ID.

    Servers on the way add headers, so that one mail sent to two addresses arrives as different bytes. The Message-ID
    alone decides nothing: there are programs that give all their mails the same one.
    """
    end = _END.search(raw, 0, MAX_HEAD)
    if end is None:
        return ""
    head = _FOLD.sub(b" ", raw[: end.start()]).replace(b"\r\n", b"\n")
    named = _MESSAGE_ID.search(head)
    if named is None:
        return ""
    digest = hashlib.sha256(named[1] + b"\n")
    digest.update(raw[end.end() :].replace(b"\r\n", b"\n").rstrip(b"\n"))
    return digest.hexdigest()
