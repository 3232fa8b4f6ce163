"""The name over the only VAT id or company number of a paper.

Who charges VAT has to print his own id (article 226 of the VAT directive); the customer's is printed beside it, never
instead of it, and records of customers seldom hold company numbers. So the one number is the seller's, and so is the
name it stands under, as long as nobody else on the paper may be meant.
"""

from __future__ import annotations

from domain.reading import DocumentType
from ocr.local.candidate import Candidate
from ocr.local.contacts import heads_address, standing_over
from ocr.local.name_notes import NameFound
from ocr.local.names import has_legal_form
from ocr.local.text import key
from ocr.local.work import Work

_BILLS = frozenset({DocumentType.INVOICE, DocumentType.CREDIT_NOTE})
# Signs of a seller; a customer whom no label names must have none of them.
_SELLS = frozenset({"block:contact", "numbers", "vat", "sender", "footer", "payee"})
_OTHERS = frozenset({"buyer_vat_id", "other_vat_id"})
_NUMBERS = frozenset({"iban", "registration", "domain"})
_SELLERS = frozenset({"iban", "registration"})  # a VAT id alone may be the customer's, and the seller's lost
_MAY_BE_MEANT = 0.45  # a text of which so much speaks for the seller


def heads_only_vat(work: Work) -> bool:
    """True when the chosen supplier of a bill with a text layer is a letterhead over the only VAT id or company number
    of the paper; the customer is labelled, or VAT is charged, he is plainly addressed, and an account or company number
    stands under the supplier too; and nothing else may be the seller: no other firm without a label, no other name
    over an account, company number or web site."""
    if work.finder is None or work.parties is None or work.layout.is_ocr or work.kind.best not in _BILLS:
        return False
    if not work.parties.suppliers or not work.parties.buyers:
        return False
    supplier, buyer = work.parties.suppliers[0], work.parties.buyers[0]
    why = supplier.why.split(",")
    if "letterhead" not in why or _of_another_part(why) or _one(supplier.value, buyer.value):
        return False
    under = _kinds_under(work, supplier.value)
    mine = under.pop(key(supplier.value), set())
    if not _holds_only_number(work, mine, has_legal_form(supplier.value)):
        return False
    numbers_tell = _charges_vat(work) and bool(_SELLERS & mine)
    if any(_NUMBERS & kinds for kinds in under.values()) or not _is_customer(buyer, numbers_tell):
        return False
    return not any(_may_sell(name, supplier, buyer) for name in work.finder.names.values())


def _holds_only_number(work: Work, mine: set[str], form: bool) -> bool:
    """The only VAT id of the paper stands under the name, which has a legal form or a company number; or a firm stands
    over the only company number, and over its VAT id too where ids are printed. ``mine``: kinds under the name."""
    numbers = [i for i in work.identifiers if i.kind in ("vat", "registration")]
    vats = {i.value for i in numbers if i.kind == "vat"}
    companies = {i.value for i in numbers if i.kind == "registration"}
    if any(_OTHERS & i.label for i in numbers):
        return False
    if len(vats) == 1 and "vat" in mine:
        return form or "registration" in mine
    return form and len(companies) == 1 and "registration" in mine and ("vat" in mine or not vats)


def _kinds_under(work: Work, chosen: str) -> dict[str, set[str]]:
    """name (as key) -> kinds of numbers in its column below it, with no other name between."""
    finder = work.finder
    assert finder is not None
    placed = [n for n in finder.names.values() if n.tokens and n.tokens[0].page == finder.first]
    heads = [n for n in placed if heads_address(n) or key(n.text) == key(chosen)]
    out: dict[str, set[str]] = {}
    for identifier in work.identifiers:
        over = standing_over(identifier, heads, work.layout)
        if over is not None:
            out.setdefault(key(over.text), set()).add(identifier.kind)
    return out


def _charges_vat(work: Work) -> bool:
    return work.totals.vat is not None and work.totals.vat.value != 0


def _is_customer(buyer: Candidate, numbers_tell: bool) -> bool:
    """A label calls the name the customer's; or, where the seller's numbers tell as well (``numbers_tell``), it heads
    an address, is no firm by its form, and nothing of a seller stands with it."""
    why = buyer.why.split(",")
    if "label:buyer" in why:
        return True
    plain = not has_legal_form(buyer.value) and not buyer.domain and not _SELLS & set(why)
    return numbers_tell and plain and any(w.startswith("block:") for w in why)


def _may_sell(name: NameFound, supplier: Candidate, buyer: Candidate) -> bool:
    """Another text that may be the seller's name: a firm by its form, or one that more than its place speaks for."""
    if _one(name.text, supplier.value) or name.text == buyer.value or _of_another_part(name.why):
        return False
    return has_legal_form(name.text) or (name.supplier > _MAY_BE_MEANT and set(name.why) != {"letterhead"})


def _of_another_part(why: list[str]) -> bool:
    """A label names the text as somebody else than the seller."""
    return any(w.startswith("label:") and w != "label:supplier" for w in why)


def _one(one: str, other: str) -> bool:
    """The one name is the other, or part of it."""
    first, second = key(one), key(other)
    return first in second or second in first
