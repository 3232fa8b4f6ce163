"""VAT scenarios in which codes, totals, texts and history disagree, or only seem to."""

from __future__ import annotations

from typing import Any

from tests.matching.vat.scenarios import DUTCH, OUR_NL, PARTICULARS, case, line, nl, row

CONTRADICTIONS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    (
        "M22",
        "four categories on one invoice",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [
                line("100", "21", category="S"),
                line("100", "0", category="AE"),
                line("100", "0", category="E"),
                line("100", "0", category="Z"),
            ],
            vat_rows=[row("21", "21", "100", category="S")],
            document={"customer_vat_id": OUR_NL},
        ),
        {
            "treatments": ["NL_STD21", "NL_RC", "NL_EXEMPT", "NL_ZERO"],
            "holds": [],
            "due": "21.00",
            "deductible": "42.00",
        },
    ),
    (
        "M23",
        "categories from the summary",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("200", "21"), line("800", "0")],
            vat_rows=[row("21", "42", "200", category="S"), row("0", "0", "800", category="AE")],
            document={"customer_vat_id": OUR_NL},
        ),
        {"treatments": ["NL_STD21", "NL_RC"], "holds": [], "due": "168.00"},
    ),
    (
        "M24",
        "a line that disagrees with itself",
        case(nl(), DUTCH, "2026-05-10", [line("100", "21", gross="130.00")]),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M25",
        "rounded per piece",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("13.00", "21", quantity="100", unit_price="0.13")],
            vat_rows=[row("21", "3.00", "13")],
        ),
        {"holds": [], "deductible": "3.00"},
    ),
    (
        "M26",
        "not rounded in any way",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("13.00", "21", quantity="100", unit_price="0.13")],
            vat_rows=[row("21", "2.90", "13")],
        ),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M27",
        "the total is not net and VAT",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("1000", "21")],
            vat_rows=[row("21", "210", "1000")],
            document={"net_total": "1000.00", "vat_total": "210.00", "gross_total": "1300.00"},
        ),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M28",
        "a free line",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("1000", "21"), line("0", text="Gratis levering")],
            vat_rows=[row("21", "210", "1000")],
        ),
        {"holds": [], "deductible": "210.00"},
    ),
    (
        "M29",
        "credit note rounded per line",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("-37.50", "21"), line("-12.50", "21")],
            document={"type": "credit_note", "vat_total": "-10.51"},
        ),
        {"holds": [], "deductible": "-10.51"},
    ),
    (
        "M30",
        "credit of an old supply at its old rate",
        case(
            nl(),
            DUTCH,
            "2019-02-01",
            [line("-100", "6", nature="food")],
            document={"type": "credit_note", "supply_date": "2018-11-20"},
        ),
        {"treatments": ["NL_RED9"], "holds": [], "deductible": "-6.00"},
    ),
    (
        "M31",
        "the same without its date",
        case(nl(), DUTCH, "2019-02-01", [line("-100", "6", nature="food")], document={"type": "credit_note"}),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M32",
        "drinks in a restaurant by their words",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("100", "9", nature="restaurant"), line("40", "21", "Wijn in restaurant", nature="alcohol")],
            vat_rows=[row("9", "9", "100"), row("21", "8.40", "40")],
        ),
        {"treatments": ["NL_NONDED", "NL_NONDED"], "holds": [], "deductible": "0.00", "cost": "157.40"},
    ),
    (
        "M33",
        "duties beside import VAT",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [
                line("2100", text="Invoer-btw", nature="import_vat"),
                line("300", "0", "Invoerrechten", category="O"),
                line("75", "21", "Inklaringskosten"),
            ],
            vat_rows=[row("21", "15.75", "75")],
        ),
        {"treatments": ["IMPORT_CUSTOMS", "NL_OUTSIDE", "NL_STD21"], "deductible": "2115.75", "cost": "375.00"},
    ),
    (
        "M34",
        "VAT on a number that cannot exist",
        case(
            nl(),
            {"country": "NL", "vat_id": "NL123456789B01"},
            "2026-05-10",
            [line("1000", "21")],
            vat_rows=[row("21", "210", "1000")],
        ),
        {"treatments": ["NL_STD21"], "findings": ["VENDOR_VAT_ID_INVALID"]},
    ),
    (
        "M35",
        "issued late: the deduction stays",
        case(
            nl(),
            DUTCH,
            "2026-05-20",
            [line("1000", "21")],
            vat_rows=[row("21", "210", "1000")],
            document={"supply_date": "2026-03-10"},
            particulars=PARTICULARS,
        ),
        {"treatments": ["NL_STD21"], "holds": []},
    ),
    (
        "M36",
        "VAT in dollars only",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("1000", "21")],
            vat_rows=[row("21", "210", "1000")],
            document={"currency": "USD", "exchange_rate": "0.90"},
            particulars=PARTICULARS,
        ),
        {"findings": ["INCOMPLETE_INVOICE"]},
    ),
    (
        "M37",
        "gross lines at two rates",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [{"rate": "9", "gross": "109.00"}, {"rate": "21", "gross": "121.00"}],
            vat_rows=[row("9", "9", "100"), row("21", "21", "100")],
            document={"gross_total": "230.00", "vat_total": "30.00"},
        ),
        {"holds": [], "deductible": "30.00", "cost": "200.00"},
    ),
    (
        "M38",
        "foreign VAT where there was none",
        case(
            nl(),
            {"country": "IE", "vat_id": "IE6388047V", "usual": "EU_SERV"},
            "2026-05-10",
            [line("100", "23", nature="software")],
            vat_rows=[row("23", "23", "100")],
        ),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "M39",
        "two texts about the whole document",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("100"), line("200")],
            texts=["btw verlegd", "vrijgesteld van btw art. 11 Wet OB"],
            document={"customer_vat_id": OUR_NL},
        ),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "M40",
        "small print sent along as a note",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("1000")],
            texts=["Voorwaarden. " * 80 + "Bij onderaanneming is de btw verlegd naar de afnemer. "],
        ),
        {"holds": ["VAT_TREATMENT_UNKNOWN"]},
    ),
]
