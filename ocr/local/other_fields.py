"""Numbers and dates of the document."""

from __future__ import annotations

import re

from domain.findings import Severity
from domain.reading import DocumentType, FieldValue
from ocr.local import datefields, order_refs, payment_refs, references
from ocr.local.candidate import Candidate, best_of
from ocr.local.datelines import name_by_place, under_number
from ocr.local.dates import DateFound
from ocr.local.labels import Label
from ocr.local.layout import box_of
from ocr.local.text import plain
from ocr.local.till import name_by_clock
from ocr.local.weak_numbers import numbers_itself
from ocr.local.work import Work


def fill_references(work: Work) -> None:
    """The document's own number, the buyer's order number, what to quote when paying."""
    kind = work.kind.best
    numbers = _outside_lines(
        work, references.number_candidates(work.layout, work.labels, work.near, kind, work.kind.headings)
    )
    first, second = best_of(numbers)
    if first is not None and first.score > 0.3:
        digits = sum(c.isdigit() for c in first.value) / max(1, len(first.value))
        work.put(
            "invoice_number",
            first,
            second,
            digits=digits,
            short=float(len(first.value) < 4),
            agree=float(_places(numbers, first.value) > 1),
        )
        told = second is None and not work.layout.is_ocr and numbers_itself(first.value, work.dates, work.kind.best)
        if first.why == "under" and not told:
            work.caps["invoice_number"] = 0.5  # no label names it
        elif (first.why.startswith("weak") and not told) or len(first.value) < 3:
            work.caps["invoice_number"] = 0.75
    number = work.fields["invoice_number"].value if "invoice_number" in work.fields else ""
    if kind is not DocumentType.PURCHASE_ORDER:
        _order(work, number, kind)
    _original(work, number)
    payment, second = best_of(payment_refs.payment_candidates(work.layout, work.labels, work.near))
    if payment is not None and payment.score > 0.5:
        work.put("payment_reference", payment, second, digits=float(any(c.isdigit() for c in payment.value)))


def _outside_lines(work: Work, found: list[Candidate]) -> list[Candidate]:
    """Without what stands in the table of items below a label that has no value, or in the words of an item."""
    table = work.items.used_lines | work.items.head_lines
    owned = {
        id(t) for i in work.identifiers if i.kind in ("vat", "registration") for t in i.tokens if i.valid or i.label
    }
    opens = {id(label.tokens[0]) for label in work.labels}

    def apart(candidate: Candidate) -> bool:
        first = candidate.tokens[0]
        if id(first) in owned and len(candidate.tokens) == 1:
            return False  # a party's own number
        if first.line is None or first.line.number not in table:
            return True
        worded = first.cell is not None and first is not first.cell.tokens[0]
        named = first.cell is not None and id(first.cell.tokens[0]) in opens
        return not candidate.why.endswith(":below") and (named or not worded)  # "Hardback stock order ref G16"

    return [c for c in found if apart(c)]


def _places(candidates: list[Candidate], value: str) -> int:
    return len({id(c.tokens[0]) for c in candidates if c.value == value and c.tokens})


def _original(work: Work, number: str) -> None:
    """The invoice a credit note or correction refers to."""
    found = order_refs.original_candidates(work.layout, work.labels, work.near)
    first, _ = best_of([c for c in found if c.value != number])
    if first is not None:
        work.fields["original_invoice"] = FieldValue(first.value, 0.7, work.source, first.raw, (box_of(first.tokens),))


def _order(work: Work, number: str, kind: DocumentType) -> None:
    found = _outside_lines(work, order_refs.order_candidates(work.layout, work.labels, work.near, kind))
    orders = [c for c in found if c.value != number]
    if work.layout.is_ocr:
        orders = [_with_letters(c) for c in orders if any(d.isdigit() for d in c.value)]
    first, second = best_of(orders)
    bare, own = order_refs.bare_and_own(work.layout, work.labels, work.near)
    if first is not None and first.value in bare and own - {first.value, number}:
        work.note("SEVERAL_CANDIDATES", Severity.INFO, "order_reference", values=", ".join(sorted(bare | own)[:5]))
        return  # the seller's number of the order, or ours: nothing tells
    buyer = work.fields.get("buyer_name")
    if (
        first is not None
        and buyer is not None
        and first.why.startswith("your_ref")
        and _code_of(first.value, buyer.value)
    ):
        return  # "Customer ref. RFS01" of Rutland Farm Supplies: the customer's code in the seller's books
    labelled = {c.value for c in orders if c.score > 0.75 and c.why != "sentence"}
    strong = labelled or {c.value for c in orders if c.score > 0.75}
    if kind is DocumentType.RECEIPT and not number:
        return  # a shop's number of the order is the only one its receipt has
    if first is not None and first.score > 0.4 and len(strong) <= 1:
        work.put("order_reference", first, second, digits=float(any(c.isdigit() for c in first.value)))
    elif len(strong) > 1:
        work.note("SEVERAL_CANDIDATES", Severity.INFO, "order_reference", values=", ".join(sorted(strong)[:5]))


def _code_of(value: str, name: str) -> bool:
    """Initials or first letters of a name, and a few figures."""
    match = re.fullmatch(r"([A-Za-z]{3,6})[-/. ]?\d{1,4}", value)
    if match is None:
        return False
    letters, words = match[1].lower(), plain(name).split()
    return "".join(w[0] for w in words).startswith(letters) or "".join(words).startswith(letters)


_PO = re.compile(r"^P0(?=[\s./-]?\d{3})")


def _with_letters(found: Candidate) -> Candidate:
    """ "P043310" on a scan is the order "PO43310"."""
    found.value = _PO.sub("PO", found.value)
    return found


def fill_dates(work: Work) -> None:
    """The date of the document, the last day to pay, and delivery or service dates beside them."""
    lines = work.items.used_lines | work.items.text_lines
    roles = datefields.DateRoles(
        work.layout, [d for d in work.dates if d.line.number not in lines], work.labels, work.near
    )
    found = datefields.issue_candidates(roles, work.layout, work.kind.best, work.kind.headings)
    for candidate in found:
        if candidate.why == "place" and (_behind_number(work, candidate) or _under_number(work, candidate)):
            candidate.score, candidate.why = 0.92, "label:number"
    named = {roles.name_of(d.tokens) for d in roles.dates}
    silent = any("date" in lb.kinds and lb.phrase not in named and _opens_cell(lb) for lb in work.labels)
    name_by_place(work.layout, roles.dates, [c for c in found if c.why == "place"], silent)
    if work.kind.best is DocumentType.RECEIPT:
        name_by_clock(work.layout, roles.dates, [c for c in found if c.why == "place"])
    issue, second = best_of(found)
    swapped = {d.value.isoformat() for d in work.dates if d.swapped}
    sure_order = any(d.swapped is None and re.fullmatch(r"\d{1,2}\D\d{1,2}\D\d{2,4}", d.raw) for d in work.dates)
    due, due_second = best_of(_other_than(datefields.due_candidates(roles), issue))
    due = due if due is not None and due.score > 0.4 else None
    open_order = not sure_order
    if issue is not None and due is not None and not sure_order:
        open_order = _settle_order(work, issue, due)
    if issue is not None and issue.score > 0.25:
        work.issue_label = roles.name_of(issue.tokens)
        named = set(roles.named.values())
        work.silent_labels = frozenset(
            lb.phrase for lb in work.labels if "date" in lb.kinds and lb.phrase not in named and _opens_cell(lb)
        )
        rows = sorted(work.items.used_lines | work.items.head_lines)
        work.open_days = [
            d
            for d in roles.dates
            if not (roles.roles[id(d)] or d.compact or (rows and rows[0] <= d.line.number <= rows[-1]))
        ]  # a day between the billed lines is that of a delivery
        features = {
            "swapped": float(issue.value in swapped and open_order),
            "future": float(_future(work, issue.value)),
        }
        days = datefields.term_days(work.layout)
        follows = due is not None and datefields.due_follows(issue.value, due.value, days)
        work.put("issue_date", issue, second, checks=("term",) if follows else (), **features)
        if issue.score < 0.66 and not follows and (second is not None or silent or not _in_head(work, issue)):
            work.caps["issue_date"] = 0.8  # neither a label nor the heading names it
    if due is not None:
        days = datefields.term_days(work.layout)
        follows = bool(issue and datefields.due_follows(issue.value, due.value, days))
        features = {
            "swapped": float(due.value in swapped and open_order),
            "before": float(bool(issue and due.value < issue.value)),
        }
        work.put("due_date", due, due_second, checks=("term",) if follows else (), **features)
    _other_dates(work, roles)
    _terms(work)


def _other_than(found: list[Candidate], issue: Candidate | None) -> list[Candidate]:
    """Last days to pay without the day of the paper itself, where another one is named surer: labels side by side
    reach each other's days."""
    best = max(found, key=lambda c: c.score, default=None)
    if best is None or issue is None or best.value == issue.value:
        return found
    return [c for c in found if c.value != issue.value]


# Usual terms of payment in days, with the lengths of months.
_TERMS = frozenset([7, 8, 10, 14, 15, 20, 21, 28, 29, 30, 31, 42, 45, 59, 60, 61, 62, 89, 90, 91, 92])


def _settle_order(work: Work, issue: Candidate, due: Candidate) -> bool:
    """Which of day and month comes first, by the term between two dates that can both be read two ways. Returns
    whether it stays open; turns both dates when only the other order gives a usual term."""
    by_value = {d.value.isoformat(): d for d in work.dates if d.swapped}
    first, last = by_value.get(issue.value), by_value.get(due.value)
    if first is None or last is None or first.swapped is None or last.swapped is None:
        return True
    here, there = (last.value - first.value).days, (last.swapped - first.swapped).days
    if here in _TERMS and there not in _TERMS:
        return False
    if there in _TERMS and here not in _TERMS:
        issue.value, due.value = first.swapped.isoformat(), last.swapped.isoformat()
        return False
    return True


_DAY_WORD = re.compile(r"dat(?:e|um)|\bda[gy]\b|\btag\b|\bjour\b")


def _in_head(work: Work, issue: Candidate) -> bool:
    """A text layer's day on the first page, over the billed lines, that no words announce which nobody knows: as the
    only one left it is the paper's."""
    rows = work.items.used_lines | work.items.head_lines
    token = issue.tokens[0]
    if work.layout.is_ocr or token.line is None or token.cell is None or token.page != work.layout.page_numbers[0]:
        return False
    if token.y > 0.5 or (rows and token.line.number > min(rows)):
        return False
    if issue.why == "place" and issue.score < 0.6 and token is not token.cell.tokens[0]:
        return False
    before = token.line.text[: token.line.starts[token.index]]
    return issue.why != "place" or not _DAY_WORD.search(plain(before))


def _future(work: Work, value: str) -> bool:
    today = work.context.today
    return bool(today and value > today.isoformat())


def _opens_cell(label: Label) -> bool:
    """A label of a value, not the last words of a sentence ("... 30 days from invoice date.")."""
    cell = label.tokens[0].cell
    return cell is not None and cell.tokens[0] is label.tokens[0]


_JOINS = frozenset({"van", "vom", "du", "dated", "of", "dd", "d.d.", "dd.", "del", "de", "da", "from"})


def _behind_number(work: Work, candidate: Candidate) -> bool:
    """ "... factuur 3044676 van 1 mei 2025 ...": the day stands right behind the number of the paper."""
    number = work.fields.get("invoice_number")
    token = candidate.tokens[0]
    if number is None or not number.boxes or token.line is None or token.index < 2:
        return False
    joint, before = token.line.tokens[token.index - 1], token.line.tokens[token.index - 2]
    box = number.boxes[0]
    return plain(joint.text) in _JOINS and before.page == box.page and abs(before.box.x1 - box.x1) < 1e-6


def _under_number(work: Work, candidate: Candidate) -> bool:
    number = work.fields.get("invoice_number")
    return number is not None and bool(number.boxes) and under_number(work.layout, number.boxes[0], candidate)


def _other_dates(work: Work, roles: datefields.DateRoles) -> None:
    delivery, _ = best_of(roles.candidates("delivery_date", ("date", "due")))
    if delivery is not None and delivery.tokens:
        work.fields["delivery_date"] = FieldValue(
            delivery.value, 0.6, work.source, delivery.raw, (box_of(delivery.tokens),)
        )
    period = sorted(_of(roles, "period"), key=lambda d: d.value)
    if len(period) >= 2 and (period[-1].value - period[0].value).days <= 400:
        for name, found in (("service_start", period[0]), ("service_end", period[-1])):
            work.fields[name] = FieldValue(
                found.value.isoformat(), 0.55, work.source, found.raw, (box_of(found.tokens),)
            )


_WITHIN = re.compile(
    r"(?:binnen|within|innerhalb(?: von)?|sous|dans les|termijn|termijn van|net|netto|terms?:?"
    r"|zahlungsziel:?)\s*(\d{1,3})\s*(?:dagen|days|tagen?|jours)"
)


def _terms(work: Work) -> None:
    """The term of payment in days, where the paper names one and no discount hangs on it."""
    for line in work.layout.lines:
        text = plain(line.text)
        match = _WITHIN.search(text)
        if match and not re.search(r"skonto|discount|escompte|korting", text):
            box = (box_of(line.tokens),)
            work.fields["payment_terms_days"] = FieldValue(match[1], 0.7, work.source, match.group(), box)
            return


def _of(roles: datefields.DateRoles, kind: str) -> list[DateFound]:
    return [d for d in roles.dates if roles.roles[id(d)].get(kind, 0.0) > 0.6]
