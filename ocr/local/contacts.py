"""Whose web site, mail, account and VAT id it is, by the name they stand under.

Programs that print invoices put the customer's mail address and telephone under his address, as the seller does under
his own. Who can be reached then says nothing about who sells; a web site, an account or a company number does, for
customers' records hold none. Where one party has a mail address and the other the only VAT id, the id weighs more: the
seller has to print his own (article 226 of the VAT directive), the customer's is printed beside it, not instead of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from ocr.local.identifiers import Identifier, domain_word
from ocr.local.layout import Layout
from ocr.local.name_notes import NameFound
from ocr.local.names import has_legal_form, without_legal_form
from ocr.local.text import key

_DEEP = 0.24  # part of a page's height that one party's data may take
_SELLERS = frozenset({"domain", "iban", "registration"})
_TOLD = frozenset({"label:supplier", "sender", "footer", "payee"})


def weigh_contacts(
    names: Mapping[str, NameFound], identifiers: Sequence[Identifier], layout: Layout, first: int
) -> set[str]:
    """Change what contacts and VAT ids count for the names of both parties; returns the names (as keys) of which only
    such evidence says that they are the seller, while it says so of another one too."""
    placed = [n for n in names.values() if n.tokens and n.tokens[0].page == first]
    top = min((n for n in placed if "letterhead" in n.why), key=lambda n: n.tokens[0].y, default=None)
    heads = [n for n in placed if n is top or heads_address(n)]
    under = _standing_under(heads, identifiers, layout)
    _addresses_in_foot(heads, identifiers, first)
    _office_in_foot(heads, identifiers, layout, first)
    open_names: set[str] = set()
    reached = [n for n in heads if not _labelled(n) and (n.domain or "block:contact" in n.why or _mail(under, n))]
    if len(reached) > 1 and not _one_firm(reached):
        sellers = [n for n in reached if under[key(n.text)] & _SELLERS]
        for name in reached:
            _withdraw(name)
            if len(sellers) == 1 and name is sellers[0]:
                name.supplier += 0.6
                name.buyer -= 0.4
                name.why.append("numbers")
        open_names.update(key(n.text) for n in reached)
    owner = _only_vat_owner(heads, identifiers, under)
    if owner is not None and not _labelled(owner):
        beside = [n for n in heads if n is not owner and _beside_or_below(n, owner) and not _labelled(n)]
        beside = [n for n in beside if not _TOLD & set(n.why) and not _one_firm([owner, n])]
        rivals = [n for n in beside if n.domain]
        if beside:
            owner.supplier += 0.5
            owner.buyer -= 0.5
            owner.why.append("vat")
        for name in rivals:
            _withdraw(name)
        open_names.update(key(n.text) for n in [owner, *rivals] if rivals)
    return open_names


def heads_address(name: NameFound) -> bool:
    """The name can have data under it: a firm, or the first line of an address."""
    return has_legal_form(name.text) or name.domain or any(w.startswith(("block:", "label:")) for w in name.why)


def _addresses_in_foot(heads: Sequence[NameFound], identifiers: Sequence[Identifier], first: int) -> None:
    """The web site or mail address in the foot of the page is the writer's, and so is the name it is made of."""
    foot = [i for i in identifiers if i.kind in ("email", "domain") and i.line.y > 0.8 and i.line.page == first]
    words = {w for w in map(domain_word, foot) if len(w) > 3}
    mine = [n for n in heads if any(_made_of(w, n.text) for w in words)]
    told = any("label:supplier" in n.why for n in heads)  # then firms of one group may share an address
    if mine and not told and _one_firm(mine) and not any(_labelled(n) for n in mine):
        for name in mine:
            name.supplier += 0.6
            name.buyer -= 0.4
            if "footer" not in name.why:
                name.why.append("footer")


def _office_in_foot(heads: Sequence[NameFound], identifiers: Sequence[Identifier], layout: Layout, first: int) -> None:
    """The address beside a number in the foot of the page is the writer's, and so is the name it stands under above."""
    lines = {id(i.line): i.line for i in identifiers if i.line.y > 0.8 and i.line.page == first and i.kind != "phone"}
    foot = " ".join(key(line.text) for line in lines.values())
    if not foot or any(_labelled(n) for n in heads):
        return
    mine = [n for n in heads if any(part in foot for part in _address_under(n, layout))]
    if not mine or not _one_firm(mine):
        return
    for name in heads:
        if name in mine and "footer" not in name.why:
            name.supplier += 0.6
            name.buyer -= 0.4
            name.why.append("footer")
        elif name not in mine and not _one_firm([name, mine[0]]):
            _withdraw(name)


def _address_under(name: NameFound, layout: Layout) -> list[str]:
    """Street and town under a name: the cells with a number in the next three lines of its column."""
    start = name.tokens[0]
    parts: list[str] = []
    for line in layout.lines:
        if line.page == start.page and 0 < line.y - start.y < 5 * start.size:
            parts += [key(c.text) for c in line.cells if _one_column(name, c.x0, c.x1, layout)]
    return [p for p in parts[:3] if len(p) > 7 and any(c.isdigit() for c in p)]


def _made_of(word: str, name: str) -> bool:
    bare = key(without_legal_form(name))
    return len(bare) >= 4 and fuzz.partial_ratio(bare, word) >= 88


def _mail(under: Mapping[str, set[str]], name: NameFound) -> bool:
    return bool(under[key(name.text)] & {"email", "domain"})


def _beside_or_below(name: NameFound, other: NameFound) -> bool:
    """Not printed above the other: a letterhead over an address is the writer's, whatever stands in the address."""
    return name.tokens[0].y > other.tokens[0].y - 2.5 * other.tokens[0].size


def _labelled(name: NameFound) -> bool:
    return any(w.endswith((":buyer", ":supplier", ":ship_to", ":third_party")) for w in name.why)


def _one_firm(names: Iterable[NameFound]) -> bool:
    """All are one name, more or less in full."""
    texts = [key(n.text) for n in names]
    return all(fuzz.partial_ratio(texts[0], other) > 88 for other in texts[1:])


def _withdraw(name: NameFound) -> None:
    """Take back what contacts counted for the name."""
    if name.domain:
        name.supplier -= 0.4
        name.domain = False
    if "block:contact" in name.why:
        name.supplier -= 0.33
        name.buyer += 0.48


def _standing_under(
    heads: Sequence[NameFound], identifiers: Sequence[Identifier], layout: Layout
) -> dict[str, set[str]]:
    """name -> kinds of numbers and addresses in its column below it, with no other name between."""
    out: dict[str, set[str]] = {key(n.text): set() for n in heads}
    for identifier in identifiers:
        owner = standing_over(identifier, heads, layout)
        if owner is not None:
            out[key(owner.text)].add(identifier.kind)
    return out


def standing_over(identifier: Identifier, heads: Sequence[NameFound], layout: Layout) -> NameFound | None:
    """The nearest name above the identifier that stands in its column; None when there is none near."""
    tokens = identifier.label_tokens or identifier.tokens
    cell = tokens[0].cell
    if cell is None:
        return None
    above = [
        n
        for n in heads
        if n.tokens[0].page == tokens[0].page
        and 0 <= tokens[0].y - n.tokens[0].y < _DEEP
        and n.tokens[0].line is not tokens[0].line
        and _one_column(n, cell.x0, cell.x1, layout)
    ]
    return max(above, key=lambda n: n.tokens[0].y, default=None)


def _one_column(name: NameFound, x0: float, x1: float, layout: Layout) -> bool:
    return abs(name.tokens[0].x0 - x0) < 1.5 * layout.em or abs(name.tokens[-1].x1 - x1) < layout.em


def _only_vat_owner(
    heads: Sequence[NameFound], identifiers: Sequence[Identifier], under: Mapping[str, set[str]]
) -> NameFound | None:
    """The name over the only VAT id of the paper, when nothing calls that id the customer's."""
    vats = [i for i in identifiers if i.kind == "vat"]
    if len({i.value for i in vats}) != 1 or any({"buyer_vat_id", "other_vat_id"} & i.label for i in vats):
        return None
    owners = [n for n in heads if "vat" in under[key(n.text)]]
    return owners[0] if len(owners) == 1 else None
