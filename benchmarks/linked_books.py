"""Books that are linked to a sandbox Exact over HTTP: one administration with as many suppliers as are asked for."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.synthetic_vendors import make_vendors

if TYPE_CHECKING:
    from exact.models import Administration
    from exact.sandbox.server import SandboxServer

DIVISION = 800_001
_SPACE = uuid.UUID("3c0d4f9a-2f7e-4a35-9df0-6f9c1d0b7e11")
_CALLBACK = "http://127.0.0.1:9/connect/back"


def ident(name: str) -> str:
    """A stable GUID."""
    return str(uuid.uuid5(_SPACE, name))


def world(suppliers: int) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """The sandbox's rows: what a purchase entry needs, and the suppliers."""
    months = range(1, 13)
    return {
        DIVISION: {
            "crm/Accounts": [
                {
                    "ID": ident(f"supplier {number}"),
                    "Code": str(number),
                    "Name": vendor.name,
                    "VATNumber": vendor.vat,
                    "ChamberOfCommerce": vendor.registration,
                    "IsSupplier": True,
                    "Status": "N",
                    "Country": "NL",
                    "Blocked": False,
                }
                for number, vendor in enumerate(make_vendors(suppliers))
            ],
            "financial/GLAccounts": [
                {"ID": ident("4000"), "Code": "4000", "Description": "Kosten", "Type": 110, "VATCode": "2"},
                {"ID": ident("1600"), "Code": "1600", "Description": "Crediteuren", "Type": 22},
                {"ID": ident("1500"), "Code": "1500", "Description": "Te vorderen btw", "Type": 24},
            ],
            "financial/Journals": [
                {"ID": ident("60"), "Code": "60", "Description": "Inkoop", "Type": 22, "GLAccount": ident("1600")}
            ],
            "vat/VATCodes": [
                {
                    "ID": ident("vat 2"),
                    "Code": "2",
                    "Description": "Btw hoog",
                    "Type": "E",
                    "GLToClaim": ident("1500"),
                    "Percentage": Decimal("0.21"),
                    "VATTransactionType": "B",
                    "Charged": False,
                    "IsBlocked": False,
                }
            ],
            "financial/FinancialPeriods": [
                {
                    "ID": ident(f"period {month}"),
                    "FinYear": 2026,
                    "FinPeriod": month,
                    "StartDate": dt.date(2026, month, 1),
                    "EndDate": dt.date(2026 + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1),
                }
                for month in months
            ],
            "general/Currencies": [{"Code": "EUR", "Description": "Euro"}],
        }
    }


@contextmanager
def linked(suppliers: int) -> Iterator[tuple[SandboxServer, Administration]]:
    """A sandbox with these books, a consent to it, and the administration, not yet synchronised.

    Only calls are counted with it: its limits are wide, so that nothing waits for the next minute."""
    from django.conf import settings

    from exact import http
    from exact.models import Administration
    from exact.sandbox.server import SandboxServer
    from workbench.demo.consent import consent

    home = Path(os.environ["INBOEK_HOME"]) / "exact"
    wide: dict[str, Any] = {"minutely_limit": 100_000, "daily_limit": 1_000_000, "fsync_log": False}
    with SandboxServer(home, seed=world(suppliers), **wide) as server:
        settings.EXACT_BASE_URL = server.url
        settings.EXACT_CLIENT_ID = server.settings.client_id
        settings.EXACT_CLIENT_SECRET = server.settings.client_secret
        settings.EXACT_CALLS_PER_MINUTE = 50_000
        connection = consent("1:bench", _CALLBACK, consented_by="bench")
        books = Administration.objects.create(
            connection=connection,
            division=DIVISION,
            code="B",
            name="Bench",
            purchase_journal="60",
            first_posting_confirmed=True,
        )
        yield server, books
        http.close()


def calls(server: SandboxServer, since: int) -> list[tuple[str, str]]:
    """(method, path below the division) of the calls to the books after the first ``since``."""
    marker = f"/api/v1/{DIVISION}/"
    entries = server.log.entries()[since:]
    return [(each["method"], each["path"].split(marker)[1]) for each in entries if marker in each["path"]]
