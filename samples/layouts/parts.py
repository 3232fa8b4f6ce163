"""What every layout needs of a bill: its cells, its head rows, its totals, its footer facts."""

from __future__ import annotations

from decimal import Decimal

from samples.bill import Bill, Line
from samples.layouts.sheet import Column, Sheet
from samples.words import SYMBOL, day, number, spaced, word

_BRANDS = ("#1f4e79", "#e07a1f", "#2d6a4f", "#7a1f1f", "#5b4bdb", "#0b6e8f", "#8a1538", "#4a5a23")


def brand(bill: Bill) -> str:
    """The house colour of a supplier: the same one on all its papers."""
    return _BRANDS[sum(map(ord, bill.supplier.name)) % len(_BRANDS)]


def money(bill: Bill, amount: Decimal, symbol: bool = False) -> str:
    """An amount of the bill with its sign, as its language writes it; with the currency's symbol if asked."""
    text = number(bill.language, amount * bill.sign)
    if not symbol:
        return text
    mark = SYMBOL[bill.currency]
    return (
        f"{text} {mark}"
        if bill.language in ("de", "fr")
        else f"{mark} {text}"
        if bill.language == "nl"
        else f"{mark}{text}"
    )


def percent(bill: Bill, rate: Decimal) -> str:
    """A rate as printed in the bill's language: "21%" in Dutch and English, "21 %" elsewhere."""
    return f"{number(bill.language, rate, None)}{'' if bill.language in ('nl', 'en') else ' '}%"


def price(bill: Bill, line: Line) -> str:
    """The unit price with at least two decimals, up to four where it has them."""
    places = max(2, -line.price.normalize().as_tuple().exponent)  # type: ignore[operator]
    return number(bill.language, line.price, places)


def cell(bill: Bill, line: Line, key: str) -> str:
    """The text of one table cell by column key."""
    return {
        "code": line.code,
        "ean": line.ean,
        "description": line.description,
        "quantity": number(bill.language, line.quantity, None),
        "unit": line.unit,
        "price": price(bill, line),
        "per": str(line.per),
        "discount": percent(bill, line.discount) if line.discount else "",
        "rate": percent(bill, line.rate),
        "amount": money(bill, line.net),
    }[key]


def grid_of(
    bill: Bill, layout: list[tuple[str, float, float, str]], keep: bool = False
) -> tuple[list[Column], list[list[str]], dict[int, str]]:
    """Columns (key, x, width, alignment) with their labels, the rows of the bill's lines, and the headings.

    Code, EAN and discount columns that would stay empty are left out, and the description takes their room,
    unless ``keep`` is set.
    """
    empty = {key for key in ("code", "ean", "discount") if not any(cell(bill, line, key) for line in bill.lines)}
    shown: list[tuple[str, float, float, str]] = []
    start: float | None = None
    for key, x, width, align in layout:
        if key in empty and not keep:
            if key != "discount" and start is None:
                start = x
            continue
        if key == "description" and start is not None:
            x, width = start, width + x - start
        shown.append((key, x, width, align))
    labels = {"ean": "EAN", "per": "Per"}
    columns = [Column(labels.get(key) or word(bill.language, key), x, width, align) for key, x, width, align in shown]
    rows = [[cell(bill, line, key) for key, *_ in shown] for line in bill.lines]
    return columns, rows, {place: line.heading for place, line in enumerate(bill.lines) if line.heading}


def title(bill: Bill) -> str:
    """What the document calls itself."""
    return word(bill.language, "credit_note" if bill.kind == "credit_note" else "invoice")


def shows_buyer_vat(bill: Bill) -> bool:
    """The buyer's VAT number must stand on reverse-charged and intra-community invoices."""
    return any(line.category in ("AE", "K") for line in bill.lines)


def head_rows(bill: Bill, style: str = "short") -> list[tuple[str, str]]:
    """Label and value of everything that stands beside the address, leaving out what the bill has not."""
    say = lambda key: word(bill.language, key)  # noqa: E731
    rows = [
        (say("credit_number" if bill.kind == "credit_note" else "number"), bill.number),
        (say("date"), day(bill.language, bill.day, style)),
        (say("due"), day(bill.language, bill.due, style) if bill.due else ""),
        (say("customer"), bill.customer_number),
        (say("order"), bill.order),
        (say("note"), bill.delivery_note),
        (say("original"), bill.original),
        (say("period"), " – ".join(day(bill.language, d) for d in bill.period) if bill.period else ""),
        (say("your_vat"), bill.buyer.vat_number if shows_buyer_vat(bill) else ""),
        (say("reference"), bill.reference),
    ]
    return [(label, value) for label, value in rows if value]


def total_rows(bill: Bill, symbol: bool = True) -> list[tuple[str, str, bool]]:
    """Label, amount and whether it is the last one: charges, net, VAT per rate, gross."""
    rows: list[tuple[str, str, bool]] = []
    if bill.charges:
        rows.append(
            (
                word(bill.language, "subtotal"),
                money(bill, sum((line.net for line in bill.lines), Decimal(0)), symbol),
                False,
            )
        )
    rows += [(text, money(bill, net, symbol), False) for text, net, _ in bill.charges]
    rows.append((word(bill.language, "net"), money(bill, bill.net, symbol), False))
    for rate, _, base, amount in bill.rows():
        label = f"{word(bill.language, 'vat')} {percent(bill, rate)}"
        if len(bill.rows()) > 1:
            label += f" {word(bill.language, 'over')} {money(bill, base)}"
        rows.append((label, money(bill, amount, symbol), False))
    last = "credit_gross" if bill.kind == "credit_note" else "gross"
    return [*rows, (word(bill.language, last), money(bill, bill.gross, symbol), True)]


def pay_sentence(bill: Bill) -> str:
    """How and when to pay, or what happens with a credit."""
    if bill.kind == "credit_note":
        return {
            "nl": "Het bedrag wordt verrekend met uw openstaande facturen.",
            "en": "This amount will be set off against open invoices.",
            "de": "Der Betrag wird mit offenen Rechnungen verrechnet.",
            "fr": "Ce montant sera déduit de vos factures ouvertes.",
        }[bill.language]
    if not bill.due or not bill.supplier.iban:
        return ""
    return word(bill.language, "pay").format(
        due=day(bill.language, bill.due), iban=spaced(bill.supplier.iban), name=bill.supplier.name.rstrip(".")
    )


def identity(bill: Bill) -> list[str]:
    """The supplier's numbers as they stand in a footer."""
    party = bill.supplier
    labels = {"BE": "BTW" if bill.language == "nl" else "TVA", "US": "EIN"}
    facts = []
    if party.registration and party.country != "BE":
        names = {"NL": "KvK", "DE": "Amtsgericht", "FR": "SIREN", "IE": "Reg. no.", "GB": "Company no."}
        facts.append(f"{names.get(party.country, 'Reg.')} {party.registration}")
    if party.country == "BE":
        facts.append(f"{'Ondernemingsnummer' if bill.language == 'nl' else 'N° entreprise'} {party.registration}")
    if party.vat_number:
        facts.append(f"{labels.get(party.country) or word(bill.language, 'vat_number')} {party.vat_number}")
    if party.iban:
        facts.append(f"IBAN {spaced(party.iban)}")
        facts.append(f"BIC {party.bic}")
    return facts


def totals(
    sheet: Sheet,
    bill: Bill,
    y: float,
    left: float,
    right: float,
    size: float = 9.5,
    step: float = 5.6,
    rule: bool = True,
) -> float:
    """The totals right aligned, the last one bold under a rule."""
    for label, value, last in total_rows(bill):
        if last and rule:
            sheet.line(left, y - step + 1.6, right, y - step + 1.6, 0.7)
            y += 1
        sheet.text(left, y, label, size, last)
        sheet.text(right, y, value, size, last, "r")
        y += step
    return y


def notes(sheet: Sheet, bill: Bill, x: float, y: float, width: float, size: float = 8.5) -> float:
    """Legal and VAT sentences, wrapped."""
    for note in bill.notes:
        y = sheet.block(x, y, sheet.wrap(note, width, size), size, size * 0.47)
        y += 1
    return y


def epc(bill: Bill) -> str:
    """The payload of a SEPA payment code (EPC069-12, version 002)."""
    reference, text = (bill.reference, "") if bill.reference.startswith("RF") else ("", bill.reference or bill.number)
    return "\n".join(
        [
            "BCD",
            "002",
            "1",
            "SCT",
            bill.supplier.bic,
            bill.supplier.name[:70],
            bill.supplier.iban,
            f"EUR{bill.gross:.2f}",
            "",
            reference,
            text,
            "",
        ]
    )
