"""Mark one row, get the table: what each way of printing a table gives back, and that any row of it will do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.evidence import Box, Source
from domain.reading import ReadLine
from ocr.local.by_example import FoundTable, MarkedRow, table_by_example
from ocr.page import Page
from tests.ocr.local import layouts
from tests.ocr.local.paper import HEIGHT, Row, page

TOP, STEP = 0.05, 0.018


def around(first: int, last: int | None = None, *, number: int = 1, left: float = 0.05, right: float = 0.99) -> Box:
    """A rectangle around printed rows of a test page, as a person draws it."""
    last = first if last is None else last
    return Box(number, left, TOP + first * STEP - HEIGHT / 2, right, TOP + last * STEP + HEIGHT / 2)


def cells(table: FoundTable) -> list[tuple[str, str, str, str, str]]:
    return [(x.description, x.quantity, x.unit_price, x.discount, x.net_amount) for x in table.lines]


def find(rows: Sequence[Row | None], *texts: str) -> list[int]:
    """Places of the rows that hold the texts."""
    return [next(at for at, row in enumerate(rows) if row and any(t == text for _, t in row)) for text in texts]


HEAD: Row = [(0.1, "Omschrijving"), (0.5, "Aantal"), (0.62, "Prijs"), (0.72, "Korting"), (0.85, "Bedrag")]

WRAPPED: list[Row | None] = [
    HEAD,
    [(0.1, "Kabelgoot verzinkt"), (0.5, "12"), (0.61, "18,40"), (0.84, "220,80")],
    [(0.1, "lengte drie meter")],
    [(0.1, "Muurbeugel zwaar"), (0.5, "40"), (0.62, "2,15"), (0.85, "86,00")],
    [(0.1, "Montage op locatie"), (0.5, "6,5"), (0.61, "58,00"), (0.84, "377,00")],
    [(0.1, "inclusief voorrijden")],
    None,
    [(0.6, "Totaal excl. btw"), (0.84, "683,80")],
    [(0.6, "Btw 21%"), (0.84, "143,60")],
    [(0.6, "Totaal"), (0.84, "827,40")],
]
WRAPPED_LINES = [
    ("Kabelgoot verzinkt lengte drie meter", "12", "18.40", "", "220.80"),
    ("Muurbeugel zwaar", "40", "2.15", "", "86.00"),
    ("Montage op locatie inclusief voorrijden", "6.5", "58.00", "", "377.00"),
]

SUB_TOTALS: list[Row | None] = [
    HEAD,
    [(0.1, "Project Noord")],
    [(0.1, "Stucwerk wanden"), (0.5, "80"), (0.61, "14,50"), (0.83, "1.160,00")],
    [(0.1, "Stucwerk plafond"), (0.5, "30"), (0.61, "19,00"), (0.84, "570,00")],
    [(0.1, "Subtotaal"), (0.83, "1.730,00")],
    [(0.1, "Project Zuid")],
    [(0.1, "Schilderwerk kozijnen"), (0.5, "11"), (0.61, "65,00"), (0.84, "715,00")],
    [(0.1, "Subtotaal"), (0.84, "715,00")],
    [(0.6, "Totaal excl. btw"), (0.83, "2.445,00")],
]
SUB_TOTAL_LINES = [
    ("Stucwerk wanden", "80", "14.50", "", "1160.00"),
    ("Stucwerk plafond", "30", "19.00", "", "570.00"),
    ("Schilderwerk kozijnen", "11", "65.00", "", "715.00"),
]

DISCOUNTS: list[Row | None] = [
    HEAD,
    [(0.1, "Papier wit"), (0.5, "20"), (0.62, "4,50"), (0.72, "10%"), (0.85, "81,00")],
    [(0.1, "Ordner breed"), (0.5, "12"), (0.62, "2,95"), (0.85, "35,40")],
    [(0.1, "Toner zwart"), (0.51, "2"), (0.61, "80,00"), (0.72, "25%"), (0.84, "120,00")],
    None,
    [(0.6, "Totaal excl. btw"), (0.84, "236,40")],
]
DISCOUNT_LINES = [
    ("Papier wit", "20", "4.50", "10", "81.00"),
    ("Ordner breed", "12", "2.95", "", "35.40"),
    ("Toner zwart", "2", "80.00", "25", "120.00"),
]

ENGLISH: list[Row | None] = [
    [(0.1, "Qty"), (0.18, "Description"), (0.6, "Unit Price"), (0.84, "Amount")],
    [(0.1, "12"), (0.18, "Server rack panel"), (0.6, "1,250.00"), (0.83, "15,000.00")],
    [(0.1, "3"), (0.18, "Cable tray"), (0.62, "18.75"), (0.86, "56.25")],
    [(0.1, "1"), (0.18, "On-site survey"), (0.61, "340.00"), (0.85, "340.00")],
    None,
    [(0.6, "Subtotal"), (0.83, "15,396.25")],
]
ENGLISH_LINES = [
    ("Server rack panel", "12", "1250.00", "", "15000.00"),
    ("Cable tray", "3", "18.75", "", "56.25"),
    ("On-site survey", "1", "340.00", "", "340.00"),
]

HEADINGS: list[Row | None] = [
    HEAD,
    [(0.1, "Kenteken V-482-KD")],
    [(0.1, "Diesel"), (0.5, "40"), (0.62, "1,40"), (0.85, "56,00")],
    [(0.1, "Carwash"), (0.5, "1"), (0.61, "12,36"), (0.85, "12,36")],
    [(0.1, "met wax")],
    [(0.1, "Kenteken VZB-31-T")],
    [(0.1, "Diesel"), (0.5, "20"), (0.62, "1,50"), (0.85, "30,00")],
    None,
    [(0.6, "Totaal excl. btw"), (0.85, "98,36")],
]
HEADING_LINES = [
    ("Diesel", "40", "1.40", "", "56.00"),
    ("Carwash met wax", "1", "12.36", "", "12.36"),
    ("Diesel", "20", "1.50", "", "30.00"),
]

NO_HEAD: list[Row | None] = [
    [(0.1, "Hierbij berekenen wij u het volgende")],
    None,
    [(0.1, "Onderhoud ketel"), (0.5, "2"), (0.61, "95,00"), (0.84, "190,00")],
    [(0.1, "Vervangen filter"), (0.5, "4"), (0.61, "12,50"), (0.85, "50,00")],
    None,
    [(0.6, "Totaal excl. btw"), (0.84, "240,00")],
]
NO_HEAD_LINES = [("Onderhoud ketel", "2", "95.00", "", "190.00"), ("Vervangen filter", "4", "12.50", "", "50.00")]

# Words stand above their numbers, as on many order forms.
ABOVE: list[Row | None] = [
    [(0.1, "Omschrijving"), (0.5, "Prijs"), (0.65, "Aantal"), (0.84, "Bedrag")],
    [(0.1, "Douchewand helder glas")],
    [(0.5, "208,02"), (0.65, "5"), (0.83, "1.040,10")],
    [(0.1, "Montageset")],
    [(0.51, "90,03"), (0.65, "4"), (0.84, "360,12")],
    None,
    [(0.6, "Totaal excl. btw"), (0.83, "1.400,22")],
]
ABOVE_LINES = [
    ("Douchewand helder glas", "5", "208.02", "", "1040.10"),
    ("Montageset", "4", "90.03", "", "360.12"),
]


@pytest.mark.parametrize(
    ("rows", "marks", "expected"),
    [
        pytest.param(WRAPPED, [(1, 1), (1, 2), (3, 3), (4, 4), (4, 5)], WRAPPED_LINES, id="wrapped descriptions"),
        pytest.param(SUB_TOTALS, [(2, 2), (3, 3), (6, 6)], SUB_TOTAL_LINES, id="headings and sub-totals inside"),
        pytest.param(HEADINGS, [(2, 2), (3, 3), (6, 6)], HEADING_LINES, id="headings that begin alike"),
        pytest.param(DISCOUNTS, [(1, 1), (2, 2), (3, 3)], DISCOUNT_LINES, id="a discount some rows have"),
        pytest.param(ENGLISH, [(1, 1), (2, 2), (3, 3)], ENGLISH_LINES, id="English amounts"),
        pytest.param(NO_HEAD, [(2, 2), (3, 3)], NO_HEAD_LINES, id="no heads"),
        pytest.param(ABOVE, [(1, 2), (3, 4)], ABOVE_LINES, id="words above the numbers"),
    ],
)
def test_any_mark_of_a_row_gives_the_table(
    rows: list[Row | None], marks: list[tuple[int, int]], expected: list[tuple[str, ...]]
) -> None:
    for place, (first, last) in enumerate(marks):
        table = table_by_example([page(rows)], MarkedRow(around(first, last)))
        assert cells(table) == expected, f"rows {first}-{last}"
        if len(marks) == len(expected):
            assert table.marked == place


@pytest.mark.parametrize(
    ("rows", "marked", "count", "total"),
    [
        (layouts.BRITISH, "Delivery crates", 2, "243.00"),
        (layouts.GERMAN, "Montage", 2, "776.20"),
        (layouts.FRENCH, "Pose et réglages", 2, "2738.00"),
        (layouts.BELGIAN, "Leeggoed bak", 2, "65.75"),
        (layouts.ORDER, "Kabelgoot 60x40", 2, "406.00"),
        (layouts.STRIP_OF_HEADS, "Ordner A4 breed", 2, "79.50"),
        # words and one amount, as services are billed; the discount below them is no row
        (layouts.DIRECT_DEBIT, "Internet Zakelijk 500", 2, "61.50"),
    ],
)
def test_papers_of_several_countries(rows: list[Row | None], marked: str, count: int, total: str) -> None:
    table = table_by_example([page(rows)], MarkedRow(around(*find(rows, marked))))
    assert (len(table.lines), sum(Decimal(line.net_amount) for line in table.lines)) == (count, Decimal(total))


def test_rows_printed_with_vat_come_back_net() -> None:
    rows = layouts.HOTEL_WITH_VAT
    table = table_by_example([page(rows)], MarkedRow(around(*find(rows, "Frühstück"))))
    assert table.with_vat
    assert [(x.net_amount, x.vat_rate) for x in table.lines] == [("200.00", "7"), ("30.00", "19")]


def test_a_count_before_the_words_is_the_quantity() -> None:
    rows = layouts.TILL_RECEIPT
    table = table_by_example([page(rows)], MarkedRow(around(*find(rows, "1 Volkoren heel"))))
    assert [(x.quantity, x.description, x.net_amount) for x in table.lines] == [
        ("2", "Krentenbol", "2.75"),
        ("1", "Volkoren heel", "2.71"),
    ]


def several_pages(repeat_head: bool) -> list[Page]:
    """Three pages of items with sums carried over; the heads stand on every page or on the first alone."""
    pages = []
    for number in (1, 2, 3):
        rows: list[Row | None] = [[(0.1, "Factuur 2031")], None]
        if number > 1:
            rows.append([(0.1, "Transport"), (0.84, f"{100 * (number - 1)},00")])
        if number == 1 or repeat_head:
            rows.append(HEAD)
        rows += [[(0.1, f"Artikel {number}{n}"), (0.5, "5"), (0.61, "10,00"), (0.85, "50,00")] for n in "ab"]
        rows.append(None)
        if number < 3:
            rows.append([(0.1, "Transporteren"), (0.84, f"{100 * number},00")])
        else:
            rows += [[(0.6, "Totaal excl. btw"), (0.84, "300,00")], [(0.6, "Btw 21%"), (0.85, "63,00")]]
        pages.append(page(rows, number=number))
    return pages


@pytest.mark.parametrize("repeat_head", [True, False])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_table_goes_on_over_pages_from_whichever_is_marked(repeat_head: bool, number: int) -> None:
    pages = several_pages(repeat_head)
    word = next(w for w in pages[number - 1].words if w.text == f"{number}b")
    box = Box(number, 0.1, word.y0, 0.95, word.y1)
    table = table_by_example(pages, MarkedRow(box))
    assert [x.description for x in table.lines] == [f"Artikel {n}{x}" for n in (1, 2, 3) for x in "ab"]
    assert table.lines[table.marked].boxes["row"].page == number


def test_another_invoice_in_the_same_file_has_its_own_table() -> None:
    """Both invoices of one supplier have the same columns; what is to be paid stands between them."""
    pages = [page(WRAPPED), page(WRAPPED, number=2)]
    for number in (1, 2):
        table = table_by_example(pages, MarkedRow(around(1, number=number)))
        assert cells(table) == WRAPPED_LINES
        assert {x.boxes["row"].page for x in table.lines} == {number}


def test_cells_that_are_told_decide_over_heads_and_arithmetic() -> None:
    """ "12 x 1" multiplies both ways; a person says which number is the quantity."""
    rows: list[Row | None] = [
        [(0.1, "Abonnement"), (0.5, "1,00"), (0.62, "12,00"), (0.85, "12,00")],
        [(0.1, "Telefonie"), (0.5, "3,00"), (0.62, "12,00"), (0.85, "36,00")],
    ]
    told = {
        "description": around(0, left=0.1, right=0.2),
        "unit_price": around(0, left=0.5, right=0.54),
        "quantity": around(0, left=0.62, right=0.67),
        "net_amount": around(0, left=0.85, right=0.9),
    }
    table = table_by_example([page(rows)], MarkedRow(around(0), told))
    assert [(x.quantity, x.unit_price) for x in table.lines] == [("12.00", "1.00"), ("12.00", "3.00")]
    assert table.columns == ("description", "unit_price", "quantity", "net_amount")


def test_a_line_drawn_through_the_row_or_a_click_on_one_word_is_enough() -> None:
    y = TOP + 3 * STEP
    for box in (Box(1, 0.1, y, 0.9, y), Box(1, 0.11, y - 0.002, 0.13, y + 0.002)):
        assert cells(table_by_example([page(WRAPPED)], MarkedRow(box))) == WRAPPED_LINES


@pytest.mark.parametrize(
    "box",
    [
        pytest.param(Box(1, 0.0, 0.9, 1.0, 0.95), id="nothing there"),
        pytest.param(around(2), id="words without a number"),
        pytest.param(Box(4, 0.0, 0.0, 1.0, 1.0), id="no such page"),
    ],
)
def test_a_mark_without_a_number_gives_no_rows(box: Box) -> None:
    assert table_by_example([page(WRAPPED)], MarkedRow(box)) == FoundTable()
    assert table_by_example([], MarkedRow(box)) == FoundTable()


def test_each_cell_says_where_it_stands() -> None:
    line = table_by_example([page(WRAPPED)], MarkedRow(around(3))).lines[0]
    assert {"description", "quantity", "unit_price", "net_amount", "row"} <= line.boxes.keys()
    assert line.boxes["net_amount"].x0 == pytest.approx(0.84)
    assert line.source is Source.TEXT


# --- any row of any table we can print -------------------------------------------------------------------------------
WORDS = ["Schroef", "Moer", "Paneel", "Kabel", "Verf", "Emmer", "Lamp", "Buis", "Tegel", "Plank"]
ORDERS = [
    ("description", "quantity", "unit_price", "net_amount"),
    ("quantity", "description", "unit_price", "net_amount"),
    ("description", "unit_price", "quantity", "net_amount"),
]
HEADS = {"description": "Omschrijving", "quantity": "Aantal", "unit_price": "Prijs", "net_amount": "Bedrag"}


def printed(value: Decimal, english: bool) -> str:
    text = f"{value:,}"
    return text if english else text.translate(str.maketrans(",.", ".,"))


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Row | None], list[int], list[ReadLine]]:
    """Rows of a page, the places of its items among them, and the items."""
    english, headed = draw(st.booleans()), draw(st.booleans())
    order = draw(st.sampled_from(ORDERS))
    wide = {name: 0.34 if name == "description" else 0.17 for name in order}
    left = {name: 0.1 + sum(wide[other] for other in order[:at]) for at, name in enumerate(order)}
    ragged = draw(st.booleans())  # heads at the left edge of their columns though numbers stand at the right
    heads = {
        n: left[n] if n == "description" or ragged else left[n] + wide[n] - 0.03 - 0.0085 * len(HEADS[n]) for n in order
    }
    rows: list[Row | None] = [[(heads[name], HEADS[name]) for name in order]] if headed else [None]
    places, items = [], []
    for n in range(draw(st.integers(1, 9))):
        name = f"{draw(st.sampled_from(WORDS))} {draw(st.sampled_from(WORDS)).lower()}"
        quantity = Decimal(draw(st.integers(2, 900)))
        price = (Decimal(draw(st.integers(101, 99_999))) / 100).quantize(Decimal("0.01"))
        amount = (quantity * price).quantize(Decimal("0.01"), ROUND_HALF_UP)
        values = {
            "description": name,
            "quantity": str(quantity),
            "unit_price": printed(price, english),
            "net_amount": printed(amount, english),
        }
        right = {k: left[k] + wide[k] - 0.03 - 0.0085 * len(v) for k, v in values.items() if k != "description"}
        places.append(len(rows))
        rows.append([(left[k] if k == "description" else right[k], values[k]) for k in order])
        more = draw(st.booleans())
        if more:
            rows.append([(left["description"], "volgens opgave")])
        items.append(
            ReadLine(name + " volgens opgave" * more, f"{quantity}", "", f"{price:.2f}", net_amount=f"{amount}")
        )
        if n and draw(st.booleans()):
            sums = "Subtotal" if english else "Subtotaal"
            rows.append([(left["description"], sums), (right["net_amount"], "99.999,00")])
    rows += [None, [(left["description"], "Totaal excl. btw"), (0.8, "1.234,56")]]
    return rows, places, items


@settings(max_examples=30, deadline=None, derandomize=True)
@given(tables())
def test_marking_any_row_of_a_printed_table_returns_all_its_rows(
    table: tuple[list[Row | None], list[int], list[ReadLine]],
) -> None:
    rows, places, items = table
    paper = page(rows)
    for place in places:
        found = table_by_example([paper], MarkedRow(around(place, left=0.02)))
        assert [(x.description, x.quantity, x.unit_price, x.net_amount) for x in found.lines] == [
            (x.description, x.quantity, x.unit_price, x.net_amount) for x in items
        ]
        assert found.marked == places.index(place)


BOXES = st.builds(
    lambda page_, x, y: Box(page_, min(x), min(y), max(x), max(y)),
    st.sampled_from([0, 1, 1, 1, 2]),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.tuples(st.floats(0.03, 0.45), st.floats(0.03, 0.45)),
)
PAPERS = [WRAPPED, SUB_TOTALS, DISCOUNTS, NO_HEAD, ABOVE, layouts.STRIP_OF_HEADS, layouts.TILL_RECEIPT]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.sampled_from(PAPERS),
    BOXES,
    st.dictionaries(st.sampled_from(["description", "unit", "item_code", "quantity", "net_amount", "odd"]), BOXES),
)
def test_no_mark_makes_it_stumble(rows: list[Row | None], box: Box, told: dict[str, Box]) -> None:
    """Whatever is marked and told, the answer is rows with the marked one among them, or none."""
    table = table_by_example([page(rows), page(rows, number=2)], MarkedRow(box, told))
    assert not table.lines or 0 <= table.marked < len(table.lines)
    if table.lines:
        assert table.lines[table.marked].boxes["row"].page == box.page
