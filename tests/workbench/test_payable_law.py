"""The law of this program: what is posted as payable equals the gross a person approved, or it is not posted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from domain.evidence import Source
from domain.reading import FieldValue, ReadLine, VatRow
from exact.models import Administration, VatCode, Vendor
from exact.posting.payload import entry_amount
from matching.models import VatPosition
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts import lines
from workbench.drafts.changing import DraftRefused
from workbench.drafts.services import NEVER_RELEASED, edit_field, release_hold
from workbench.drafts.vat_amounts import edit_vat_amount
from workbench.models import Draft
from workbench.pipeline.derive import derive_by_id
from workbench.posting.agreement import check_payable
from workbench.posting.payload import entry_of
from workbench.posting.services import precheck

D = Decimal
# Codes beside 0 (none), 2 (21 %) and 4 (9 %): reverse charge, VAT inside the amount, margin scheme.
CODES = {
    "7": {"kind": "E", "percentage": D("0.21"), "charged": True},
    "I": {"kind": "I", "percentage": D("0.21")},
    "M": {"kind": "E", "percentage": D("0.21"), "margin": True},
}


@dataclass(frozen=True)
class Paper:
    """An invoice: lines of (net, rate, code a person chooses, "" for what is derived), VAT per rate, VAT and total.

    ``later``: totals that a person sets; ``typed``: VAT per rate that a person sets."""

    name: str
    lines: tuple[tuple[str, str, str], ...]
    vat: str
    gross: str
    rows: tuple[tuple[str, str], ...] = ()
    fields: dict[str, str] | None = None
    vendor: str = "NL"
    own: str = "NL"
    deductible: int = 100
    later: dict[str, str] | None = None
    typed: dict[str, str] | None = None
    owed: str = ""  # what an entry without a hold owes; "" when it is held
    after: str = ""  # what it owes once all that can be overridden was; "" when it stays held


CASES = (
    Paper("domestic", (("100", "21", "2"),), "21.00", "121.00", owed="121.00"),
    Paper("mixed rates", (("100", "21", "2"), ("50", "9", "4")), "25.50", "175.50", owed="175.50"),
    Paper("rounding cent", (("1.02", "21", "2"),) * 3, "0.64", "3.70", (("21", "0.64"),), owed="3.70"),
    Paper("credit note", (("100", "21", "2"),), "21.00", "121.00", fields={"type": "credit_note"}, owed="-121.00"),
    Paper("dollars", (("100", "0", "0"),), "0.00", "100.00", fields={"currency": "USD"}, owed="100.00"),
    Paper("reverse charge", (("100", "0", "7"),), "0.00", "100.00", owed="100.00"),
    Paper("EU acquisition", (("100", "0", "7"),), "0.00", "100.00", vendor="DE", owed="100.00"),
    Paper("EU acquisition, German VAT charged", (("100", "19", "7"),), "19.00", "119.00", vendor="DE"),
    Paper("import", (("100", "0", "0"),), "0.00", "100.00", vendor="US", owed="100.00"),
    Paper("Belgian books", (("100", "21", "2"),), "21.00", "121.00", vendor="BE", own="BE", after="121.00"),
    Paper("half deductible", (("100", "21", "2"),), "21.00", "121.00", deductible=50, owed="121.00"),
    Paper("part reverse charged", (("100", "0", "7"), ("50", "9", "4")), "4.50", "154.50", owed="154.50"),
    Paper("reverse charge, yet VAT charged", (("100", "21", "7"),), "21.00", "121.00"),
    Paper("VAT not claimed is cost", (("100", "21", "0"),), "21.00", "121.00", owed="121.00"),
    Paper("code with VAT inside", (("100", "21", "I"),), "21.00", "121.00", owed="121.00"),
    Paper("margin scheme", (("100", "0", "M"),), "0.00", "100.00", owed="100.00"),
    Paper("prices with VAT read as net", (("121", "21", "2"),), "21.00", "121.00"),
    Paper("code without VAT on charged VAT", (("100", "0", "2"),), "0.00", "100.00", after="100.00"),
    Paper("code cleared", (("100", "21", " "),), "21.00", "121.00"),
    Paper("code nobody knows", (("100", "21", "99"),), "21.00", "121.00"),
    Paper("VAT no rate explains", (("100", "21", "2"),), "20.00", "120.00", after="120.00"),
    Paper(
        "one of two rates off",
        (("100", "21", "2"), ("50", "9", "4")),
        "24.50",
        "174.50",
        (("21", "20.00"), ("9", "4.50")),
        after="174.50",
    ),
    Paper(
        "two rates off that make up for each other",
        (("100", "21", "2"), ("50", "9", "4")),
        "25.50",
        "175.50",
        (("21", "20.00"), ("9", "5.50")),
        after="175.50",
    ),
    Paper("total does not add up", (("100", "21", "2"),), "21.00", "125.00"),
    Paper("lines do not add up", (("90", "21", "2"),), "21.00", "121.00", fields={"net_total": "100.00"}),
    Paper("total put right by a person", (("100", "9", "4"),), "21.00", "121.00", later={"vat": "9", "gross": "109"},
          owed="109.00"),
    Paper("VAT per rate typed", (("1.02", "21", "2"),) * 3, "0.64", "3.70", (("21", "0.70"),), typed={"21": "0,64"},
          owed="3.70"),
)  # fmt: skip


@pytest.fixture
def books(db: None, settings: Settings, tmp_path: Path) -> Administration:
    settings.BLOB_ROOT = tmp_path / "blobs"
    made = desk.books()
    for code, values in CODES.items():
        VatCode.objects.create(
            administration=made, exact_id=desk.guid(1, f"vat{code}"), code=code, transaction_type="P", **values
        )
    return made


def made(books: Administration, paper: Paper, by: Person) -> Draft:
    read = desk.reading("L-1", vat_total=paper.vat, gross_total=paper.gross, **(paper.fields or {}))
    nets = sum((D(net) for net, _rate, _code in paper.lines), D(0))
    rows = paper.rows or tuple((rate, str(D(net) * D(rate) / 100)) for net, rate, _code in paper.lines if D(rate))
    read = replace(
        read,
        lines=tuple(
            ReadLine(f"Regel {n}", net_amount=net, vat_rate=rate, source=Source.XML)
            for n, (net, rate, _code) in enumerate(paper.lines, start=1)
        ),
        vat_breakdown=tuple(VatRow(rate, "", amount) for rate, amount in (paper.rows or dict(rows).items())),
        fields=dict(read.fields) | ({} if "net_total" in (paper.fields or {}) else {"net_total": _net(nets)}),
    )
    if paper.vendor != "NL":
        number = {"DE": "DE136695976", "BE": "BE0403170701"}.get(paper.vendor, "")
        Vendor.objects.update(country=paper.vendor, vat_number=number)
        read = replace(read, fields=dict(read.fields) | {"supplier_vat": FieldValue(number, 1.0, Source.XML)})
    Administration.objects.filter(pk=books.pk).update(country=paper.own)
    VatPosition.objects.create(administration=books, deductible_percent=paper.deductible)
    draft = desk.made(books, "L-1", reading=read)
    for line, (*_amounts, code) in zip(draft.lines.all(), paper.lines, strict=True):
        line.gl_account, line.vat_code, line.by_person = "4000", code.strip(), ["gl_account", "vat_code"]
        line.save()
    derive_by_id(draft.pk)
    for name, typed in (paper.later or {}).items():
        edit_field(draft.pk, name=f"{name}_total", typed=typed, by=by)
    for rate, typed in (paper.typed or {}).items():
        edit_vat_amount(draft.pk, rate=D(rate), typed=typed, by=by)
    return Draft.objects.get(pk=draft.pk)


def _net(amount: Decimal) -> FieldValue:
    return FieldValue(str(amount), 1.0, Source.XML, proven=True)


def override_all(draft: Draft, by: Person) -> Draft:
    """Override whatever lets itself be overridden, as often as something does."""
    while hold := draft.holds.filter(released_at=None).exclude(code__in=NEVER_RELEASED).first():
        try:
            release_hold(draft.pk, hold_id=hold.pk, reason="zo staat het er", by=by)
        except DraftRefused:
            break
    return Draft.objects.get(pk=draft.pk)


@pytest.mark.parametrize("paper", CASES, ids=lambda paper: paper.name)
def test_what_is_booked_is_what_is_owed_or_nothing_is(books: Administration, paper: Paper) -> None:
    kim = desk.person("kim", books, "clerk")
    draft = made(books, paper, kim)
    assert bool(paper.owed) == (draft.blockers == 0), desk.holds_of(draft)
    if paper.owed:
        assert str(entry_amount(entry_of(draft))) == paper.owed == str(draft.payable)
        return
    draft = override_all(draft, kim)
    assert bool(paper.after) == (draft.blockers == 0), desk.holds_of(draft)
    if paper.after:
        assert str(entry_amount(entry_of(draft))) == paper.after == str(draft.payable)


def test_an_overridden_sum_leaves_a_hold_that_names_the_amounts(books: Administration) -> None:
    kim = desk.person("kim", books, "clerk")
    draft = made(books, next(case for case in CASES if case.name == "total does not add up"), kim)
    assert desk.holds_of(draft) == ["ARITHMETIC"]
    draft = override_all(draft, kim)
    assert desk.holds_of(draft) == ["PAYABLE_DIFFERS"]
    hold = draft.holds.get(code="PAYABLE_DIFFERS")
    assert hold.params == {"booked": "121.00", "payable": "125.00", "difference": "4.00"}
    with pytest.raises(DraftRefused, match="HOLD_NEEDS_CAUSE"):
        release_hold(draft.pk, hold_id=hold.pk, reason="toch", by=kim)
    edit_field(draft.pk, name="gross_total", typed="121", by=kim)
    assert not desk.holds_of(draft)


def test_what_was_let_pass_is_not_let_pass_for_another_code(books: Administration) -> None:
    kim = desk.person("kim", books, "clerk")
    draft = override_all(made(books, next(case for case in CASES if case.after == "120.00"), kim), kim)
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="vat_code", typed="4", by=kim)
    assert desk.holds_of(draft) == ["TAX_VARIANCE"]


def test_a_code_that_was_a_mistake_leaves_no_rate_behind(books: Administration) -> None:
    kim = desk.person("kim", books, "clerk")
    draft = made(books, Paper("exempt", (("100", "0", "2"),), "0.00", "100.00"), kim)
    assert desk.holds_of(draft) == ["TAX_VARIANCE"]
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="vat_code", typed="0", by=kim)
    assert not desk.holds_of(draft) and str(draft.lines.get().vat_amount) == "0.00"


def test_the_last_look_refuses_what_changed_behind_the_holds(books: Administration) -> None:
    """A code that became reverse charged in Exact after the draft was judged."""
    kim = desk.person("kim", books, "clerk")
    draft = made(books, CASES[0], kim)
    check_payable(draft)
    VatCode.objects.filter(administration=books, code="2").update(charged=True)
    with pytest.raises(DraftRefused, match="PAYABLE_DIFFERS"):
        check_payable(draft)
    # The pre-check announces it.
    sam = desk.person("sam", books, "approver")
    Draft.objects.filter(pk=draft.pk).update(blockers=0, first_blocker={})
    Administration.objects.filter(pk=books.pk).update(first_posting_confirmed=True)
    going, (left,) = precheck([Draft.objects.get(pk=draft.pk)], sam)
    assert (going, left.code) == ([], "PAYABLE_DIFFERS")
