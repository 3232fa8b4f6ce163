"""Of an answer by mail, what the person wrote (without the letter quoted below it), and whether it names an account.
Pure."""

from __future__ import annotations

import re

from domain.parties import valid_iban

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


# Words may follow an account without a sign between them, so that what is found may be too long.
_LIKE_IBAN = re.compile(r"\b[A-Z]{2}[ .]?\d{2}(?:[ .]?[A-Z0-9]){11,30}")


def names_account(text: str) -> bool:
    """Whether a bank account (an IBAN with right check digits) stands in the text."""
    for found in _LIKE_IBAN.findall(text.upper()):
        plain = re.sub(r"[ .]", "", found)
        if any(valid_iban(plain[:length]) for length in range(15, len(plain) + 1)):
            return True
    return False
