"""Reading by what a vendor's confirmed documents taught; the second look, once it is known whose document it is.

A lesson fills what is missing or doubtful and backs what agrees with it. It never replaces a value that a sum, a
check digit or a second source proves; against a sure reading it only raises doubt. Nothing here makes a document
``auto_ok``: that is decided from what the page itself proves (``document.read_document``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from domain.findings import Severity
from domain.money import decimal_or_none
from domain.reading import AMOUNT_FIELDS, DATE_FIELDS, DocumentType, FieldValue
from ocr.local.dates import DateFound
from ocr.local.layout import Token, box_of
from ocr.local.learning import item_table
from ocr.local.learning.layout import NEAR_X, NEAR_Y, LearntLayout, LearntSpot, best_match
from ocr.local.learning.lesson import BACKED, LEARNED, TAUGHT
from ocr.local.learning.places import Hit, LabelIndex, bare, fixed_texts, shape_of
from ocr.local.learning.teach import titles
from ocr.local.text import key
from ocr.local.work import Work

# Confidence from which a reading stands against a learnt place; what it falls to then; what one value read twice has.
SURE, DOUBTED, AGREED = 0.8, 0.78, 0.95
# What a field's checks say: the value, or that it is sure, is owed to a lesson; or one merely agrees.
_FEW = 3  # learnt places from which it can be told that most of them are empty
_SUM_FIELDS = ("net_total", "vat_total", "gross_total")
# What a title in the vendor's own words may turn into an invoice or credit note; never one of these into the other.
_MISTAKEN = frozenset(DocumentType) - {DocumentType.INVOICE, DocumentType.CREDIT_NOTE, DocumentType.RECEIPT}


def apply(work: Work) -> None:
    """Look again with the lessons of the vendor this document is from, if there are any."""
    if work.context.lessons is None:
        return
    layouts = work.context.lessons({name: found.value for name, found in work.fields.items()})
    if not layouts:
        return
    layout, alike = best_match(fixed_texts(work), layouts)
    if layout is None:
        if any(each.active for each in layouts):
            _changed(work, max(each.documents for each in layouts), alike)
        return
    if not layout.active:
        return
    _settle_days(work, layout.habits.get("date_order", ""))
    used, found = _places(work, layout)
    if used >= _FEW and 2 * found < used:  # the same letterhead, but hardly a value stands where it stood
        _changed(work, layout.documents, found / used)
    else:
        work.note("READ_AS_LEARNED", Severity.INFO, documents=str(layout.documents), layout=layout.key)
    _prove_sum(work)
    _currency(work, layout)
    _title(work, layout.habits)
    _items(work, layout)


def filled_confidence(count: int, labelled: bool) -> float:
    """How sure a value is that only a learnt place gives, after ``count`` documents without contradiction: 0.85 after
    three, above 0.9 from the fifth on. Without a label beside it, it stays one to look at."""
    return round(min(0.95 if labelled else 0.85, 1.0 - 0.45 / max(count, 1)), 4)


def _changed(work: Work, documents: int, alike: float) -> None:
    work.note("LAYOUT_CHANGED", Severity.INFO, documents=str(documents), alike=f"{alike:.2f}")


def _places(work: Work, layout: LearntLayout) -> tuple[int, int]:
    """Read every field that has a learnt place. Returns how many have one, and at how many of those something stood;
    names are not counted, they belong to the letterhead."""
    index = LabelIndex(work.layout)
    used = found = 0
    for name in TAUGHT:
        places = layout.places(name)
        counts = bool(places) and not name.endswith("_name")
        used += counts
        hits = [(place, hit) for place in places if (hit := _at(work, index, place)) is not None]
        if not hits:
            continue
        found += counts
        values = {key(hit.value) for _, hit in hits}
        best, hit = hits[0]
        if len(values) > 1 and best.weight < 1.3 * max(p.weight for p, h in hits if key(h.value) != key(hit.value)):
            continue  # two learnt places with different values: neither knows
        _take(work, name, best, hit)
    return used, found


def _take(work: Work, name: str, place: LearntSpot, hit: Hit) -> None:
    known = work.fields.get(name)
    if known is not None and _equal(name, known.value, hit.value):
        backed = BACKED if known.proven or known.confidence >= AGREED else LEARNED
        checks = tuple(dict.fromkeys((*known.checks, backed)))
        work.fields[name] = replace(known, confidence=max(known.confidence, AGREED), checks=checks)
        return
    if known is not None and known.proven:
        work.note("LEARNED_DIFFERS", Severity.INFO, name, hit.tokens, learnt=hit.value, read=known.value)
        return
    if known is not None and known.confidence >= SURE and name.endswith("_name"):
        return  # names are printed in several forms and places: another one is no contradiction
    if known is not None and (known.confidence >= SURE or name in AMOUNT_FIELDS):
        lowered = min(known.confidence, DOUBTED)
        work.fields[name] = replace(known, confidence=lowered)
        work.note("LEARNED_DIFFERS", Severity.CHECK, name, hit.tokens, learnt=hit.value, read=known.value)
        return
    sure = filled_confidence(place.count, bool(place.spot.label))
    if name in AMOUNT_FIELDS:
        if not place.spot.label or _breaks_sum(work, name, hit.value):
            return
        sure = min(sure, 0.85)  # an amount is sure by a sum only
    raw = " ".join(token.text for token in hit.tokens)
    work.fields[name] = FieldValue(hit.value, sure, work.source, raw, (box_of(hit.tokens),), False, (LEARNED,))


def _equal(name: str, a: str, b: str) -> bool:
    if name in AMOUNT_FIELDS:
        one, other = decimal_or_none(a), decimal_or_none(b)
        return one is not None and other is not None and abs(one) == abs(other)
    return key(a) == key(b)


def _at(work: Work, index: LabelIndex, place: LearntSpot) -> Hit | None:
    """The value at the learnt distance from the label, if label and value are both there."""
    spot = place.spot
    if not spot.label:
        first = work.layout.page_numbers[0] if work.layout.page_numbers else 1
        return _value_near(work, place, first, spot.dx, spot.dr, spot.dy)
    for start in index.find(spot.label):
        hit = _value_near(work, place, start.page, start.x0 + spot.dx, start.x0 + spot.dr, start.y + spot.dy)
        if hit is not None:
            return hit
    return None


def _value_near(work: Work, place: LearntSpot, page: int, left: float, right: float, y: float) -> Hit | None:
    def near(first: Token, last: Token) -> bool:
        inside = first.page == page and abs(first.y - y) < NEAR_Y
        return inside and (abs(first.x0 - left) < NEAR_X or abs(last.x1 - right) < NEAR_X)

    name = place.spot.field
    if name in DATE_FIELDS:
        for date in work.dates:
            if near(date.tokens[0], date.tokens[-1]):
                return Hit(date.value.isoformat(), date.tokens)
        return None
    if name in AMOUNT_FIELDS:
        fitting = [a for a in work.amounts if not a.percent and a.is_money and near(a.tokens[0], a.tokens[-1])]
        return Hit(f"{fitting[-1].value:f}", fitting[-1].tokens) if fitting else None
    return _text_near(work, place, page, left, y)


def _text_near(work: Work, place: LearntSpot, page: int, left: float, y: float) -> Hit | None:
    name = place.spot.field.endswith("_name")
    for line in work.layout.lines:
        if line.page != page or abs(line.y - y) > 3 * NEAR_Y:
            continue
        for token in line.tokens:
            if abs(token.x0 - left) >= NEAR_X or abs(token.y - y) >= NEAR_Y:
                continue
            cell = token.cell
            assert cell is not None
            rest = cell.tokens[token.index - cell.tokens[0].index :]
            if name:
                return Hit(" ".join(t.text for t in rest).strip(" :;,"), list(rest))
            for end in range(1, min(6, len(rest)) + 1):
                text = bare(rest[:end])
                if shape_of(text) in place.shapes and any(c.isdigit() for c in text):
                    return Hit(text, list(rest[:end]))
    return None


def _settle_days(work: Work, order: str) -> None:
    """Dates that can be read two ways are read in the vendor's order, unless this document itself shows its own."""
    if not order or any(d.swapped is None and _numeric(d) for d in work.dates):
        return
    here = next((_order(d) for d in work.dates if d.swapped is not None and _numeric(d)), "")
    if not here:
        return
    turned: dict[str, str] = {}
    if here != order:
        for found in work.dates:
            if found.swapped is not None and _numeric(found):
                turned[found.value.isoformat()] = found.swapped.isoformat()
                found.value, found.swapped = found.swapped, found.value
    for name in DATE_FIELDS & work.fields.keys():
        known = work.fields[name]
        if known.proven or "swapped" not in work.features.get(name, {}):
            continue
        checks = tuple(dict.fromkeys((*known.checks, LEARNED)))
        if known.value in turned:
            work.fields[name] = replace(known, value=turned[known.value], confidence=0.85, checks=checks)
        elif work.features[name]["swapped"]:
            work.fields[name] = replace(known, confidence=max(known.confidence, AGREED), checks=checks)
        work.features[name]["swapped"] = 0.0


def _numeric(found: DateFound) -> bool:
    parts = found.raw.replace("/", "-").split("-")
    return len(parts) == 3 and all(p.strip().isdigit() for p in parts) and len(parts[0].strip()) <= 2


def _order(found: DateFound) -> str:
    first = int(found.raw.replace("/", "-").split("-")[0])
    return "dm" if first == found.value.day else "md"


def _breaks_sum(work: Work, name: str, value: str) -> bool:
    """Whether net and VAT would not make the gross total with this value, the other two being read."""
    found = {n: decimal_or_none(value if n == name else work.fields[n].value) for n in _SUM_FIELDS if n in work.fields}
    found[name] = decimal_or_none(value)
    net, vat, gross = (found.get(n) for n in _SUM_FIELDS)
    return net is not None and vat is not None and gross is not None and net + vat != gross


def _prove_sum(work: Work) -> None:
    """An amount that a learnt place gave is proven when net and VAT then make the gross total."""
    found = [work.fields.get(name) for name in _SUM_FIELDS]
    if any(f is None for f in found) or not any(LEARNED in f.checks and not f.proven for f in found if f):
        return
    net, vat, gross = (decimal_or_none(f.value) for f in found if f)
    if net is None or vat is None or gross is None or net + vat != gross or vat == 0:
        return
    for name in _SUM_FIELDS:
        known = work.fields[name]
        if not known.proven and LEARNED in known.checks:
            work.fields[name] = replace(known, proven=True, confidence=AGREED, checks=(*known.checks, "arithmetic"))


def _currency(work: Work, layout: LearntLayout) -> None:
    usual = layout.habits.get("currency", "")
    known = work.fields.get("currency")
    if not usual or (known is not None and (known.proven or known.confidence >= SURE)):
        return
    if known is None or known.value == usual:
        sure = filled_confidence(layout.documents, True) if known is None else AGREED
        old = known or FieldValue(usual, sure, work.source)
        work.fields["currency"] = replace(old, confidence=max(sure, old.confidence), checks=(*old.checks, LEARNED))


def _title(work: Work, habits: Mapping[str, str]) -> None:
    """A paper that was taken for none of the things we pay, though this vendor's invoices bear that title."""
    if work.kind.best not in _MISTAKEN:
        return
    told = {habits[name] for title in titles(work) if (name := f"title:{title}") in habits}
    if len(told) == 1 and (kind := told.pop()) in (DocumentType.INVOICE, DocumentType.CREDIT_NOTE):
        work.note("TYPE_LEARNED", Severity.CHECK, type=kind)
        work.kind = replace(work.kind, best=DocumentType(kind), margin=0.0)


def _items(work: Work, layout: LearntLayout) -> None:
    net = work.fields.get("net_total")
    amount: Decimal | None = decimal_or_none(net.value) if net is not None else None
    if not layout.table.columns or item_table.proven(work.items, amount):
        return
    learnt = item_table.reread(work, layout.table)
    if learnt is not None and item_table.better(learnt, work.items, amount):
        work.items = learnt
        work.findings = [f for f in work.findings if f.code != "LINES_NOT_NET"]
        work.note("LINES_AS_LEARNED", Severity.INFO, lines=str(len(learnt.lines)))


__all__ = ["apply", "filled_confidence"]
