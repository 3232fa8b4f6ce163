"""Was this invoice here before: in our own drafts, by another road, or booked in Exact already?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from domain.findings import Severity
from domain.parties import normalise_vat
from exact.models import Administration, BookedEntry, Posting, PostingState, Vendor
from exact.prepared import Prepared
from matching.duplicates.api import Channel, DuplicateHit, DuplicateKind, InvoiceTrace, find_duplicates
from matching.duplicates.numbers import bare, without_year
from workbench.audit import services as audit
from workbench.drafts.states import DraftState
from workbench.models import Document, Draft, IntakeEntry
from workbench.models.intake import Outcome
from workbench.pipeline import reference
from workbench.pipeline.any_of import keys_of_any
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.drafting import number_key

# About two weeks either way: beyond that, equal amounts are a vendor's rhythm.
NEAR = timedelta(days=16)
IGNORED = (DraftState.REJECTED, DraftState.FILED, DraftState.SUPERSEDED)


def step(facts: Facts) -> list[Cause]:
    """Hold what looks like an invoice we have, with the other one named so that a person can compare."""
    draft = facts.draft
    draft.duplicate_of = None
    if not draft.invoice_number and draft.gross_total is None:
        return []
    others = {str(other.pk): other for other in _drafts_alike(facts)}
    booked = {f"exact:{row.pk}": row for row in _booked_alike(facts)}
    traces = [trace_of(other) for other in others.values()] + [_trace_of_entry(key, row) for key, row in booked.items()]
    for hit in find_duplicates(trace_of(draft, facts.documents), traces):
        if hit.other in others:
            other = others[hit.other]
            # The one that came first is the original; it is not held because of its copy.
            if (other.received_at, str(other.pk)) > (
                draft.received_at,
                str(draft.pk),
            ) and other.state == DraftState.REVIEW:
                continue
            draft.duplicate_of = other
            return [_cause(hit, other.invoice_number or str(other.received_at.date()), str(other.pk))]
        row = booked[hit.other]
        return [_cause(hit, f"{row.your_ref} · {row.entry_number}", hit.other)]
    return []


def join_if_same_case(facts: Facts) -> bool:
    """The same invoice by another road (mail PDF and e-invoice, say) joins the earlier case as a second source.

    Only while neither was touched by a person or sent. The better source leads: structured over page. True when
    this draft was dissolved into the other.
    """
    draft = facts.draft
    if draft.version > 1 or draft.state != DraftState.REVIEW or not draft.invoice_number:
        return False
    others = {str(other.pk): other for other in _drafts_alike(facts) if other.state == DraftState.REVIEW}
    hits = find_duplicates(trace_of(draft, facts.documents), [trace_of(other) for other in others.values()])
    joined = next((hit for hit in hits if hit.kind is DuplicateKind.SAME_CASE), None)
    if joined is None:
        return False
    other = others[joined.other]
    documents = list(draft.documents.all())
    lead = _leads(documents, list(other.documents.all()))
    for document in documents:
        document.draft = other
        document.role = "main" if lead and document.role == "main" else "second_source"
        document.save(update_fields=["draft", "role"])
    if lead:
        other.documents.exclude(pk__in=[d.pk for d in documents]).filter(role="main").update(role="second_source")
    IntakeEntry.objects.filter(document__in=documents, outcome=Outcome.DOCUMENT).update(outcome=Outcome.JOINED)
    audit.record("draft.joined", actor="duplicates", draft=other, name=", ".join(d.name for d in documents))
    draft.lines.all().delete()
    draft.holds.all().delete()
    draft.delete()
    _refill(other, lead)
    return True


def _refill(other: Draft, lead: bool) -> None:
    from domain.reading import Reading
    from workbench.pipeline.derive.run import derive
    from workbench.pipeline.drafting import draft_from_reading

    main = other.documents.filter(role="main").first()
    if lead and main is not None and other.version == 1:
        draft_from_reading(main, Reading.from_json(main.reading))
        other.refresh_from_db()
    derive(other)


def _leads(new: list[Document], old: list[Document]) -> bool:
    """An e-invoice leads over a page; between equals the first stays."""
    return any(d.kind == "xml" for d in new) and not any(d.kind == "xml" for d in old)


def _drafts_alike(facts: Facts) -> list[Draft]:
    if facts.alike is None:
        facts.alike = _find_alike(facts)
    return facts.alike


def _find_alike(facts: Facts) -> list[Draft]:
    draft = facts.draft
    numbers = sorted(number_keys(draft.invoice_number, draft.issue_date)) if draft.number_key else []
    whose = _same_vendor(facts) if numbers and draft.vendor is not None else ()
    picture = facts.main.picture_hash if facts.main is not None else ""
    shape = (bool(numbers), bool(whose), draft.gross_total is not None, draft.issue_date is not None, bool(picture))
    if not (numbers or all(shape[2:4]) or picture):
        return []
    found = _ALIKE.ask(draft.pk, numbers, whose, draft.gross_total, *_near(draft), picture, shape=shape)
    keys = [pk for (pk,) in found]
    # Nearly always nobody: only those found are fetched whole, with their vendors and documents.
    if not keys:
        return []
    # In the order they came, so that of several the same one is named each time.
    drafts = Draft.objects.filter(pk__in=keys).select_related("vendor", "administration").order_by("received_at", "pk")
    return list(drafts.prefetch_related(Prefetch("documents", Document.objects.defer("reading"))))


def _near(draft: Draft) -> tuple[date | None, date | None]:
    day = draft.issue_date
    return (None, None) if day is None else (day - NEAR, day + NEAR)


def _alike(
    pk: Any, numbers: Any, whose: Any, gross: Any, since: Any, until: Any, picture: Any, shape: tuple[bool, ...]
) -> QuerySet[Any, Any]:
    """What may be the same: by number, by amount and date, by the look of page one (``shape``: which are known, and
    whether the vendor is)."""
    numbered, known, amount, dated, pictured = shape
    ways = [_numbered_alike(numbers, whose if known else None, gross if amount else None)] if numbered else []
    if amount and dated:
        ways.append(Q(gross_total=gross, issue_date__range=(since, until)))
    if pictured:
        ways.append(Q(pk__in=Document.objects.filter(picture_hash=picture).values("draft")))
    return keys_of_any(Draft.objects.exclude(pk=pk).exclude(state__in=IGNORED).exclude(kind="none").order_by(), ways)


_ALIKE = Prepared(
    _alike,
    (Draft, "pk"),
    [(Draft, "number_key")],
    [(Draft, "vendor")],
    (Draft, "gross_total"),
    (Draft, "issue_date"),
    (Draft, "issue_date"),
    (Document, "picture_hash"),
)


def _numbered_alike(numbers: Any, whose: Any, gross: Any) -> Q:
    """Drafts with this number: of the vendor, of nobody yet, and of another vendor only for the same amount (each of
    them has a 2026-0001)."""
    numbered = Q(number_key__in=numbers)
    if whose is None:
        return numbered
    of = Q(vendor__pk__in=whose) | Q(vendor=None)
    return numbered & (of | Q(gross_total=gross) if gross is not None else of)


def number_keys(number: str, issued: date | None) -> set[str]:
    """The keys under which the same number may be stored: as printed, without the words around it, without its year."""
    forms = {number_key(form)[:100] for form in (number, bare(number), without_year(number, issued))}
    return forms - {""}


def _booked_alike(facts: Facts) -> list[BookedEntry]:
    draft = facts.draft
    if draft.vendor is None:
        return []
    numbers = sorted(number_keys(draft.invoice_number, draft.issue_date)) if draft.number_key else []
    gross = draft.gross_total if draft.issue_date is not None else None
    if not numbers and gross is None:
        return []
    # A credit note stands in the ledger with a minus.
    amounts = sorted({gross, -gross}) if gross is not None else []
    shape = (bool(numbers), bool(amounts))
    found = _BOOKED_ALIKE.ask(_same_vendor(facts), numbers, amounts, *_near(draft), shape=shape)
    keys = [pk for (pk,) in found]
    return _not_ours(draft, list(BookedEntry.objects.filter(pk__in=keys).select_related("vendor"))) if keys else []


def _booked_alike_rows(
    whose: Any, numbers: Any, amounts: Any, since: Any, until: Any, shape: tuple[bool, bool]
) -> QuerySet[Any, Any]:
    numbered, amount = shape
    ways = [Q(number_key__in=numbers)] if numbered else []
    if amount:
        ways.append(Q(amount__in=amounts, date__range=(since, until)))
    books = Administration.objects.values("pk")  # named, because the indexes begin with it
    rows = BookedEntry.objects.filter(administration__in=books, vendor__pk__in=whose, gone_at=None)
    return keys_of_any(rows.order_by(), ways)


_BOOKED_ALIKE = Prepared(
    _booked_alike_rows,
    [(BookedEntry, "vendor")],
    [(BookedEntry, "number_key")],
    [(BookedEntry, "amount")],
    (BookedEntry, "date"),
    (BookedEntry, "date"),
)


def _not_ours(draft: Draft, rows: list[BookedEntry]) -> list[BookedEntry]:
    """Without the entries that our own drafts became: those are compared as drafts."""
    here = [row.entry_number for row in rows if row.administration_id == draft.administration_id]
    by_hand = Draft.objects.filter(
        administration=draft.administration, state=DraftState.POSTED, entry_number__in=here
    ).values_list("entry_number", flat=True)
    guids = [row.exact_id for row in rows]
    posted = Posting.objects.filter(state=PostingState.POSTED, entry_guid__in=guids).exclude(entry_guid="")
    known, sent = set(by_hand), set(posted.values_list("entry_guid", flat=True))
    return [
        row
        for row in rows
        if row.exact_id not in sent
        and not (row.administration_id == draft.administration_id and row.entry_number in known)
    ]


def _same_vendor(facts: Facts) -> tuple[int, ...]:
    """The vendor's records in all administrations, and second ones in its own: by VAT number or registration."""
    vendor = facts.draft.vendor
    assert vendor is not None
    return facts.lookup.get(reference.SAME_VENDOR, vendor.pk, vendor.vat_number, vendor.registration, vendor.country)


def party_of(vendor: Vendor | None, printed_vat: str = "", name: str = "") -> str:
    """Who it is in every administration: VAT number, else registration, else the record itself; without a vendor what
    the document says."""
    if vendor is None:
        return plain_vat(printed_vat) or name.casefold()
    return plain_vat(vendor.vat_number) or vendor.registration.strip() or vendor.exact_id


def plain_vat(number: str) -> str:
    """A VAT number as compared: canonical, or its letters and digits when it is none."""
    return normalise_vat(number) or "".join(sign for sign in number.upper() if sign.isalnum())


def trace_of(draft: Draft, documents: Sequence[Document] | None = None) -> InvoiceTrace:
    """A draft as the duplicate rules compare it (``documents``: its own, when the caller has them)."""
    known = draft.documents.all() if documents is None else documents
    main = next((d for d in known if d.role == "main"), None)
    return InvoiceTrace(
        key=str(draft.pk),
        administration=str(draft.administration_id or ""),
        party=party_of(draft.vendor, _printed(draft, "supplier_vat"), draft.supplier_name),
        number=draft.invoice_number,
        issued=draft.issue_date,
        gross=draft.gross_total,
        currency=draft.currency,
        credit=draft.kind == "credit_note",
        channel=_channel(draft, main),
        picture=int(main.picture_hash, 16) if main and main.picture_hash else None,
    )


def _printed(draft: Draft, name: str) -> str:
    return str(draft.fields.get(name, {}).get("value") or "")


def _channel(draft: Draft, main: Document | None) -> Channel:
    if main is not None and main.kind == "xml":
        return Channel.PEPPOL
    if main is not None and main.kind in ("jpeg", "png", "tiff", "webp"):
        return Channel.SCAN
    return Channel.MAIL if draft.source in ("mail", "smtp") else Channel.UPLOAD


def _trace_of_entry(key: str, row: BookedEntry) -> InvoiceTrace:
    return InvoiceTrace(
        key=key,
        administration=str(row.administration_id),
        party=party_of(row.vendor),
        number=row.your_ref,
        issued=row.date,
        gross=abs(row.amount),
        currency=row.currency,
        credit=row.amount < 0,
        channel=Channel.EXACT,
    )


def _cause(hit: DuplicateHit, number: str, other: str) -> Cause:
    reasons = ", ".join(reason.code.rsplit(".", 1)[-1].replace("_", " ") for reason in hit.reasons)
    params = {"number": number, "reason": f"{int(hit.score * 100)} %: {reasons}", "other": other}
    return Cause("DUPLICATE_SUSPECT", Severity.HOLD, params, "invoice_number", other)
