"""What confirmed documents of a vendor teach, and what they never overrule."""

from __future__ import annotations

import json

import pytest

from domain.reading import Reading, ReadLine
from ocr.local.api import Confirmed, LearntLayout, Lesson, learn, learnt, read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page


def odd_paper(number: str, **change: str) -> list[Row | None]:
    """A paper whose number stands behind a word no lexicon knows."""
    rows = dutch_invoice(number="", **change)
    rows[5] = [(0.1, "Bakkerij Zonneschijn"), (0.55, "Volgcode"), (0.75, number)]
    return rows


def lesson(number: str, **confirmed: str) -> Lesson:
    return learn([page(odd_paper(number))], Confirmed({"invoice_number": number, "gross_total": "302.50"} | confirmed))


NUMBERS = ["AB-1001", "AB-1002", "AB-1003", "AB-1004", "AB-1005", "AB-1006"]


def taught(count: int) -> LearntLayout:
    return learnt([lesson(n) for n in NUMBERS[:count]], "7")


def read(rows: list[Row | None], *layouts: LearntLayout) -> Reading:
    return read_pages([page(rows)], context=ReadContext(lessons=lambda fields: layouts))


def codes(reading: Reading) -> dict[str, dict[str, str]]:
    return {f.code: f.params for f in reading.findings}


def test_without_teaching_the_odd_number_is_not_found() -> None:
    assert read(odd_paper("AB-2044")).text("invoice_number") != "AB-2044"


@pytest.mark.parametrize(("documents", "number"), [(1, ""), (2, ""), (3, "AB-2044")])
def test_three_confirmed_documents_teach_the_place(documents: int, number: str) -> None:
    reading = read(odd_paper("AB-2044"), taught(documents))
    assert reading.text("invoice_number") == number
    assert ("READ_AS_LEARNED" in codes(reading)) is (documents >= 3)


def test_a_learnt_place_never_overrules_a_sum_that_holds() -> None:
    rows = odd_paper("AB-2044")
    rows[14], rows[16] = (
        [(0.6, "Totaal te betalen"), (0.83, "€ 999,00")],
        [(0.6, "Totaal incl. btw"), (0.83, "€ 302,50")],
    )
    rows.insert(15, [(0.6, "Totaal excl. btw"), (0.83, "€ 250,00")])
    reading = read(rows, taught(3))
    assert reading.text("gross_total") == "302.50"
    assert reading.fields["gross_total"].proven


def labelled(number: str, elsewhere: str) -> list[Row | None]:
    """A paper that a stranger reads surely, with the vendor's own word and another number below."""
    rows = dutch_invoice(number=number)
    rows[8] = [(0.55, "Volgcode"), (0.75, elsewhere)]
    return rows


def test_against_a_sure_reading_a_lesson_only_raises_doubt() -> None:
    lessons = [learn([page(labelled("", n))], Confirmed({"invoice_number": n})) for n in NUMBERS[:3]]
    without, reading = read(labelled("F-2031", "AB-77")), read(labelled("F-2031", "AB-77"), learnt(lessons))
    assert without.fields["invoice_number"].confidence > 0.9
    found = reading.fields["invoice_number"]
    assert (found.value, found.confidence < 0.8, reading.auto_ok) == ("F-2031", True, False)
    assert codes(reading)["LEARNED_DIFFERS"] == {"learnt": "AB-77", "read": "F-2031"}


@pytest.mark.parametrize(("documents", "sure"), [(3, 0.85), (4, 0.8875), (5, 0.91), (6, 0.925)])
def test_what_only_a_place_gives_grows_surer_with_every_document(documents: int, sure: float) -> None:
    found = read(odd_paper("AB-2044"), taught(documents)).fields["invoice_number"]
    assert (found.confidence, found.proven, found.checks) == (sure, False, ("learned",))


def test_lessons_never_let_a_document_through_by_themselves() -> None:
    assert read(dutch_invoice()).auto_ok
    reading = read(odd_paper("AB-2044"), taught(6))
    assert reading.text("invoice_number") == "AB-2044"
    assert not reading.auto_ok


@pytest.mark.parametrize("label", ["Volgcode", "Uw kenmerk dossier", "N.B.", "Volgcode:", "Réf. à nous"])
def test_a_label_is_found_again_however_it_is_written(label: str) -> None:
    def paper(number: str) -> list[Row | None]:
        rows = dutch_invoice(number="")
        rows[5] = [(0.1, "Bakkerij Zonneschijn"), (0.5, label), (0.75, number)]
        return rows

    lessons = [learn([page(paper(n))], Confirmed({"invoice_number": n})) for n in NUMBERS[:3]]
    assert read(paper("AB-2044"), learnt(lessons)).text("invoice_number") == "AB-2044"


def test_a_value_of_another_form_is_not_taken() -> None:
    assert read(odd_paper("12.5%"), taught(3)).text("invoice_number") == ""


@pytest.mark.parametrize(
    ("later", "alive"),
    [((), True), (("moved",), True), (("moved", "moved"), False), (("moved", "same", "moved"), True)],
)
def test_two_later_documents_that_contradict_drop_a_place(later: tuple[str, ...], alive: bool) -> None:
    def moved(number: str) -> Lesson:
        rows = odd_paper("")
        rows[5] = [(0.1, "Bakkerij Zonneschijn"), (0.55, "Volgcode"), (0.75, "zie onder")]
        rows[8] = [(0.1, "Kenteken"), (0.3, number)]
        return learn([page(rows)], Confirmed({"invoice_number": number}))

    lessons = [lesson(n) for n in NUMBERS[:3]]
    lessons += [moved(f"CD-{n}") if how == "moved" else lesson(f"CD-{n}") for n, how in enumerate(later, 20)]
    labels = {p.spot.label for p in learnt(lessons).places("invoice_number")}
    assert ("volgcode" in labels) is alive


def test_a_value_that_was_read_as_learned_and_put_right_counts_against_its_place() -> None:
    lessons = [lesson(n) for n in NUMBERS[:3]]
    wrong = learn([page(odd_paper("AB-9"))], Confirmed({"gross_total": "302.50"}, wrong=("invoice_number",)))
    assert learnt(lessons).places("invoice_number")
    assert not learnt([*lessons, wrong, wrong]).places("invoice_number")


def american(day: str, due: str, number: str) -> list[Row | None]:
    rows = dutch_invoice(number=number, date=day, due=due, title="INVOICE")
    words = {"Factuurnummer": "Invoice no.", "Factuurdatum": "Invoice date", "Vervaldatum": "Due date"}
    return [[(x, words.get(text, text)) for x, text in row] if row else None for row in rows]


@pytest.mark.parametrize(
    ("day", "due", "read_as"),
    [
        ("03/04/2026", "04/07/2026", "2026-03-04"),  # two ways: the vendor's
        ("04/13/2026", "05/12/2026", "2026-04-13"),  # only one way
        ("13/04/2026", "12/05/2026", "2026-04-13"),  # this paper shows its own order: it stands
    ],
)
def test_the_order_of_day_and_month_is_learned(day: str, due: str, read_as: str) -> None:
    told = [("01/02/2026", "01/05/2026", "2026-01-02"), ("02/03/2026", "02/06/2026", "2026-02-03")]
    told.append(("05/06/2026", "05/09/2026", "2026-05-06"))
    passed = [learn([page(american(d, u, "A-1"))], Confirmed({"issue_date": value})) for d, u, value in told]
    assert "date_order" not in learnt(passed).habits  # nobody looked: a reading does not prove itself
    looked = frozenset({"issue_date"})
    lessons = [learn([page(american(d, u, "A-1"))], Confirmed({"issue_date": v}, seen=looked)) for d, u, v in told]
    assert learnt(lessons).habits["date_order"] == "md"
    assert read(american(day, due, "A-1"), learnt(lessons)).text("issue_date") == read_as


def rental(rows: list[tuple[str, str, str, str, str]], net: str, vat: str, gross: str) -> list[Row | None]:
    """A table whose amount is quantity x days x price, under heads nobody knows."""
    out = dutch_invoice(number="F-1", net=net, vat=vat, gross=gross)
    out[10] = [(0.1, "Wat er staat"), (0.45, "Dgn"), (0.55, "Keer"), (0.68, "Huur"), (0.82, "Komt neer op")]
    xs = (0.1, 0.45, 0.56, 0.68, 0.85)
    out[11], out[12] = ([*zip(xs, row, strict=True)] for row in rows)
    return out


FIRST = (
    [("Steiger hoog", "5", "2", "10,00", "100,00"), ("Ladder", "3", "5", "10,00", "150,00")],
    "€ 250,00", "€ 52,50", "€ 302,50",
)  # fmt: skip
SECOND = (
    [("Steiger laag", "7", "4", "11,00", "308,00"), ("Hekwerk", "9", "3", "8,00", "216,00")],
    "€ 524,00", "€ 110,04", "€ 634,04",
)  # fmt: skip


def test_the_columns_of_the_item_table_are_learned() -> None:
    lines = [
        ReadLine("Steiger hoog", "2", unit_price="10.00", net_amount="100.00"),
        ReadLine("Ladder", "5", unit_price="10.00", net_amount="150.00"),
    ]
    layout = learnt([learn([page(rental(*FIRST))], Confirmed({"net_total": "250.00"}, lines=lines))] * 3)
    kinds = [c.kind for c in layout.table.columns]
    assert [k for k in kinds if not k.startswith("other")] == ["description", "quantity", "price", "amount"]
    reading = read(rental(*SECOND), layout)
    found = [(line.description, line.quantity, line.unit_price, line.net_amount) for line in reading.lines]
    assert found == [("Steiger laag", "4", "11.00", "308.00"), ("Hekwerk", "3", "8.00", "216.00")]
    assert "LINES_AS_LEARNED" in codes(reading)


def test_another_layout_is_told_and_not_read_by_the_old_one() -> None:
    new: list[Row | None] = [
        [(0.3, "Molenwiek Groothandel B.V."), (0.1, "Nota")],
        [(0.1, "Nummer der nota"), (0.4, "N 8812")],
        [(0.1, "Dagtekening"), (0.4, "03-02-2026")],
        [(0.1, "Levering volgens afspraak"), (0.8, "250,00")],
        [(0.1, "Te voldoen"), (0.8, "302,50")],
    ]
    told = codes(read(new, taught(3)))
    assert told["LAYOUT_CHANGED"]["documents"] == "3"
    assert "READ_AS_LEARNED" not in told
    assert "LAYOUT_CHANGED" not in codes(read(new, taught(2)))
    assert "LAYOUT_CHANGED" not in codes(read(odd_paper("AB-7"), taught(3)))


def test_a_lesson_survives_being_written_down() -> None:
    taught_one = lesson("AB-1001")
    assert Lesson.from_json(json.loads(json.dumps(taught_one.to_json()))).to_json() == taught_one.to_json()
    spot = next(s for s in taught_one.spots if s.field == "invoice_number")
    assert (spot.label, spot.words, spot.shape) == ("volgcode", "Volgcode", "A-9")
    kept = json.dumps(taught_one.to_json())
    assert not [word for word in ("AB-1001", "zaagstraat", "tarwebloem", "302") if word in kept.casefold()]


def test_identifiers_of_the_vendor_are_never_taught() -> None:
    confirmed = {"supplier_iban": "NL91ABNA0417164300", "supplier_vat": "NL001234567B01", "invoice_number": "AB-1"}
    fields = {s.field for s in learn([page(odd_paper("AB-1"))], Confirmed(confirmed)).spots}
    assert fields == {"invoice_number"}
