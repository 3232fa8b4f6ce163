"""Financial periods: which one a date falls in, and whether a journal may still be posted to."""

from exact.sandbox.booking.books import Books, Problems


def period_of(books: Books, day: str) -> tuple[int, int] | None:
    """(year, period) of a date, None when the administration has no such period.

    An administration without any period table takes the calendar month.
    """
    rows = [stored.row for stored in books.ledger.rows(books.division, "financial/FinancialPeriods")]
    if not rows:
        return int(day[0:4]), int(day[5:7])
    for row in rows:
        if (row.get("StartDate") or "") <= day <= (row.get("EndDate") or "")[:10] + "T23:59:59":
            return row["FinYear"], row["FinPeriod"]
    return None


def check_open(books: Books, journal: str, year: int | None, period: int | None, problems: Problems) -> None:
    """Add a problem when the period does not exist or is closed for the journal."""
    rows = [stored.row for stored in books.ledger.rows(books.division, "financial/FinancialPeriods")]
    if year is None or period is None:
        problems.append(("unknown", "FiscalYear"))
        return
    if rows and not any(row["FinYear"] == year and row["FinPeriod"] == period for row in rows):
        problems.append(("unknown", "FiscalYear"))
        return
    for stored in books.ledger.rows(books.division, "read/financial/JournalStatusList"):
        row = stored.row
        if (str(row["Journal"]).strip(), row["Year"], row["Period"]) == (journal.strip(), year, period) and row.get(
            "Status"
        ) == 1:
            problems.append(("closed", f"[{year}] - [{period}]"))
            return
