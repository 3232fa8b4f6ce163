"""A seller's name of which recognition lost an end: "ON KOERIERS BV" of a paper that says "Noorderzon Koeriers BV" in
another place."""

from __future__ import annotations

import re

from ocr.local.names import has_legal_form, without_legal_form
from ocr.local.text import plain
from ocr.local.work import Work

_LEAST = 4  # letters: fewer are part of too many words
_FIRM = 40  # letters within which a firm's name has come to its legal form
_ADDRESS = re.compile(r"\S*(?:@|www\.)\S*")  # of mail or the web, where the words of a name are set together


def cut_in_word(work: Work) -> bool:
    """Whether the recognised name of the seller begins or ends inside a word that the paper prints whole elsewhere.

    A single word is part of many ("Lieferant" of "Lieferantennummer"): then the whole one must be a firm's."""
    if not work.layout.is_ocr or "supplier_name" not in work.fields:
        return False
    value = work.fields["supplier_name"].value
    bare = without_legal_form(value)
    printed = [_ADDRESS.sub(" ", plain(line.text)) for line in work.layout.lines]
    return any(
        is_cut(line, plain(name).strip(), ended=has_legal_form(name))
        for name in {value, bare}
        if sum(c.isalpha() for c in name) >= _LEAST and (name == value or " " in name.strip())
        for line in printed
    )


def is_cut(line: str, name: str, *, ended: bool) -> bool:
    """Whether ``line`` has the name within a longer one; both plain. ``ended``: the name's legal form shows that its
    end is not lost."""
    for found in re.finditer(re.escape(name), line):
        start, end = found.span()
        before, after = line[start - 1 : start].isalpha(), line[end : end + 1].isalpha()
        if before and " " in name:
            return True
        if (before or (after and not ended)) and has_legal_form(line[start : end + _FIRM]):
            return True
    return False
