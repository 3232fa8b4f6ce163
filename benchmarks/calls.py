"""How many of Exact's calls, of which a day has 5,000, posting and synchronising take; against a sandbox over HTTP."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.instance import in_new_instance
from benchmarks.linked_books import DIVISION, calls, ident, linked
from benchmarks.registry import benchmark
from benchmarks.report import SEED, amount

if TYPE_CHECKING:
    from exact.models import Administration

POST_CEILING = 1.05
SYNC_CEILING = 1.1
CALLS_EACH = 3  # document, attachment, entry
PAGE = 1_000  # rows of a page of sync/
_PDF = b"%PDF-1.4\n" + b"original " * 8_000


def measure_posting(count: int) -> dict[str, Any]:
    """Child's side of ``post-calls``: calls by method and path of posting ``count`` invoices and confirming them."""
    from exact.mirror.run import synchronise
    from exact.models import Posting
    from exact.posting import blobs
    from exact.reconcile.run import reconcile
    from jobs import runner

    with linked(50) as (server, books):
        synchronise(books)
        books.refresh_from_db()
        blobs.register(lambda _digest: _PDF)
        for number in range(count):
            _queue(books, number)
        before = len(server.log.entries())
        began = perf_counter()
        runner.drain(("exact_post",), limit=20 * count)
        taken = perf_counter() - began
        posted = calls(server, before)
        before = len(server.log.entries())
        reconcile(books, 2)
        states = Counter(Posting.objects.values_list("state", flat=True))
        return {
            "posting": _counted(posted),
            "confirming": _counted(calls(server, before)),
            "states": dict(states),
            "entries": server.ledger.count(DIVISION, "purchaseentry/PurchaseEntries"),
            "seconds": taken,
        }


def _queue(books: Administration, number: int) -> None:
    from exact import api
    from exact.posting.payload import EntryDraft, EntryLine

    reference = f"F-{number}"
    entry = EntryDraft(
        journal="60",
        supplier=ident(f"supplier {number % 50}"),
        your_ref=reference,
        entry_date=date(2026, 3, 14),
        description="Bouten",
        lines=[EntryLine(ident("4000"), Decimal("100.00"), Decimal("21.00"), vat_code="2", description="Bouten")],
    )
    api.queue_posting(
        subject=f"bench:{number}",
        administration=books,
        target="purchase_entry",
        payload=api.purchase_entry_payload(entry),
        attachments=[{"sha256": hashlib.sha256(_PDF).hexdigest(), "name": "invoice.pdf"}],
        your_ref=reference,
        supplier_exact_id=entry.supplier,
        amount=api.entry_amount(entry),
        requested_by="bench",
    )


def _counted(found: list[tuple[str, str]]) -> dict[str, int]:
    return dict(Counter(f"{method} {path}" for method, path in found))


@benchmark("post-calls")
def post_calls() -> dict[str, Any]:
    """Invoices with one PDF each, queued together and posted: calls ÷ the three that Exact needs for each."""
    count = amount(1_000, 60, "POST_CALLS")
    found = in_new_instance("benchmarks.calls:measure_posting", count=count)
    if found["states"] != {"posted": count} or found["entries"] != count:
        raise AssertionError(f"not all were posted once: {found['states']}, {found['entries']} entries")
    spent = sum(found["posting"].values()) + sum(found["confirming"].values())
    ratio = spent / (CALLS_EACH * count)
    return {
        "name": "post-calls",
        "quantity": "calls for invoices posted and confirmed",
        "floor": "document, attachment and entry of each",
        "ratio": round(ratio, 4),
        "ceiling": POST_CEILING,
        "ok": ratio <= POST_CEILING,
        "invoices": count,
        "calls_each": round(spent / count, 3),
        "posting": ", ".join(f"{what} {often}" for what, often in sorted(found["posting"].items())),
        "confirming": ", ".join(f"{what} {often}" for what, often in sorted(found["confirming"].items())),
        "invoices_per_s": round(count / found["seconds"], 1),
        "seed": SEED,
    }


def measure_sync(suppliers: int, changed: int, deleted: int) -> dict[str, Any]:
    """Child's side of ``sync``: calls and rows by path of the first synchronisation and of one after changes."""
    from exact.mirror.run import synchronise
    from exact.models import Vendor
    from exact.sandbox import catalogue

    with linked(suppliers) as (server, books):
        began = perf_counter()
        rows = synchronise(books)
        told = {"first": _counted(calls(server, 0)), "rows": rows, "seconds": perf_counter() - began}
        accounts = catalogue.load()["crm/Accounts"]
        now = server.clock.local().isoformat()
        known = [ident(f"supplier {number}") for number in range(changed + deleted)]
        for key in known[:changed]:
            row = dict(server.ledger.get(DIVISION, accounts.name, key) or {})
            server.ledger.put(DIVISION, accounts, row | {"Name": f"{row['Name']} anders"}, server.clock.now())
        for key in known[changed:]:
            server.ledger.remove(DIVISION, accounts, key, (ident(f"deletion {key}"), now, ""))
        before = len(server.log.entries())
        rows = synchronise(books, "hourly")
        told |= {"then": _counted(calls(server, before)), "then_rows": rows}
        mirrored = Vendor.objects.filter(administration=books)
        told["renamed"] = mirrored.filter(name__endswith=" anders", gone_at=None).count()
        told["gone"] = mirrored.exclude(gone_at=None).count()
        told["present"] = mirrored.filter(gone_at=None).count()
    return told


@benchmark("sync")
def sync() -> dict[str, Any]:
    """100,000 suppliers mirrored, then 500 changes and 50 deletions: calls ÷ as few as Exact's pages allow.

    Counted is each list that Exact gives by row version; the worst counts. Lists without one come 60 a call: shown."""
    suppliers, changed, deleted = amount(100_000, 5_000, "SYNC"), 500, 50
    found = in_new_instance("benchmarks.calls:measure_sync", suppliers=suppliers, changed=changed, deleted=deleted)
    if (found["renamed"], found["gone"], found["present"]) != (changed, deleted, suppliers - deleted):
        raise AssertionError(f"the mirror differs: {found['renamed']}, {found['gone']}, {found['present']}")
    needed = {
        "suppliers": (found["first"]["GET sync/CRM/Accounts"], suppliers),
        "changes": (found["then"]["GET sync/CRM/Accounts"], changed),
        "deletions": (found["then"]["GET sync/Deleted"], deleted),
        **{
            f"{when}: {what}": (often, 0)
            for when in ("first", "then")
            for what, often in found[when].items()
            if what.startswith("GET sync/") and what not in ("GET sync/CRM/Accounts", "GET sync/Deleted")
        },
    }
    each = {what: often / max(1, -(-rows // PAGE)) for what, (often, rows) in needed.items()}
    worst = max(each, key=lambda what: each[what])
    return {
        "name": "sync",
        "quantity": f"calls to mirror; the worst list: {worst}",
        "floor": f"its rows ÷ {PAGE}",
        "ratio": round(each[worst], 3),
        "ceiling": SYNC_CEILING,
        "ok": each[worst] <= SYNC_CEILING,
        "suppliers": suppliers,
        "calls_first": sum(found["first"].values()),
        "calls_after_changes": sum(found["then"].values()),
        "of_lists": ", ".join(f"{what} {often}" for what, (often, rows) in needed.items() if rows),
        "first_s": round(found["seconds"], 1),
        "seed": SEED,
    }
