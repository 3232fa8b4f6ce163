"""An instance with years of work behind it: many posted drafts, each with its document and its line in the intake
ledger, and some that wait. Made by the database itself, row by row from a few patterns."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks.books import make_books

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import Model

    from workbench.models import Blob

BOOKS = 5
_HELD = ("PRICE_HIGH", "AWAIT_RECEIPT", "VENDOR_UNKNOWN", "FIELD_DOUBTFUL", "IBAN_CHANGED")


def fill(posted: int, waiting: int) -> User:
    """``posted`` drafts over five years and ``waiting`` in review, in five administrations; returns their clerk."""
    from django.contrib.auth.models import User
    from django.db import connection, transaction

    from workbench.models import Membership

    clerk = User.objects.create_user("clerk")
    with transaction.atomic():
        books = [make_books(number) for number in range(BOOKS)]
        Membership.objects.bulk_create(
            Membership(user=clerk, administration=each, role=role)
            for each in books
            for role in ("clerk", "approver", "auditor")
        )
        homes = [(each.pk, each.vendors.order_by("pk")[0].pk, each.vendors.count()) for each in books]
        _drafts(homes, "posted", 0, posted)
        _drafts(homes, "review", posted, waiting)
    if not _sqlite():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself in the course of time
    return clerk


def _drafts(homes: list[tuple[int, int, int]], state: str, first: int, count: int) -> None:
    from exact.models import Vendor
    from workbench.models import Blob, Draft

    administration = _by_book("{pk}", homes)
    vendor = _by_book(f"{{first}} + n.i / {BOOKS} % {{count}}", homes)
    received = _moment("n.i")
    waits = state == "review"
    digest = hashlib.sha256(state.encode()).hexdigest()
    blob = Blob.objects.create(sha256=digest, size=1)
    draft = Draft(
        state=state,
        vendor=Vendor.objects.get(pk=homes[0][1]),
        administration_id=homes[0][0],
        net_total="100.00",
        vat_total="21.00",
        gross_total="121.00",
        issue_date="2026-01-01",
        due_date="2026-02-01",
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
        posted_at=None if waits else datetime(2026, 1, 1, tzinfo=UTC),
        derived_at=datetime(2026, 1, 1, tzinfo=UTC),
        fields={name: {"value": "x" * 12, "confidence": 0.97, "source": "text"} for name in map(str, range(12))},
    )
    rank = "CASE n.i % 5 WHEN 0 THEN 1 WHEN 1 THEN 2 ELSE 0 END"
    _repeat(
        draft,
        first,
        count,
        id=_uuid("n.i"),
        administration_id=administration,
        vendor_id=f"CASE WHEN n.i % 7 = 0 AND {int(waits)} = 1 THEN NULL ELSE {vendor} END",
        supplier_name="'Vendor ' || (n.i % 997)",
        invoice_number="'F-' || n.i",
        number_key="'f' || n.i",
        gross_total="121 + n.i % 5000",
        received_at=received,
        created_at=received,
        posted_at="NULL" if waits else _moment("n.i + 2"),
        turn_rank=rank,
        turn=f"CASE {rank} WHEN 0 THEN 'you' WHEN 1 THEN 'ready' ELSE 'others' END",
        blockers="CASE WHEN n.i % 5 = 0 THEN 0 ELSE 1 END",
        entry_number="''" if waits else "'2660' || n.i",
    )
    _papers(blob, homes, first, count)
    _holds(first, count, open_ones=waits)


def _papers(blob: Blob, homes: list[tuple[int, int, int]], first: int, count: int) -> None:
    """A read document and its line in the intake ledger for each draft."""
    from workbench.models import Document, IntakeEntry

    shared = {"administration_id": _by_book("{pk}", homes), "received_at": _moment("n.i")}
    reading = {"fields": {}, "x": "y" * 2000}
    document = Document(blob=blob, name="invoice.pdf", kind="pdf", state="read", reading=reading)
    _repeat(document, first, count, id=_uuid("n.i"), draft_id=_uuid("n.i"), picture_hash="''", **shared)
    entry = IntakeEntry(blob=blob, name="invoice.pdf", kind="pdf", outcome="document")
    _repeat(entry, first, count, id=_uuid("n.i"), batch=_uuid("n.i / 4"), document_id=_uuid("n.i"), **shared)


def _holds(first: int, count: int, *, open_ones: bool) -> None:
    from workbench.models import Hold

    codes = " ".join(f"WHEN {place} THEN '{code}'" for place, code in enumerate(_HELD))
    _repeat(
        Hold(code="", key="", severity="hold"),
        first,
        count,
        draft_id=_uuid("n.i"),
        code=f"CASE n.i % {len(_HELD)} {codes} END",
        key="'k' || n.i",
        created_at=_moment("n.i"),
        released_at="NULL" if open_ones else _moment("n.i"),
    )


def _repeat(pattern: Model, first: int, count: int, **changing: str) -> None:
    """Insert ``count`` rows as ``pattern``; the columns in ``changing`` are SQL over the row's number ``n.i``."""
    from django.db import connection

    names, values, told = [], [], []
    for field in pattern._meta.concrete_fields:
        if field.primary_key and field.column not in changing:
            continue  # the database counts
        names.append(connection.ops.quote_name(field.column))
        if field.column in changing:
            values.append(changing[field.column].replace("%", "%%"))
        else:
            values.append("%s")
            told.append(field.get_db_prep_save(getattr(pattern, field.attname), connection))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {first + count - 1}) "
            f"INSERT INTO {connection.ops.quote_name(pattern._meta.db_table)} ({', '.join(names)}) "
            f"SELECT {', '.join(values)} FROM n",
            told,
        )


def _by_book(form: str, homes: list[tuple[int, int, int]]) -> str:
    cases = " ".join(
        f"WHEN {place} THEN {form.format(pk=pk, first=first, count=count)}"
        for place, (pk, first, count) in enumerate(homes)
    )
    return f"CASE n.i % {BOOKS} {cases} END"


def _sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _uuid(number: str) -> str:
    return f"printf('%032x', {number})" if _sqlite() else f"lpad(to_hex({number}), 32, '0')::uuid"


def _moment(number: str) -> str:
    """A moment in the last five years, another one for each number."""
    seconds = f"({number}) % 1800 * 86400 + ({number}) % 86399"
    if _sqlite():
        return f"strftime('%Y-%m-%d %H:%M:%S', 'now', '-' || ({seconds}) || ' seconds')"
    return f"now() - ({seconds}) * interval '1 second'"
