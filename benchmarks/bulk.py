"""Approving and posting many in one go: statements and seconds of its three pages, for 20 documents and for 200."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.books import make_books
from benchmarks.instance import in_new_instance
from benchmarks.registry import benchmark
from benchmarks.report import SEED, amount

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

    from exact.models import Administration
    from workbench.models import Draft

CEILING = 1.2
FEW = 20


def make_ready(books: Administration, count: int, first: int = 0) -> list[Draft]:
    """``count`` invoices in review that nothing stops, each with its document and two lines."""
    from workbench.intake import blobs
    from workbench.models import Document, Draft, DraftLine

    vendors = list(books.vendors.order_by("pk")[:50])
    drafts = [
        Draft(
            administration=books,
            vendor=vendors[number % len(vendors)],
            supplier_name=vendors[number % len(vendors)].name,
            state="review",
            turn="ready",
            turn_rank=1,
            invoice_number=f"B-{number}",
            number_key=f"b{number}",
            net_total=Decimal("100.00"),
            vat_total=Decimal("21.00"),
            gross_total=Decimal("121.00"),
            issue_date=date(2026, 3, 2),
            due_date=date(2026, 4, 1),
            received_at=datetime(2026, 3, 3, tzinfo=UTC),
            derived_at=datetime(2026, 3, 3, tzinfo=UTC),
        )
        for number in range(first, first + count)
    ]
    Draft.objects.bulk_create(drafts)
    DraftLine.objects.bulk_create(
        DraftLine(
            draft=draft,
            position=place,
            description="Bouten",
            net_amount=Decimal("50.00"),
            vat_amount=Decimal("10.50"),
            gl_account="4000",
            vat_code="2",
        )
        for draft in drafts
        for place in (1, 2)
    )
    blob = blobs.put(b"what came in")
    Document.objects.bulk_create(
        Document(
            administration=books,
            blob=blob,
            name=f"{draft.invoice_number}.pdf",
            kind="pdf",
            state="read",
            role="main",
            draft=draft,
        )
        for draft in drafts
    )
    return drafts


def make_clerk(books: Administration) -> User:
    """Somebody who may do everything with documents of these books."""
    from django.contrib.auth.models import User

    from workbench.models import Membership

    clerk = User.objects.create_user("clerk")
    Membership.objects.bulk_create(
        Membership(user=clerk, administration=books, role=role) for role in ("clerk", "approver", "auditor")
    )
    return clerk


def measure(counts: list[int]) -> dict[str, Any]:
    """Child's side: (statements, seconds) of each page for each count of documents."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    books = make_books(0)
    client = Client()
    client.force_login(make_clerk(books))
    _run(client, make_ready(books, 3))
    return {
        str(count): _run(client, make_ready(books, count, first=1_000 * place))
        for place, count in enumerate(counts, start=1)
    }


def _run(client: Client, drafts: list[Draft]) -> dict[str, tuple[int, float]]:
    from workbench.models import BatchItem

    chosen = {"draft": [str(draft.pk) for draft in drafts]}
    versions = {f"version:{draft.pk}": str(draft.version) for draft in drafts}
    told: dict[str, tuple[int, float]] = {}
    answer, told["precheck"] = _asked(lambda: client.post("/post/check/", chosen))
    assert all(key in answer.content.decode() for key in chosen["draft"])
    token = secrets.token_hex(8)
    answer, told["start"] = _asked(lambda: client.post("/post/start/", {**chosen, **versions, "token": token}))
    left_out = BatchItem.objects.filter(batch__token=token).exclude(state="posting")
    assert not left_out.exists(), left_out[0].code
    _, told["watch"] = _asked(lambda: client.get(answer.url))
    return told


def _asked(ask: Any) -> tuple[Any, tuple[int, float]]:
    from django.db import connection

    statements: list[str] = []

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    began = perf_counter()
    with connection.execute_wrapper(noting):
        answer = ask()
    if answer.status_code >= 400:
        raise AssertionError(f"answered {answer.status_code}")
    return answer, (len(statements), perf_counter() - began)


@benchmark("bulk")
def bulk() -> dict[str, Any]:
    """Statements of the check, the start and the result of a bulk run with 200 documents, against 20.

    Each document is approved and queued in a transaction of its own, so that one which is refused stops no other."""
    many = amount(200, 60, "BULK")
    found = in_new_instance("benchmarks.bulk:measure", counts=[FEW, many])
    few, large = found[str(FEW)], found[str(many)]

    def grown(page: str) -> float:
        return float(large[page][0] / few[page][0])

    whole = sum(large[page][0] for page in large) / sum(few[page][0] for page in few)
    return {
        "name": "bulk",
        "quantity": f"statements to check, approve, queue and show {many} documents",
        "floor": f"those for {FEW}",
        "ratio": round(whole, 2),
        "ceiling": CEILING,
        "ok": whole <= CEILING,
        "min": round(min(map(grown, large)), 2),
        "median": round(sorted(map(grown, large))[1], 2),
        "max": round(max(map(grown, large)), 2),
        "statements": ", ".join(f"{page} {few[page][0]} and {large[page][0]}" for page in large),
        "statements_per_document": round((large["start"][0] - few["start"][0]) / (many - FEW), 1),
        "ms_per_document": round(1000 * large["start"][1] / many, 1),
        "documents": many,
        "seed": SEED,
    }
