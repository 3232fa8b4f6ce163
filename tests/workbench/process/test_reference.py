"""What is kept in memory is what stands in the database: whoever wrote, whichever way, and after a rollback."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from django.utils import timezone

from exact import models as exact
from matching import models as taught
from matching.mirror import kept, stamping
from matching.mirror.kept import Kept, Lookup
from tests.workbench.support import desk
from tests.workbench.support.books import Books, make_books
from workbench import models as case
from workbench.pipeline import reference
from workbench.pipeline.derive import derive_by_id

pytestmark = pytest.mark.django_db

EVERY = {name: value for name, value in vars(reference).items() if isinstance(value, Kept)}


@pytest.fixture
def books() -> Books:
    return make_books()


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_values", {})


def more(name: str, books: Books) -> tuple[Any, ...]:
    """What a kept value is asked with, beside the administration."""
    vendor = books.known_vendor()
    return {
        "VENDOR": (vendor.exact_id,),
        "SAME_VENDOR": (vendor.pk, "NL001234567B01", "", "NL"),
    }.get(name, ())


def asked(name: str, books: Books) -> Any:
    """The value as the next piece of work gets it, in a form that compares."""
    work = Lookup(books.administration.pk)
    value = work.get(EVERY[name], *more(name, books))
    work.keep()
    return plain(value)


def plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return {f.attname: getattr(value, f.attname) for f in value._meta.concrete_fields if f.attname not in UNTOLD}
    if isinstance(value, reference.Accounts):
        return [plain(value.usable), plain(value.every), value.infos, value.code_of]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, reference.vendors.VendorDirectory):
        return list(value)
    if isinstance(value, reference.vendors.SenderBook):
        return dict(value.vendor_names)
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


UNTOLD = {"raw", "seen_at"}


def of(model: type[models.Model], **values: Any) -> Callable[[Books], Any]:
    """Make one row of the books' administration."""

    def make(books: Books) -> None:
        whose = {"administration": books.administration} if stamping.owner_of(model) else {}
        model._default_manager.create(**whose, **values)

    return make


def upsert(books: Books) -> None:
    """As the mirror writes: in bulk, without any signal."""
    row = books.known_vendor()
    row.name = "Andere naam"
    exact.Vendor.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["name"])


def raw_sql(books: Books) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE exact_glaccount SET blocked = %s WHERE code = '4100'", [True])


def with_vendor(model: type[models.Model], **values: Any) -> Callable[[Books], Any]:
    return lambda books: of(model, vendor=books.known_vendor(), **values)(books)


def bank_change(books: Books) -> None:
    with_vendor(
        case.BankChange,
        iban="NL91ABNA0417164300",
        state="accepted",
        requested_by=books.people["editor"],
        requested_at=timezone.now(),
    )(books)


def another_with_its_number(books: Books) -> None:
    of(exact.Vendor, exact_id="other", name="Zelfde", vat_number="NL001234567B01")(books)


FIRST = date(2026, 1, 1)
CHANGES: list[tuple[str, Callable[[Books], Any]]] = [
    ("ACCOUNTS", of(exact.GLAccount, exact_id="x", code="4999", kind=121)),
    ("ACCOUNTS", raw_sql),
    ("COST_CENTRES", lambda books: exact.CostCentre.objects.filter(code="K1").update(active=False)),
    ("COST_UNITS", of(exact.CostUnit, exact_id="x", code="E1")),
    ("PERIODS", of(exact.Period, exact_id="x", year=2031, number=1, start=FIRST, end=FIRST)),
    ("VAT_CODES", lambda books: exact.VatCode.objects.filter(code="2").delete()),
    ("CHARGED", lambda books: exact.VatCode.objects.filter(code="2").update(charged=True)),
    ("VAT_ROWS", lambda books: exact.VatCode.objects.filter(code="2").delete()),
    ("VAT_TABLE", of(taught.VatCodeMapping, treatment="NL_STD21", rate=21, code="2")),
    ("VAT_POSITION", of(taught.VatPosition, car_percent=40)),
    ("RULES", of(taught.CodingRule, name="r", gl="4100")),
    ("POLICY", of(case.Policy, four_eyes_from=7)),
    ("APPROVAL", of(case.ApprovalRule, position=1, first=[1])),
    ("KEY_POLICY", of(taught.VendorKeyPolicy, disabled=["iban"])),
    ("MAPPINGS", with_vendor(taught.VendorMapping, key="name", value="x")),
    ("MAPPINGS", lambda books: exact.Vendor.objects.update(gone_at=timezone.now())),
    ("VENDOR", upsert),
    ("VENDOR", lambda books: exact.Vendor.objects.update(gone_at=timezone.now())),
    ("SAME_VENDOR", another_with_its_number),
    ("DIRECTORY", upsert),
    ("DIRECTORY", with_vendor(exact.VendorBankAccount, exact_id="x", iban="NL91ABNA0417164300")),
    ("SENDERS", lambda books: exact.Vendor.objects.update(domain="elders.example")),
    ("ACCEPTED", bank_change),
    ("ORDERED", with_vendor(exact.PurchaseOrder, exact_id="x", number="O1")),
    ("ROUTING", of(taught.RoutingRule, recipient="x@")),
    ("LEARNED", with_vendor(case.VendorLayout)),
    ("OWN", lambda books: exact.Administration.objects.update(aliases=["Wij"])),
    ("OWN_ON_PAPER", lambda books: exact.Administration.objects.update(aliases=["Wij"])),
    ("OWN_IDENTIFIERS", lambda books: get_user_model().objects.update(email="wij@firma.example")),
    ("OWN_IDENTIFIERS", lambda books: exact.Administration.objects.update(ibans=["NL91ABNA0417164300"])),
]


def test_every_kept_value_has_a_change_here() -> None:
    assert {name for name, _change in CHANGES} == set(EVERY)


@pytest.fixture
def remembered(books: Books) -> Books:
    of(taught.VendorMapping, vendor=books.known_vendor(), key="vat", value="NL001234567B01")(books)
    return books


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_the_next_work_sees_what_changed(remembered: Books, name: str, change: Callable[[Books], Any]) -> None:
    before = asked(name, remembered)
    change(remembered)
    assert asked(name, remembered) != before


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_what_is_taken_back_was_never_there(remembered: Books, name: str, change: Callable[[Books], Any]) -> None:
    before = asked(name, remembered)
    held = Lookup(remembered.administration.pk)  # looked before the change, builds after it
    held.get(reference.POLICY)
    with suppress(InterruptedError), transaction.atomic():
        change(remembered)
        assert asked(name, remembered) != before
        kept._values.clear()
        held.get(EVERY[name], *more(name, remembered))
        held.keep()
        raise InterruptedError
    assert asked(name, remembered) == before


@pytest.mark.parametrize("name", sorted(EVERY))
def test_asked_again_it_costs_the_one_look(books: Books, name: str, django_assert_num_queries: Any) -> None:
    asked(name, books)
    with django_assert_num_queries(1):
        asked(name, books)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_it_rests_on_nothing_else(books: Books, name: str) -> None:
    value, told = EVERY[name], []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        told.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        value.build(0 if value.everywhere else books.administration.pk, *more(name, books))
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(told)))
    declared = {model._meta.db_table for model in value.tables}
    assert tables
    assert tables <= declared


def test_other_books_are_kept_when_one_changes(books: Books) -> None:
    other = make_books("twee", 2)
    asked("ACCOUNTS", other)
    raw = kept._values.copy()
    of(exact.GLAccount, exact_id="x", code="4999", kind=121)(books)
    asked("ACCOUNTS", other)
    assert kept._values == raw


@pytest.mark.parametrize(
    "write",
    [
        lambda books: exact.Vendor.objects.update(seen_at=timezone.now()),
        lambda books: books.known_vendor().save(),
        lambda books: taught.VendorMapping.objects.update(hits=5),
        lambda books: get_user_model().objects.update(last_login=timezone.now()),
    ],
)
def test_seen_again_or_counted_is_no_change(
    remembered: Books, write: Callable[[Books], Any], django_assert_num_queries: Any
) -> None:
    for name in ("DIRECTORY", "MAPPINGS", "OWN_IDENTIFIERS"):
        asked(name, remembered)
    write(remembered)
    for name in ("DIRECTORY", "MAPPINGS", "OWN_IDENTIFIERS"):
        with django_assert_num_queries(1):
            asked(name, remembered)


@pytest.fixture
def without_triggers() -> Iterator[None]:
    stamping.remove("default")
    yield
    stamping.install("default")


def test_without_triggers_nothing_is_kept(books: Books, without_triggers: None) -> None:
    before = asked("ACCOUNTS", books)
    raw_sql(books)
    assert asked("ACCOUNTS", books) != before
    assert kept._values == {}


def test_triggers_of_another_version_keep_nothing(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    values: dict[Any, Any] = {}
    monkeypatch.setattr(kept, "_values", values)
    monkeypatch.setattr(stamping, "PREFIX", "other_")
    stamping.epoch_of.cache_clear()
    asked("ACCOUNTS", books)
    monkeypatch.undo()
    stamping.epoch_of.cache_clear()
    assert values == {}


def test_a_second_document_of_a_vendor_is_judged_with_few_statements(
    books: Books, django_assert_max_num_queries: Any
) -> None:
    drafts = [desk.made(books.administration, f"2026-{number}") for number in range(3)]
    exact.Vendor.objects.update(seen_at=timezone.now())
    with django_assert_max_num_queries(22):
        derive_by_id(drafts[1].pk)
