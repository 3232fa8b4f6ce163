"""Supplier and buyer with their numbers."""

from __future__ import annotations

from domain.findings import Severity
from domain.reading import DocumentType, FieldValue
from ocr.local.bank import iban_candidates
from ocr.local.candidate import Candidate, best_of
from ocr.local.identifiers import Identifier
from ocr.local.layout import box_of
from ocr.local.names import has_legal_form, has_postcode
from ocr.local.only_vat import heads_only_vat
from ocr.local.owners import side_of
from ocr.local.parties import PartyFinder
from ocr.local.till import AT_THE_HEAD, heads_receipt
from ocr.local.work import Work

_BY_PLACE = 0.8  # how sure an owner is that only the name nearest above tells


def fill_parties(work: Work) -> None:
    """Names first, then each number to the party it belongs to."""
    items = work.items
    finder = PartyFinder(
        work.layout,
        work.labels,
        work.near,
        work.identifiers,
        work.context.own_identifiers,
        work.kind.best,
        items.head_lines | items.text_lines | items.used_lines,
    )
    work.finder = finder
    work.parties = finder.find()
    suppliers, buyers = work.parties.suppliers, work.parties.buyers
    _name(work, "supplier_name", suppliers)
    _name(work, "buyer_name", buyers)
    if work.kind.best is DocumentType.RECEIPT and suppliers and not buyers and heads_receipt(work.layout, suppliers):
        work.floors["supplier_name"] = AT_THE_HEAD
    supplier = suppliers[0] if suppliers else None
    buyer = buyers[0] if buyers else None
    _vat_ids(work, finder, supplier, buyer)
    _registration(work, finder, supplier, buyer)
    _iban(work, finder)
    if suppliers and not work.layout.is_ocr and _opens_own_line(work, suppliers):
        work.floors["supplier_name"] = IN_OWN_LINE
    if heads_only_vat(work):
        work.floors["supplier_name"] = OVER_ONLY_VAT
    if len(buyers) == 1 and not work.layout.is_ocr and _called_buyer(buyers[0]):
        work.floors["buyer_name"] = CALLED_BUYER
    _mail(work)


# Stated for a name that opens the writer's own line, its address and numbers behind it, with no other name near: on
# five sets of layouts none of these was wrong.
IN_OWN_LINE = 0.87
# Stated for the name over the only VAT id or company number of a bill, with nobody else who may sell: on eight sets of
# papers all 16 doubted names of this kind were right.
OVER_ONLY_VAT = 0.87
# Stated for the only name that may be the customer's, where a label calls it his: 32 of 33 on five sets of layouts.
CALLED_BUYER = 0.87
_NEAR = 0.2
_NUMBERS = ("supplier_vat", "supplier_iban", "supplier_registration")


def _called_buyer(buyer: Candidate) -> bool:
    return "label:buyer" in buyer.why.split(",") and not any(c.isdigit() for c in buyer.value)


def _opens_own_line(work: Work, ranked: list[Candidate]) -> bool:
    """The name is the first of a sender's line or a foot that goes on with a postcode and its town and with numbers of
    the seller, and every number of the seller that was read stands there."""
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    if second is not None and first.score - second.score <= _NEAR:
        return False
    line = first.tokens[0].line if first.tokens else None
    if line is None or first.tokens[0] is not line.tokens[0] or not {"sender", "footer"} & set(first.why.split(",")):
        return False
    here = {i.value for i in work.identifiers if i.line is line}
    read = {work.fields[name].value for name in _NUMBERS if name in work.fields}
    return bool(read) and read <= here and has_postcode(line.text)


def _name(work: Work, name: str, ranked: list[Candidate]) -> None:
    if not ranked:
        return
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    why = first.why.split(",")
    if (
        " " not in first.value
        and not first.domain
        and not has_legal_form(first.value)
        and work.mentions(first.value) < 2
    ):
        work.caps[name] = 0.8  # a single word that nothing else bears out
    side = "supplier" if name.startswith("supplier") else "buyer"
    work.put(
        name,
        first,
        second,
        labelled=float(f"label:{side}" in why),
        form=float(has_legal_form(first.value)),
        kinds=min(4, len(why)) / 4,
        sender=float("sender" in why or "footer" in why or "payee" in why),
        block=float(any(w.startswith("block") for w in why)),
        letterhead=float("letterhead" in why),
        domain=float(first.domain),
    )


def _vat_ids(work: Work, finder: PartyFinder, supplier: Candidate | None, buyer: Candidate | None) -> None:
    sides: dict[str, list[Candidate]] = {"supplier": [], "buyer": []}
    groups: dict[str, list[tuple[str, float, Identifier]]] = {}
    for identifier in work.identifiers:
        if identifier.kind == "vat":
            side, sure = side_of(identifier, finder, buyer, supplier)
            groups.setdefault(identifier.value, []).append((side, sure, identifier))
    for group in groups.values():
        # The same number in several places has one owner: the surest mention tells; on a tie the supplier.
        side, sure, identifier = max(group, key=lambda g: (g[1], g[0] == "supplier"))
        bill = work.kind.best is not DocumentType.PURCHASE_ORDER  # there the letterhead is the buyer's
        if bill and side == "buyer" and sure <= _BY_PLACE and len(groups) == 1 and buyer is not None:
            # Who sells has to print his VAT id (article 226 of the VAT directive): a single one is his, unless it
            # stands with the customer's address.
            if _heading_between(work, buyer, identifier):
                side, sure = "supplier", 0.6
        if side not in sides:
            continue
        score = sure + (0.2 if identifier.valid else 0.0) + (0.15 if identifier.label else 0.0)
        checks = ("checksum",) if identifier.valid else ()
        sides[side].append(Candidate(identifier.value, score, identifier.tokens, identifier.raw, "vat", checks))
        sides[side][-1].sure = sure
    for side, name in (("supplier", "supplier_vat"), ("buyer", "buyer_vat")):
        if any(not c.value.startswith("EU") for c in sides[side]):  # beside it the id of one state is the one to give
            sides[side] = [c for c in sides[side] if not c.value.startswith("EU")]
        first, second = best_of(sides[side])
        if first is None:
            continue
        _failed(work, name, first)
        work.put(name, first, second, sure=first.sure, several=float(len(sides[side]) > 1))
        if len(sides[side]) > 1:
            work.note("SEVERAL_CANDIDATES", Severity.INFO, name, values=", ".join(c.value for c in sides[side][:4]))


def _heading_between(work: Work, name: Candidate, identifier: Identifier) -> bool:
    """The heading of the paper stands between a name and a number below it."""
    return any(name.tokens[0].y < heading.line.y < identifier.line.y for heading in work.kind.headings if name.tokens)


def _registration(work: Work, finder: PartyFinder, supplier: Candidate | None, buyer: Candidate | None) -> None:
    found = []
    vat = {id(t) for i in work.identifiers if i.kind == "vat" for t in i.tokens}
    for identifier in work.identifiers:
        twice = all(id(t) in vat for t in identifier.tokens) and "org" not in identifier.label
        if identifier.kind != "registration" or twice:
            continue  # printed once, as a VAT id
        side, sure = side_of(identifier, finder, buyer, supplier)
        if side == "other" and "hr" in identifier.label:
            side, sure = "supplier", 0.5  # a commercial register is named by the party that issues the paper
        if side != "supplier":
            continue
        digits = "".join(c for c in identifier.value if c.isdigit())
        score = sure + (0.2 if identifier.valid else 0.0) + (0.1 if len(digits) == 14 else 0.0)
        score -= 0.1 if "other" in identifier.label else 0.0
        checks = ("checksum",) if identifier.valid else ()
        found.append(Candidate(identifier.value, score, identifier.tokens, identifier.raw, "registration", checks))
        found[-1].sure = sure
    _establishments(found, work.layout.is_ocr)
    first, second = best_of(found)
    if first is not None:
        work.put("supplier_registration", first, second, sure=first.sure, several=float(len(found) > 1))


def _establishments(found: list[Candidate], is_ocr: bool) -> None:
    """A French firm's number (SIREN) is the beginning of its establishment's (SIRET): where both are printed they are
    one owner's, and the fuller one is given, whether or not the check digit of the establishment holds."""
    digits = {id(c): "".join(d for d in c.value if d.isdigit()) for c in found}
    for full in [c for c in found if len(digits[id(c)]) == 14 and (c.checks or not is_ocr)]:
        short = [c for c in found if len(digits[id(c)]) == 9 and digits[id(full)].startswith(digits[id(c)])]
        if short:
            full.score = max(full.score, *(c.score + 0.1 for c in short))
            full.sure = max(full.sure, *(c.sure for c in short))
            found[:] = [c for c in found if c not in short]


def _iban(work: Work, finder: PartyFinder) -> None:
    found = iban_candidates(work.layout, work.identifiers, finder)
    first, second = best_of(found)
    if first is None or first.score <= 0.3:
        return
    _failed(work, "supplier_iban", first)
    values = {c.value for c in found}
    work.put("supplier_iban", first, second, several=float(len(values) > 1))
    if len(values) > 1:
        work.note("SEVERAL_CANDIDATES", Severity.INFO, "supplier_iban", values=", ".join(sorted(values)[:4]))


def _failed(work: Work, name: str, candidate: Candidate) -> None:
    """A failed check digit is told, never mended: the value is what the page prints."""
    if "checksum" not in candidate.checks:
        work.note("CHECKSUM_FAILED", Severity.INFO, name, candidate.tokens, value=candidate.value)


def _mail(work: Work) -> None:
    """The supplier's mail address, for the vendor step: the first whose domain is not the buyer's."""
    buyer = work.fields.get("buyer_name")
    for identifier in work.identifiers:
        if identifier.kind != "email" or work.finder is None:
            continue
        if work.finder.role_of.get(id(identifier.tokens[0].cell)) in ("buyer", "ship_to", "third_party"):
            continue
        if buyer is not None and identifier.value.partition("@")[2].partition(".")[0] in buyer.value.lower().replace(
            " ", ""
        ):
            continue
        work.fields["supplier_email"] = FieldValue(
            identifier.value, 0.6, work.source, identifier.raw, (box_of(identifier.tokens),)
        )
        return
