"""Who is named in a text: ``@`` and a user name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Not inside an address of mail; user names may hold . @ + - and end in none of what ends a sentence.
_NAMED = re.compile(r"(?<![\w.+-])@([\w.@+-]+)")


def mentioned(text: str, names: Iterable[str]) -> list[str]:
    """Those of the user names that the text names, each once, in the order of the text; capitals do not matter."""
    known = {name.casefold(): name for name in names}
    found: list[str] = []
    for typed in _NAMED.findall(text):
        token = typed.casefold()
        name = known.get(token) or known.get(token.rstrip(".@+-"))
        if name and name not in found:
            found.append(name)
    return found
