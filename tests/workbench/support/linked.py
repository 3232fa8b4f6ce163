"""An instance that is linked to a sandbox and has no documents yet; and one vendor's bulk of invoices in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.servers import prepared
from tests.workbench.support.demo import DemoInstance, sandbox
from tests.workbench.support.invoices import Seller, write

DIVISION = 3205401
ENTRIES = "purchaseentry/PurchaseEntries"
WIDE = {"EXACT_CALLS_PER_MINUTE": "50000"}  # the limit of calls is another test's business
PRELUDE = "import json, django\ndjango.setup()\n"
LINK = """
from workbench.demo import load
from workbench.demo.people import give_roles, make_people
people = make_people()
connection, administrations = load.connect(people["admin"])
load.wait_for_sync(administrations, lambda *_: None)
load.confirm_vat(administrations, people["admin"])
give_roles(people, administrations)
load.confirm_first_posting(administrations, people["admin"])
print(json.dumps(len(administrations)))
"""
# A domestic vendor whose last bookings all went to one account without cost unit: nothing to ask a person.
SELLER = """
from exact.models import Administration, BookedLine, GLAccount, Vendor
books = Administration.objects.get(division={division})
free = set(GLAccount.objects.filter(administration=books, use_cost_unit__in=[0, 2]).values_list("code", flat=True))
for vendor in Vendor.objects.filter(administration=books, country="NL", blocked=False).exclude(vat_number=""):
    lines = list(BookedLine.objects.filter(vendor=vendor).order_by("-date")[:12])
    same = {{(line.gl_account_code, line.cost_centre, line.vat_code) for line in lines}}
    accounts = list(vendor.bank_accounts.values_list("iban", flat=True))
    alone = Vendor.objects.filter(vat_number=vendor.vat_number, administration=books).count() == 1
    usual = len(lines) == 12 and len(same) == 1 and lines[0].vat_code == "2" and lines[0].gl_account_code in free
    if usual and accounts and alone:
        seller = [vendor.name, vendor.vat_number, accounts[0], books.name, lines[0].description, vendor.registration]
        print(json.dumps(seller))
        break
"""
START = """
from django.contrib.auth import get_user_model
from workbench.models import Draft
from workbench.posting.services import start_batch
ready = list(Draft.objects.filter(state="review", turn="ready").values_list("pk", flat=True))
batch = start_batch(ready, token="{token}", by=get_user_model().objects.get(username="sv"))
print(json.dumps([len(ready), batch.items.filter(state="left_out").count()]))
"""
STATES = """
from collections import Counter
from workbench.models import Draft
print(json.dumps(Counter(Draft.objects.values_list("state", flat=True))))
"""


def _link(folder: Path) -> None:
    with sandbox(folder / "exact") as server:
        instance = DemoInstance(folder / "home", server)
        instance.environment |= WIDE
        prepared.migrated(instance.home)
        assert instance.python(PRELUDE + LINK) == 3


@contextmanager
def linked_instance(folder: Path, **environment: str) -> Iterator[DemoInstance]:
    """A migrated instance with its people, three administrations mirrored and their VAT codes confirmed.

    Linked itself where it has a database of another kind; else the copy of one that was.
    """
    own = "INBOEK_DATABASE" in environment
    if not own:
        shutil.copytree(prepared.once("linked", _link), folder, dirs_exist_ok=True)
    with sandbox(folder / "exact") as server:
        instance = DemoInstance(folder / "home", server)
        instance.environment |= WIDE | environment
        try:
            if own:
                instance.manage("migrate", "--no-input", "-v", "0", "--skip-checks")
                instance.manage("createcachetable")
                assert instance.python(PRELUDE + LINK) == 3
            else:
                prepared.moved(instance.home, server)
            yield instance
        finally:
            instance.close()


def bulk(instance: DemoInstance, folder: Path, count: int) -> dict[str, Decimal]:
    """Write invoices of one well-known vendor; gross totals by number."""
    seller = Seller(*instance.python(PRELUDE + SELLER.format(division=DIVISION)))
    return write(folder, seller, count)


def start_batch(instance: DemoInstance, token: str) -> list[int]:
    """Approve and queue everything that is ready, as one bulk run: [how many, how many were left out]."""
    return instance.python(PRELUDE + START.format(token=token))


def states(instance: DemoInstance) -> dict[str, int]:
    """How many drafts stand in each state."""
    return instance.python(PRELUDE + STATES)


def booked(instance: DemoInstance, numbers: set[str]) -> list[dict[str, Any]]:
    """The sandbox's entries with these references, as its ledger holds them."""
    rows = instance.server.ledger.rows(DIVISION, ENTRIES)
    return [row.row for row in rows if row.row.get("YourRef") in numbers]
