"""Entry numbers: YYJJnnnn, one running series per year and journal, shared by everything booked in that journal."""

from exact.sandbox.booking.books import Books

NUMBERED = ("purchaseentry/PurchaseEntries", "purchase/PurchaseInvoices")


def taken(books: Books, number: int) -> bool:
    """True when an entry or invoice of the administration already has this number."""
    return any(
        books.ledger.execute(
            "SELECT 1 FROM entity WHERE division=? AND resource=? AND json_extract(data, '$.EntryNumber')=? LIMIT 1",
            (books.division, resource, number),
        )
        for resource in NUMBERED
    )


def next_entry_number(books: Books, journal: str, year: int) -> int:
    """The next free number, e.g. 26600001: year 26, journal 60, running 0001. Continues after seeded entries."""
    digits = "".join(character for character in journal if character.isdigit())[-2:] or "60"
    start = int(f"{year % 100:02d}{digits:0>2}0001")
    name = f"{books.division}:entry:{start}"
    if not books.ledger.counter(name):
        highest = [
            books.ledger.execute(
                "SELECT max(json_extract(data, '$.EntryNumber')) FROM entity WHERE division=? AND resource=?"
                " AND json_extract(data, '$.EntryNumber') BETWEEN ? AND ?",
                (books.division, resource, start, start + 9998),
            )[0][0]
            for resource in NUMBERED
        ]
        books.ledger.set_counter(name, max((number or 0 for number in highest), default=0))
    number = books.ledger.next(name, start)
    while taken(books, number):
        number = books.ledger.next(name, start)
    return number
