"""Who sells and who is invoiced: the evidence for every name, ranked for both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from domain.reading import DocumentType
from ocr.local.candidate import Candidate
from ocr.local.contacts import weigh_contacts
from ocr.local.name_evidence import NameEvidence
from ocr.local.name_notes import NameFound
from ocr.local.nameless import address_of_another
from ocr.local.names import has_legal_form, without_legal_form
from ocr.local.persons import is_business, is_person, second_name, straight_below
from ocr.local.text import key


@dataclass(slots=True)
class Parties:
    """Chosen names (best first) and, per identifier, whose it is."""

    suppliers: list[Candidate]
    buyers: list[Candidate]
    governed: dict[int, str]  # id(line cell) -> role


class PartyFinder(NameEvidence):
    """Names and their sides for one layout."""

    def find(self) -> Parties:
        """Score every name-like text for both sides and rank them."""
        self._labelled()
        self._blocks()
        self._letterhead()
        self._sender_and_footer()
        self._payees()
        self._thanks()
        self._foot_of_page()
        self._common()
        self.contested = weigh_contacts(self.names, self.identifiers, self.layout, self.first)
        suppliers = sorted(self.names.values(), key=lambda n: -n.supplier)
        buyers = sorted(self.names.values(), key=lambda n: -n.buyer)
        best_supplier = next((n for n in suppliers if n.supplier > 0.35), None)
        best_supplier = self._in_full(best_supplier)
        written_to = None
        if best_supplier is not None and address_of_another(best_supplier, self.nameless, self.identifiers):
            lone = [n for n in suppliers if n.why == ["letterhead"] and not self._same(n, best_supplier)]
            lone = [n for n in lone if "bank" not in key(n.text) and not any(c.isdigit() for c in n.text)]
            addressed = any(self._heads_block(n) and not self._same(n, best_supplier) for n in buyers if n.buyer > 0.35)
            if lone and not addressed:
                written_to, best_supplier = best_supplier, lone[0]
        part = [n for n in buyers if _part_of(n, best_supplier) or _begins_alike(n, best_supplier)]
        best_buyer = next(
            (n for n in buyers if n.buyer > 0.35 and n not in part and not self._same(n, best_supplier)), None
        )
        if written_to is not None and best_buyer is None:
            best_buyer = written_to
            best_buyer.buyer = max(best_buyer.buyer, 0.55)
        if best_supplier and best_buyer is None:
            top = buyers[0] if buyers else None
            if top is best_supplier and top is not None and top.buyer > top.supplier + 0.3:
                best_buyer = top
                best_supplier = next((n for n in suppliers if n.supplier > 0.35 and not self._same(n, top)), None)
        if best_buyer is None:
            others = [
                n
                for n in buyers
                if (self._heads_block(n) or key(n.text) in self.contested)
                and not self._same(n, best_supplier)
                and n.role != "third_party"
                and n not in part
            ]
            best_buyer = max(others, key=lambda n: n.buyer + 0.3 * has_legal_form(n.text), default=None)
            if best_buyer is not None:
                best_buyer.buyer = max(best_buyer.buyer, 0.4) + 0.15
        if best_buyer is None and best_supplier is not None and self._addressed(best_supplier):
            # The writer's own address has no name (a logo is a picture): the one name belongs to the addressee.
            best_buyer = best_supplier
            best_supplier = next((n for n in suppliers if n.supplier > 0.5 and not self._same(n, best_buyer)), None)
        if self.kind is DocumentType.PURCHASE_ORDER:
            named = max((n for n in suppliers if "label:supplier" in n.why), key=lambda n: n.supplier, default=None)
            if named is not None and "label:buyer" not in named.why:
                # On an order the letterhead is the buyer's; who is to deliver stands behind its label.
                writer = best_supplier if named is not best_supplier else self._writer(suppliers, named, best_buyer)
                self.ordering = True  # what else the letterhead and the foot say is the buyer's
                best_supplier, best_buyer = named, writer or best_buyer
        if self.kind is DocumentType.PURCHASE_ORDER and not _labelled(best_supplier, best_buyer):
            # Without labels the letterhead is who writes and the address who is written to: here buyer and seller.
            self.ordering = True
            best_supplier, best_buyer = best_buyer, best_supplier
        best_buyer = self._firm_below(best_buyer, best_supplier)
        buyers = sorted(self.names.values(), key=lambda n: -n.buyer)
        return Parties(
            _ranked(suppliers, best_supplier, "supplier"),
            _ranked(buyers, best_buyer, "buyer"),
            self.role_of,
        )

    def _writer(self, names: Sequence[NameFound], seller: NameFound, asked_for: NameFound | None) -> NameFound | None:
        """Who heads an order whose only labelled buyer is a person of his, or nobody."""
        if asked_for is not None and not is_person(asked_for.text):
            return None
        heads = [n for n in names if "letterhead" in n.why and not self._same(n, seller) and n.role != "ship_to"]
        formed = [n for n in heads if has_legal_form(n.text) or n.domain]
        return max(formed, key=lambda n: n.supplier, default=None)

    def _firm_below(self, name: NameFound | None, seller: NameFound | None) -> NameFound | None:
        """The firm under a person's name over one address: it is the firm that is invoiced."""
        cell = name.tokens[0].cell if name is not None and name.tokens else None
        if name is None or cell is None or not is_person(name.text) or key(name.text) in self.own:
            return name
        below = straight_below(self.layout, cell)
        if below is None or len(cell.tokens) != len(name.tokens):
            return name
        if not second_name(below.text) or is_person(below.text):
            return name
        firm = self._note(below.text, below.tokens, 0.0, name.buyer + 0.1, "block:firm")
        if firm is None or self._same(firm, seller):
            return name
        firm.buyer = max(firm.buyer, name.buyer + 0.1)
        if not is_business(below.text):
            self.unsure_firms.append(below)  # perhaps the name of a house
        return firm

    def _in_full(self, name: NameFound | None) -> NameFound | None:
        """The same name with its legal form, printed elsewhere: one firm, named in full, with what speaks for both."""
        if name is None or has_legal_form(name.text):
            return name
        longer = next((n for n in self.names.values() if "letterhead" in n.why and _ends_with(n.text, name.text)), None)
        if longer is not None and "letterhead" not in name.why and longer.role not in ("buyer", "ship_to"):
            longer.supplier = max(name.supplier, longer.supplier) + 0.1  # "Helder & Zn." in the foot of its own paper
            longer.why = [*dict.fromkeys([*longer.why, *name.why])]
            return longer
        words = name.text.lower().split()
        bare = key(name.text)
        for other in self.names.values():
            if other is name or other.supplier <= 0.35 or not has_legal_form(other.text):
                continue
            formless = without_legal_form(other.text).lower().replace(",", " ").split()
            logo = len(bare) > 3 and other.role not in ("buyer", "ship_to") and _logo_of(words, formless)
            if key(without_legal_form(other.text)) == bare or logo:
                other.supplier = max(name.supplier, other.supplier) + 0.3
                other.domain = other.domain or name.domain
                other.why = [*dict.fromkeys([*other.why, *name.why])]
                return other
        return name

    def _addressed(self, name: NameFound) -> bool:
        """Nothing but its address speaks for the name, and another address without a name stands beside or above."""
        if name.domain or {"label:supplier", "sender", "footer", "payee", "block:contact"} & set(name.why):
            return False
        return bool(self.nameless) and bool({"block:plain", "block:number"} & set(name.why))

    def _heads_block(self, name: NameFound) -> bool:
        """The name opened an address block."""
        return any(why.startswith("block:") for why in name.why)

    def _same(self, a: NameFound | None, b: NameFound | None) -> bool:
        if a is None or b is None:
            return False
        one, other = key(a.text), key(b.text)
        if self.layout.is_ocr and len(one) >= 6 and Levenshtein.distance(one, other) <= 1:
            return True  # one letter misread: "Acme Ltd", "Acme lid"
        return fuzz.ratio(one, other) > 88


def _logo_of(logo: Sequence[str], name: Sequence[str]) -> bool:
    """Of a firm's name and the words of a logo the one begins with all of the other: "Anvil" of Anvil Robotics Ltd,
    "Envato Market" of Envato Pty Ltd."""
    short = min(len(logo), len(name))
    return short > 0 and list(logo[:short]) == list(name[:short]) and len(logo[0]) > 3


def _ends_with(whole: str, part: str) -> bool:
    """The last words of a name, two at least, are the other."""
    words, last = whole.lower().split(), part.lower().split()
    return len(words) > len(last) > 1 and words[-len(last) :] == last


def _part_of(name: NameFound, seller: NameFound | None) -> bool:
    """The first words of the seller's own name, set apart as in a logo, and no label calls them anybody's."""
    if seller is None or name is seller or _labelled(name) or has_legal_form(name.text):
        return False
    words, whole = name.text.lower().split(), seller.text.lower().split()
    return len(words) < len(whole) and whole[: len(words)] == words


def _begins_alike(name: NameFound, seller: NameFound | None) -> bool:
    """A department of the seller: all of the seller's name, then what it does ("Nuon Zakelijk" of Nuon N.V.)."""
    if seller is None or name is seller or _labelled(name) or has_legal_form(name.text):
        return False
    whole, bare = name.text.lower().split(), without_legal_form(seller.text).lower().split()
    return 0 < len(bare) < len(whole) and whole[: len(bare)] == bare


def _labelled(*names: NameFound | None) -> bool:
    """True when a label or heading says which side one of the names is on."""
    return any(why.endswith((":supplier", ":buyer")) for name in names if name for why in name.why)


def _ranked(names: Sequence[NameFound], best: NameFound | None, side: str) -> list[Candidate]:
    out = []
    ordered = ([best] if best else []) + [n for n in names if n is not best]
    for name in ordered[:6]:
        score = name.supplier if side == "supplier" else name.buyer
        if name is best or score > 0.35:
            out.append(Candidate(name.text, score, name.tokens, name.text, ",".join(name.why), domain=name.domain))
    return out if best is not None else []
