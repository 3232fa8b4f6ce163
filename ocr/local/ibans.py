"""IBANs on the page, by head and groups."""

from __future__ import annotations

import re

from ocr.local.check_digits import IBAN_LENGTH, valid_iban, valid_vat
from ocr.local.identifiers import Identifier, line_above
from ocr.local.layout import Layout, Line, Token
from ocr.local.text import plain

_IBAN_HEAD = re.compile(r"^(?:IBAN(?:-?N[ro]\.?)?:?)?([A-Z]{2}\d{2}[A-Z0-9]*)[.,;)]?$")
_GROUP = re.compile(r"^[A-Z0-9]{1,}[.,;)]?$")


def find_ibans(layout: Layout) -> list[Identifier]:
    """IBANs by head and groups; a labelled or long enough one counts even when its check fails."""
    out: list[Identifier] = []
    for line in layout.lines:
        tokens = line.tokens
        at = 0
        while at < len(tokens):
            found = _iban_at(line, at, layout) if tokens[at].text[:2].isupper() or tokens[at].text[:1] == "l" else None
            if found is None:
                at += 1
                continue
            out.append(found)
            at += len(found.tokens)
    return out


def _iban_at(line: Line, at: int, layout: Layout) -> Identifier | None:
    tokens = line.tokens
    text = tokens[at].text
    size = 1
    if len(text) == 2 and text.isupper() and at + 1 < len(tokens) and re.match(r"^\d{2}", tokens[at + 1].text):
        text += tokens[at + 1].text
        size = 2
    if layout.is_ocr:
        if re.match(r"[1l|][ET][0-9OIl]{2}[A-Z]", text):
            text = f"I{text[1:]}"  # Ireland, Italy
        text = text[:2] + text[2:4].replace("O", "0").replace("I", "1").replace("l", "1") + text[4:]
    match = _IBAN_HEAD.match(text)
    if not match or match[1][:2] not in IBAN_LENGTH:
        return None
    value = match[1]
    want = IBAN_LENGTH[value[:2]]
    if "ZZZ" in value[4:8] or (len(tokens) > at + 1 and tokens[at + 1].text.startswith("ZZZ")):
        return None
    while len(value) < want and at + size < len(tokens):
        follow = tokens[at + size]
        if not _GROUP.match(follow.text) or follow.x0 - tokens[at + size - 1].x1 > 3.5 * layout.em:
            break
        piece = follow.text.rstrip(".,;)")
        if not any(c.isdigit() for c in piece) and not (len(value) == 4 and len(piece) == 4):
            break
        value += piece
        size += 1
        if follow.text != piece:
            break
    run = tokens[at : at + size]
    if len(value) < want and run[-1] is tokens[-1]:
        more = _on_next_line(line, layout, want - len(value))
        if more and valid_iban(value + "".join(t.text.rstrip(".,;)") for t in more)):
            run = [*run, *more]
            value += "".join(t.text.rstrip(".,;)") for t in more)
    if at + size < len(tokens) and tokens[at + size].text.startswith(("XX", "xx", "**")):
        return None  # the customer's account, masked
    labelled = bool(re.search(r"iban|konto|rekening|account|compte|bankv|overma|bank", plain(line.text)))
    previous = list(line_above(layout, line, 1))
    labelled = labelled or any("iban" in plain(other.text) for other in previous)
    valid = valid_iban(value)
    if not valid and layout.is_ocr:
        fixed = _mended(value)
        if fixed:
            value, valid = fixed, True
    if len(value) < 15 and not valid:
        return None
    if not valid and not labelled and (len(value) != want or (size > 1 and valid_vat(match[1]))):
        return None  # "FR09429004518 429 004 518 00011": a VAT id with the number of the company behind it
    return Identifier("iban", value, " ".join(t.text for t in run), run, valid, value[:2])


def _on_next_line(line: Line, layout: Layout, length: int) -> list[Token]:
    """The first words of the line below that have ``length`` signs together: a sentence wraps inside the account."""
    if line.number + 1 >= len(layout.lines):
        return []
    below = layout.lines[line.number + 1]
    flush = abs(below.tokens[0].x0 - line.tokens[0].x0) < 0.6 * layout.em
    if below.page != line.page or below.y - line.y > 2.2 * layout.height or not flush:
        return []
    run: list[Token] = []
    for token in below.tokens:
        piece = token.text.rstrip(".,;)")
        if length <= 0 or not _GROUP.match(token.text) or not any(c.isdigit() for c in piece):
            break
        run.append(token)
        length -= len(piece)
    return run if length == 0 else []


_SLIPS = {"O": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6", "D": "0", "Q": "0"}


def _mended(value: str) -> str | None:
    """A misread IBAN with letters where the country has digits, when the check then holds."""
    if value[:2] not in ("DE", "BE", "FR", "AT", "LU", "PL", "ES", "DK", "NL", "CH"):
        return None
    if value[:2] == "NL":
        fixed = value[:8] + "".join(_SLIPS.get(c, c) for c in value[8:])
    else:
        fixed = value[:2] + "".join(_SLIPS.get(c, c) for c in value[2:])
    return fixed if fixed != value and valid_iban(fixed) else None
