"""From Exact's rows to ours: accounts, VAT codes, cost centres and units, journals, periods, payment conditions."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from exact import events, wire
from exact.mirror.upsert import mark_gone, upsert
from exact.models import (
    Administration,
    CostCentre,
    CostUnit,
    ExchangeRate,
    GLAccount,
    Journal,
    PaymentCondition,
    Period,
    VatCode,
)

Rows = list[dict[str, Any]]
PURCHASE_JOURNAL = 22


def gl_accounts(administration: Administration, rows: Rows) -> None:
    """General ledger accounts, by id."""
    upsert(
        GLAccount,
        [
            GLAccount(
                administration=administration,
                exact_id=wire.text(row, "ID", 64),
                code=wire.text(row, "Code", 20),
                description=wire.text(row, "Description", 200),
                kind=wire.integer(row, "Type"),
                balance_type=wire.text(row, "BalanceType", 1),
                blocked=wire.flag(row, "IsBlocked"),
                vat_code=wire.text(row, "VATCode", 8),
                use_cost_centre=wire.integer(row, "UseCostcenter"),
                use_cost_unit=wire.integer(row, "UseCostunit"),
                raw=wire.plain(row),
            )
            for row in rows
        ],
        ["administration", "exact_id"],
    )


def vat_codes(administration: Administration, rows: Rows, percentages: Rows) -> None:
    """VAT codes with their dated percentages (``vat/VatPercentages``). The list is whole."""
    dated: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in percentages:
        start, end = wire.day(row, "StartDate"), wire.day(row, "EndDate")
        dated[wire.text(row, "VATCodeID")].append(
            {
                "from": start.isoformat() if start else None,
                "to": end.isoformat() if end else None,
                "percentage": format(wire.decimal(row, "Percentage", 5).normalize(), "f"),
            }
        )
    made = [
        VatCode(
            administration=administration,
            exact_id=wire.text(row, "ID", 64),
            code=wire.text(row, "Code", 8),
            description=wire.text(row, "Description", 200),
            percentage=wire.decimal(row, "Percentage", 5),
            percentages=sorted(dated.get(wire.text(row, "ID"), []), key=lambda item: item["from"] or ""),
            kind=wire.text(row, "Type", 1),
            transaction_type=wire.text(row, "VATTransactionType", 1),
            charged=wire.flag(row, "Charged"),
            eu_listing=wire.text(row, "EUSalesListing", 1),
            intrastat=wire.flag(row, "IntraStat"),
            margin=wire.flag(row, "VatMargin"),
            blocked=wire.flag(row, "IsBlocked"),
            raw=wire.plain(row),
        )
        for row in rows
    ]
    upsert(VatCode, made, ["administration", "code"])
    mark_gone(VatCode, administration.pk, {code.code for code in made}, "code")


def _coded(model: type[CostCentre] | type[CostUnit], administration: Administration, rows: Rows) -> None:
    made = [
        model(
            administration=administration,
            exact_id=wire.text(row, "ID", 64),
            code=wire.text(row, "Code", 20),
            description=wire.text(row, "Description", 200),
            active=row.get("Active") is None or wire.flag(row, "Active"),
            raw=wire.plain(row),
        )
        for row in rows
    ]
    upsert(model, made, ["administration", "code"])
    mark_gone(model, administration.pk, {item.code for item in made}, "code")


def cost_centres(administration: Administration, rows: Rows) -> None:
    """Cost centres; the list is whole."""
    _coded(CostCentre, administration, rows)


def cost_units(administration: Administration, rows: Rows) -> None:
    """Cost units; the list is whole."""
    _coded(CostUnit, administration, rows)


def journals(administration: Administration, rows: Rows) -> None:
    """Journals; the list is whole. A single purchase journal becomes the administration's own."""
    made = [
        Journal(
            administration=administration,
            exact_id=wire.text(row, "ID", 64),
            code=wire.text(row, "Code", 16),
            description=wire.text(row, "Description", 200),
            kind=wire.integer(row, "Type"),
            raw=wire.plain(row),
        )
        for row in rows
    ]
    upsert(Journal, made, ["administration", "code"])
    mark_gone(Journal, administration.pk, {item.code for item in made}, "code")
    purchase = sorted(item.code for item in made if item.kind == PURCHASE_JOURNAL and not item.raw.get("IsBlocked"))
    ibans = sorted(
        {iban for row in rows if (iban := re.sub(r"[^0-9A-Z]", "", wire.text(row, "BankAccountIBAN").upper()))}
    )
    if ibans:
        # Our own accounts: an invoice that names one of them was not sent by it.
        Administration.objects.filter(pk=administration.pk).update(ibans=ibans)
    if purchase:
        Administration.objects.filter(pk=administration.pk, purchase_journal="").update(purchase_journal=purchase[0])


def periods(administration: Administration, rows: Rows, statuses: Rows) -> None:
    """Financial periods with the journals that are closed in them (``read/financial/JournalStatusList``)."""
    closed: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in statuses:
        if wire.integer(row, "Status") == 1:
            closed[(wire.integer(row, "Year"), wire.integer(row, "Period"))].append(wire.text(row, "Journal", 16))
    made = []
    for row in rows:
        year, number = wire.integer(row, "FinYear"), wire.integer(row, "FinPeriod")
        start, end = wire.day(row, "StartDate"), wire.day(row, "EndDate")
        if start and end:
            made.append(
                Period(
                    administration=administration,
                    exact_id=wire.text(row, "ID", 64),
                    year=year,
                    number=number,
                    start=start,
                    end=end,
                    closed_journals=sorted(closed.get((year, number), [])),
                )
            )
    before = _closed(administration)
    upsert(Period, made, ["administration", "year", "number"])
    if _closed(administration) != before:
        events.notify("periods_changed", administration_id=administration.pk)


def _closed(administration: Administration) -> list[tuple[int, int, list[str]]]:
    """What is closed where: what waits for a period looks again when this changes."""
    rows = Period.objects.filter(administration=administration).order_by("year", "number")
    return list(rows.values_list("year", "number", "closed_journals"))


def payment_conditions(administration: Administration, rows: Rows) -> None:
    """Payment conditions; the list is whole."""
    made = [
        PaymentCondition(
            administration=administration,
            exact_id=wire.text(row, "ID", 64),
            code=wire.text(row, "Code", 8),
            description=wire.text(row, "Description", 200),
            days=wire.integer(row, "PaymentDays"),
            raw=wire.plain(row),
        )
        for row in rows
    ]
    upsert(PaymentCondition, made, ["administration", "code"])
    mark_gone(PaymentCondition, administration.pk, {item.code for item in made}, "code")


def exchange_rates(administration: Administration, rows: Rows) -> None:
    """Rates by their day of beginning; rows without a rate or a day say nothing."""
    made = []
    for row in rows:
        start, rate = wire.day(row, "StartDate"), wire.decimal(row, "Rate", 10)
        if start is None or not 0 < rate < 10**9:
            continue
        made.append(
            ExchangeRate(
                administration=administration,
                exact_id=wire.text(row, "ID", 64),
                source=wire.text(row, "SourceCurrency", 3).strip().upper(),
                target=wire.text(row, "TargetCurrency", 3).strip().upper(),
                rate=rate,
                start=start,
                raw=wire.plain(row),
            )
        )
    upsert(ExchangeRate, made, ["administration", "exact_id"])
