"""The sandbox's world: three invented administrations with everything a year of business leaves behind.

``build`` gives rows in Exact's property names (codes unpadded, money Decimal, dates date or datetime, guids as
lower case strings; a property that is missing is null). ``world`` gives the same facts as objects, by name.
"""

from __future__ import annotations

from datetime import date

from exact.sandbox.seed.administrations import BELGIUM, HOSPITALITY, INSTALLATION, Row, division_row, me_row
from exact.sandbox.seed.charts import gl_rows
from exact.sandbox.seed.fixed import journal_rows, list_rows, period_rows
from exact.sandbox.seed.items import item_rows
from exact.sandbox.seed.ledger import ledger_rows
from exact.sandbox.seed.orders import order_rows
from exact.sandbox.seed.relations import account_rows, classification_rows
from exact.sandbox.seed.sales_orders import sales_order_rows
from exact.sandbox.seed.taxes import vat_rows
from exact.sandbox.seed.world import EPOCH, SEED, World, world

__all__ = ["BELGIUM", "EPOCH", "HOSPITALITY", "INSTALLATION", "SEED", "World", "build", "world"]


def build(seed: int = SEED, today: date | None = None) -> dict[int, dict[str, list[Row]]]:
    """All rows of all administrations: division code -> resource path ("crm/Accounts") -> rows.

    Key 0 holds what has no division: "system/Divisions" and "current/Me". ``today`` moves every date along
    and defaults to ``EPOCH``. The same arguments always give equal rows; the caller owns what it gets.
    """
    day = today or EPOCH
    facts = world(seed, day)
    result: dict[int, dict[str, list[Row]]] = {
        0: {
            "system/Divisions": [
                division_row(admin, code == INSTALLATION, day) for code, admin in facts.administrations.items()
            ],
            "current/Me": [me_row(facts.administrations[INSTALLATION])],
        }
    }
    for code, admin in facts.administrations.items():
        accounts, banks = account_rows(admin, facts.vendors)
        periods, statuses = period_rows(admin, day)
        result[code] = {
            "crm/Accounts": accounts,
            "crm/BankAccounts": banks,
            **classification_rows(admin),
            "financial/GLAccounts": gl_rows(admin),
            "financial/Journals": journal_rows(admin),
            "financial/FinancialPeriods": periods,
            "read/financial/JournalStatusList": statuses,
            "vat/VATCodes": vat_rows(admin),
            **list_rows(admin, day),
            **item_rows(admin, facts.items, facts.vendors),
            **order_rows(admin, facts.orders),
            **sales_order_rows(admin, day, facts.items),
            **ledger_rows(admin, facts.booked[code], day),
        }
    return result
