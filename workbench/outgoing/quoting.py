"""Of an answer by mail, what the person wrote: without the letter quoted below it. Pure."""

from __future__ import annotations

import re

# Where the quoted part begins, as mail programs write it in our four languages.
_BEGINS = re.compile(
    r"^(?:"
    r">"
    r"|-{2,}\s*(?:original message|oorspronkelijk bericht|ursprüngliche nachricht|message d'origine)\b"
    r"|_{10,}\s*$"
    r"|(?:op|on|am|le)\b.{5,200}(?:schreef|wrote|schrieb|a écrit)\b.{0,120}:\s*$"
    r"|(?:van|from|von|de)\s?:.{3,200}\n(?:verzonden|sent|gesendet|envoyé|datum|date)\s?:"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
# "On … wrote:" is often broken over two lines.
_BROKEN = re.compile(
    r"^((?:op|on|am|le)\b[^\n]{5,120})\n([^\n]{0,120}(?:schreef|wrote|schrieb|a écrit)\b[^\n]{0,40}:\s*)$",
    re.IGNORECASE | re.MULTILINE,
)


def without_quote(text: str) -> str:
    """The text above the quoted part; the whole of it when nothing stands above."""
    joined = _BROKEN.sub(r"\1 \2", text.replace("\r\n", "\n"))
    found = _BEGINS.search(joined)
    own = joined[: found.start()].strip() if found else joined.strip()
    return own or joined.strip()
