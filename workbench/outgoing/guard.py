"""Whether a mail that came in may be answered by itself (RFC 3834, section 2). Pure.

A machine that answers machines goes round for ever, and one that answers strangers writes to people whose address was
only misused. Silence is always allowed; so everything doubtful is answered with it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from enum import StrEnum

MAX_HEAD = 256 * 1024
# Per sender's address and day, of all administrations together.
MOST_A_DAY = 10
# Local parts behind which no person reads (RFC 2142 and what is usual).
_NOBODY = frozenset(
    {"mailer-daemon", "postmaster", "abuse", "root", "daemon", "bounce", "bounces", "notification", "notifications"}
    | {"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply"}
    | {"geenantwoord", "geen-antwoord", "nietbeantwoorden", "niet-beantwoorden"}
)
# Any of these headers is written by a machine or a list (X-… by Exchange, cPanel, and autoresponders).
_MACHINE = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Loop", "Feedback-ID")
_LIST = ("List-Id", "List-Unsubscribe", "List-Post", "List-Help", "Mailing-List")


class Silence(StrEnum):
    """Why a mail is not answered; NONE: it may be."""

    NONE = ""
    AUTOMATIC = "automatic"
    LIST = "list"
    BOUNCE = "bounce"
    OURSELVES = "ourselves"
    NOBODY = "nobody"
    UNPROVEN = "unproven"
    OFTEN = "often"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who would be answered. ``passed``: what a trusted receiver said of the address (None: nothing); ``known``: of a
    vendor of ours, or a sender somebody decided to take in; ``today``: automatic mails it has had since midnight;
    ``null_sender``: the envelope named nobody to send bounces to."""

    address: str
    passed: bool | None
    known: bool
    today: int
    null_sender: bool = False


def silence_about(raw: bytes, asker: Asker, ours: Collection[str], our_domains: Collection[str]) -> Silence:
    """Why the mail is not answered. ``ours`` are addresses of this instance, ``our_domains`` those where it receives;
    both in lower case."""
    head = _head(raw)
    local, _at, domain = asker.address.strip().lower().rpartition("@")
    if asker.null_sender or _says(head, "Return-Path", "<>") or head.get_content_type() == "multipart/report":
        return Silence.BOUNCE
    if not local or not domain or local.partition("+")[0] in _NOBODY:
        return Silence.NOBODY
    if f"{local}@{domain}" in ours or domain in our_domains:
        return Silence.OURSELVES
    if _first(head, "Auto-Submitted") not in ("", "no") or any(head.get(name) for name in _MACHINE):
        return Silence.AUTOMATIC
    if any(head.get(name) for name in _LIST) or _first(head, "Precedence") in ("bulk", "list", "junk", "auto_reply"):
        return Silence.LIST
    if asker.passed is False or not (asker.passed or asker.known):
        return Silence.UNPROVEN
    return Silence.OFTEN if asker.today >= MOST_A_DAY else Silence.NONE


def _head(raw: bytes) -> Message:
    end = min((at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0), default=len(raw))
    return message_from_bytes(raw[: min(end, MAX_HEAD)] + b"\n\n", policy=policy.compat32)


def _first(head: Message, name: str) -> str:
    """The first word of a header, in lower case; parameters behind a semicolon aside."""
    return str(head.get(name, "")).partition(";")[0].strip().lower()


def _says(head: Message, name: str, value: str) -> bool:
    return str(head.get(name, "")).strip() == value
