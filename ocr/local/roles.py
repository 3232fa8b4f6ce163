"""Who is who: whether more than its place on the page says that the chosen name is the seller's.

A name at the top of a page may be the addressee's: logos are pictures, senders stand in feet that are cut off. What
proves the seller is a label, a sender's line, the foot, the payee, the mail or web domain, or our own name on the
other side.
"""

from __future__ import annotations

from domain.reading import DocumentType
from ocr.local.candidate import Candidate
from ocr.local.contacts import heads_address, standing_over
from ocr.local.nameless import address_of_another
from ocr.local.names import has_legal_form, has_postcode, is_street
from ocr.local.only_vat import heads_only_vat
from ocr.local.persons import is_person, second_name, straight_below
from ocr.local.text import key
from ocr.local.work import Work

_BILLS = frozenset({DocumentType.INVOICE, DocumentType.CREDIT_NOTE})
_TELLING = frozenset({"label:supplier", "sender", "footer", "payee"})


def seller_open(work: Work) -> bool:
    """True when the chosen supplier of a bill could as well be its addressee."""
    if work.kind.best not in _BILLS or work.parties is None or work.finder is None or not work.parties.suppliers:
        return False
    supplier = work.parties.suppliers[0]
    buyer = work.parties.buyers[0] if work.parties.buyers else None
    why = set(supplier.why.split(","))
    if (buyer is not None and _one_name(supplier.value, buyer.value)) or _under_larger(work, supplier):
        return True
    if _under_person(work, supplier):
        return True
    told_buyer = buyer is not None and "label:buyer" in buyer.why.split(",")  # then this name is not the addressee's
    named = None if told_buyer else work.finder.names.get(key(supplier.value))
    if named is not None and address_of_another(named, work.finder.nameless, work.identifiers):
        return True
    if heads_only_vat(work):
        return _other_is_labelled(work, why)
    if why & _TELLING == {"label:supplier"} and (_only_labelled(work, supplier) or _other_heads(work, supplier, buyer)):
        return True
    if why & _TELLING or (supplier.domain and not _other_in_reach(work, supplier)):
        return _other_is_labelled(work, why)
    if buyer is not None and key(buyer.value) in work.finder.own:
        return False
    if key(supplier.value) in work.finder.contested and buyer is not None and not told_buyer:
        return "numbers" not in why or not _on_top(supplier, buyer)
    if work.finder.nameless and not _in_block(work, supplier) and not _head_of_nameless(work, supplier, buyer):
        return True  # the writer's address stands there without a name, so this name may be the addressee's
    if buyer is None:
        return not _in_block(work, supplier) or _other_firm(work, supplier)
    if {"label:buyer", "block:buyer"} & set(buyer.why.split(",")):
        return bool({"sender", "footer", "payee"} & set(buyer.why.split(",")))  # a label against the writer's own foot
    if buyer.domain and not supplier.domain:
        return True  # the only name that the mail or web address on the paper is made of is the other one
    if {"block:contact", "vat"} <= why and set(buyer.why.split(",")) <= {"block:plain", "block:else", "letterhead"}:
        return False  # beside each other: the only VAT id and ways to reach somebody are both under this name
    plain = set(buyer.why.split(",")) <= {"block:plain", "block:else", "letterhead"}
    if {"block:number", "vat"} <= why and plain and _company_number(work):
        return False  # the same with its company number, which customers' records do not hold
    if _in_block(work, buyer) and not _in_block(work, supplier) and not supplier.domain:
        return "numbers" not in why and "vat" not in why  # the other one can be reached, this one only stands first
    return not _on_top(supplier, buyer)


def _company_number(work: Work) -> bool:
    """The seller's company number was read, and it is not a number that is his VAT id as well."""
    number, vat = work.fields.get("supplier_registration"), work.fields.get("supplier_vat")
    return number is not None and vat is not None and number.value not in vat.value


def _under_larger(work: Work, supplier: Candidate) -> bool:
    """Straight above the chosen name, without a legal form, stands another text that may be the name, set larger: the
    lower one may be a slogan or a trade."""
    cell = supplier.tokens[0].cell if supplier.tokens else None
    if cell is None or work.finder is None or has_legal_form(supplier.value) or supplier.domain or not cell.line.number:
        return False
    above = work.layout.lines[cell.line.number - 1]
    if above.page != cell.line.page or cell.line.y - above.y > 3.5 * work.layout.height:
        return False
    over = next((c for c in above.cells if c.x0 < cell.x1 and c.x1 > cell.x0), None)
    return over is not None and over.size > 1.2 * cell.size and key(over.text) in work.finder.names


def _under_person(work: Work, supplier: Candidate) -> bool:
    """Straight above the chosen name, without a legal form, stands a person's: the lower one may be what he does."""
    cell = supplier.tokens[0].cell if supplier.tokens else None
    if cell is None or has_legal_form(supplier.value) or is_person(supplier.value):
        return False
    above = work.layout.lines[max(0, cell.line.number - 2) : cell.line.number]
    over = [
        c for line in above for c in line.cells if c.x0 < cell.x1 and c.x1 > cell.x0 and line.page == cell.line.page
    ]
    return any(is_person(c.text) and cell.line.y - c.line.y < 3.5 * work.layout.height for c in over)


def _head_of_nameless(work: Work, supplier: Candidate, buyer: Candidate | None) -> bool:
    """A letterhead set in two columns: the name large at the top, its address beside it without a name, and under
    both the addressee with an address of his own."""
    assert work.finder is not None
    if buyer is None or "block:" not in buyer.why or not buyer.tokens or not supplier.tokens:
        return False
    name, other = supplier.tokens[0], buyer.tokens[0]
    if name.page != other.page or name.y > 0.2 or name.size < 1.25 * work.finder.usual:
        return False
    beside = all(
        block[0].line.page == name.page and abs(block[0].tokens[0].y - name.y) < 2.5 * name.size
        for block in work.finder.nameless
    )
    return beside and other.y - name.y > 2.0 * name.size


def _one_name(one: str, other: str) -> bool:
    """Seller and buyer are one name, more or less in full."""
    first, second = key(one), key(other)
    return len(min(first, second, key=len)) > 3 and (first in second or second in first)


def vat_owner_open(work: Work) -> bool:
    """VAT is charged and the only VAT id of the paper was taken for the customer's, though nothing calls it his: who
    charges VAT has to print his own (article 226 of the VAT directive)."""
    if "buyer_vat" not in work.fields or "supplier_vat" in work.fields:
        return False
    if work.kind.best is DocumentType.PURCHASE_ORDER:
        return False  # written by the customer
    vat = work.totals.vat
    ids = [i for i in work.identifiers if i.kind == "vat"]
    named = any("buyer_vat_id" in i.label for i in ids)
    return vat is not None and vat.value != 0 and len({i.value for i in ids}) == 1 and not named


def vat_elsewhere(work: Work) -> bool:
    """The seller's VAT id stands only under the name of somebody else, with neither the heading of the paper nor the
    billed lines in between."""
    vat = work.fields.get("supplier_vat")
    if vat is None or work.parties is None or work.finder is None or not work.parties.suppliers:
        return False
    finder, seller = work.finder, work.parties.suppliers[0].value
    heads = [n for n in finder.names.values() if n.tokens and n.tokens[0].page == finder.first and heads_address(n)]
    places = [i for i in work.identifiers if i.kind == "vat" and i.value == vat.value]
    over = [standing_over(i, heads, work.layout) for i in places]
    table = work.items.head_lines | work.items.used_lines
    between = {*table, *(h.line.number for h in work.kind.headings)}
    return bool(over) and all(
        name is not None
        and name.tokens[0].line is not None
        and (has_legal_form(name.text) or _is_buyer(work, name.text))
        and not _one_name(name.text, seller)
        and not any(name.tokens[0].line.number < number < place.line.number for number in between)
        for name, place in zip(over, places, strict=True)
    )


def _is_buyer(work: Work, name: str) -> bool:
    buyers = work.parties.buyers if work.parties is not None else []
    return bool(buyers) and key(buyers[0].value) == key(name)


def _other_heads(work: Work, supplier: Candidate, buyer: Candidate | None) -> bool:
    """A word for the seller stands before the name further down, but another firm heads the paper."""
    assert work.finder is not None
    if not supplier.tokens or supplier.domain:
        return False
    start = supplier.tokens[0]
    known = {key(supplier.value), key(buyer.value) if buyer is not None else ""}
    return any(
        "letterhead" in n.why
        and has_legal_form(n.text)
        and key(n.text) not in known
        and not any(w.startswith("label:") for w in n.why)
        and n.tokens[0].page == start.page
        and start.y - n.tokens[0].y > 4 * n.tokens[0].size
        for n in work.finder.names.values()
        if n.tokens
    )


def _only_labelled(work: Work, supplier: Candidate) -> bool:
    """A word for the seller stands before the name, and nothing else on the paper bears the name out: no legal form,
    no address under it, no domain, no second mention. The word may mean who serves, sends or signs."""
    if supplier.domain or has_legal_form(supplier.value) or work.mentions(supplier.value) > 1:
        return False
    cell = supplier.tokens[0].cell if supplier.tokens else None
    if cell is None or "block:" in supplier.why:
        return False
    return not any(
        abs(other.x0 - cell.x0) < work.layout.em and (has_postcode(other.text) or is_street(other.text))
        for line in work.layout.lines[cell.line.number + 1 : cell.line.number + 5]
        if line.page == cell.line.page
        for other in line.cells
    )


def buyer_open(work: Work) -> bool:
    """Two names stand over the addressee's street, neither with a legal form, nothing else on the paper bears the
    first one out, and given names do not tell which of them is the person."""
    if work.parties is None or work.finder is None or not work.parties.buyers or "buyer_name" not in work.fields:
        return False
    buyer = work.parties.buyers[0]
    cell = buyer.tokens[0].cell if buyer.tokens else None
    if cell is None or buyer.domain or has_legal_form(buyer.value) or key(buyer.value) in work.finder.own:
        return False
    if work.mentions(buyer.value) > 1:
        return False
    if cell in work.finder.unsure_firms:
        return True
    below = straight_below(work.layout, cell)
    if below is None or not second_name(below.text):
        return False
    return is_person(buyer.value) or not is_person(below.text)  # the firm first, then who is asked for there


def foreign_vat(work: Work) -> bool:
    """The seller's VAT id and account are of different countries, and the id does not stand under the seller's name."""
    vat, iban = work.fields.get("supplier_vat"), work.fields.get("supplier_iban")
    if vat is None or iban is None or not vat.value[:2].isalpha() or not iban.value[:2].isalpha():
        return False
    return vat.value[:2] != iban.value[:2] and work.features.get("supplier_vat", {}).get("sure", 1.0) <= 0.85


def _other_is_labelled(work: Work, why: set[str]) -> bool:
    """A label names somebody else as the seller, and the chosen name has no label."""
    assert work.finder is not None
    if "label:supplier" in why:
        return False
    return any(
        "label:supplier" in n.why and n.supplier > 0.35 and "label:buyer" not in n.why
        for n in work.finder.names.values()
    )


def _other_firm(work: Work, supplier: Candidate) -> bool:
    """Another text with a legal form stands where names of parties stand."""
    assert work.finder is not None
    return any(
        has_legal_form(n.text) and n.text != supplier.value and max(n.supplier, n.buyer) > 0.4
        for n in work.finder.names.values()
    )


def _other_in_reach(work: Work, supplier: Candidate) -> bool:
    """Somebody else's address has the telephone, mail or web: firms of one group share a domain."""
    assert work.finder is not None
    if _in_block(work, supplier):
        return False
    return any("block:contact" in n.why and n.text != supplier.value for n in work.finder.names.values())


def _in_block(work: Work, supplier: Candidate) -> bool:
    """The name opens an address of its own, with telephone, mail or web beside it."""
    return "block:contact" in supplier.why.split(",")


def _on_top(supplier: Candidate, buyer: Candidate) -> bool:
    """The seller's name is printed above the addressee's, or beside it and larger."""
    if not supplier.tokens or not buyer.tokens or supplier.tokens[0].page != buyer.tokens[0].page:
        return True
    first, second = supplier.tokens[0], buyer.tokens[0]
    if second.y - first.y > 2.5 * first.size:
        return True
    return abs(second.y - first.y) <= 2.5 * first.size and first.size > 1.15 * second.size
