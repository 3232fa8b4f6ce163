"""What the number of a paper looks like in print: words that are one, and words that stand beside it."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re

from ocr.local.layout import Token
from ocr.local.relations import Reach
from ocr.local.text import plain

DATEISH = re.compile(r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^(?:19|20)\d\d-\d\d-\d\d$")
MONEY = re.compile(r"^[€$£]|[€$£]$|^\d+[.,]?\d*%$|^\d{1,3}(?:[.,]\d{3})*[.,]\d{2}$|^\d{4,},\d{2}$")
_GLUED_NUMBER_WORD = re.compile(r"(?i)^(?:(?:nr|no|n°)[.:]+|n[°º]:?)(?=[a-z0-9])")
_GROUPED = re.compile(r"\d{2,5}")  # "63 123 45 678 90": one number in groups
STOP = frozenset(
    "vom von van du de dated issued dd d.d. from op am le date datum per ltd page"
    " bis tot until by avant auf innerhalb binnen within".split()
)
_SKIP = frozenset(
    "nr no n° nº # number nummer numero num no. nr. id is : . - – no.: nr.: (380) (381) (389) "
    "invoice rechnung factuur facture ref".split()
)


def clean(text: str) -> str:
    """A reference without the marks around it."""
    text = text.strip(" :;,.#*=|\"'“”„")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return text.lstrip("(").rstrip(")") if text.count("(") != text.count(")") else text


def reference_in(
    reach: Reach, em: float, *, words: bool = False, strict: bool = False
) -> tuple[str, list[Token]] | None:
    """The first thing in reach that looks like a number; with ``words`` letters alone count as well."""
    tokens = reach.tokens
    for at, token in enumerate(tokens[:6]):
        text = token.text
        if at == 0 and ":" in text[:-1] and text.count(":") == 1 and not text[0].isdigit():
            text = text.partition(":")[2]
        if re.fullmatch(r"\(\d{1,4}\)", text):
            continue  # a code in brackets behind the heading
        bare = _GLUED_NUMBER_WORD.sub("", clean(text))
        if plain(bare).strip(".:") in _SKIP or not bare:
            continue
        if (
            len(bare) == 1
            and token.confidence < 1.0
            and at + 1 < len(tokens)
            and re.search(r"\d{3}", tokens[at + 1].text)
        ):
            continue  # a misread colon
        if DATEISH.match(bare) or plain(bare) in STOP:
            return None
        if any(c.isdigit() for c in bare):
            if MONEY.search(bare):
                return None
            used = [token]
            joined = bare
            while at + 1 < len(tokens):  # groups of one number: "2024 - 001", "F 2024 17"
                follow = tokens[at + 1]
                part = clean(follow.text)
                counted = _GROUPED.fullmatch(used[-1].text.rstrip(".,;")) and _GROUPED.fullmatch(part)
                if follow.x0 - used[-1].x1 > 0.55 * em or len(used) > (8 if counted and len(used) > 1 else 3):
                    break
                glue = follow.text in "-/" or joined[-1] in "-/"
                if (
                    not glue
                    and not (counted and len(used) > 1)
                    and not (
                        re.fullmatch(r"\d{2,}", part)
                        and re.fullmatch(r"[A-Z]{0,3}\d{0,4}", joined)
                        and not re.fullmatch(r"(?:19|20)\d\d", part)
                    )
                ):
                    break
                joined += follow.text if follow.text in "-/" else part
                used.append(follow)
                at += 1
            joined = joined.rstrip("-/")
            return joined, used
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            after is not None
            and re.fullmatch(r"[A-Z]{1,5}-?", bare)
            and re.match(r"^[-/]?\d", clean(after.text))
            and after.x0 - token.x1 < 0.6 * em
            and not DATEISH.match(clean(after.text))
        ):
            return bare + ("" if bare.endswith("-") else " ") + clean(after.text), [token, after]
        if words:
            run = [token]
            for more in tokens[at + 1 : at + 5]:
                if more.cell is not token.cell:
                    break
                run.append(more)
            return " ".join(t.text for t in run).strip(" :"), run
        if at >= (0 if strict else 2):
            return None
    return None
