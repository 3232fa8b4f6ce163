"""VAT scenarios of Dutch administrations: tax points, dated rates, reverse charge where there is none."""

from __future__ import annotations

from typing import Any

from tests.matching.vat.scenarios import DUTCH, OUR_NL, case, line, nl, out, row

RATES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    (
        "M01",
        "supplied in 2018, invoiced in 2019",
        case(nl(), DUTCH, "2019-01-10", [line("100", "6", nature="food")], document={"supply_date": "2018-12-28"}),
        {"holds": [], "deductible": "6.00"},
    ),
    (
        "M02",
        "the same at the later rate",
        case(nl(), DUTCH, "2019-01-10", [line("100", "9", nature="food")], document={"supply_date": "2018-12-28"}),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M03",
        "the first day of 19 %",
        case(nl(), DUTCH, "2001-01-01", [line("100", "19")]),
        {"holds": [], "deductible": "19.00"},
    ),
    (
        "M04",
        "two supply dates, two rates",
        case(
            nl(),
            DUTCH,
            "2019-01-05",
            [line("100", "6", supply_date="2018-12-15"), line("100", "9", supply_date="2019-01-03")],
        ),
        {"holds": [], "deductible": "15.00"},
    ),
    (
        "M05",
        "a stay over New Year",
        case(
            nl(),
            DUTCH,
            "2026-01-03",
            [line("400", "9", "Hotelkamer", nature="lodging")],
            document={"supply_date": "2025-12-30", "supply_end": "2026-01-03"},
        ),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M06",
        "a night of 2025 at the rate of 2026",
        case(nl(), DUTCH, "2025-11-02", [line("100", "21", "Hotelkamer", nature="lodging")]),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M07",
        "paid before July 2025: sources disagree",
        case(
            nl(),
            DUTCH,
            "2025-06-02",
            [line("100", "9", "Hotelkamer", nature="lodging")],
            document={"prepayment_date": "2025-06-02", "supply_date": "2026-02-02"},
        ),
        {"holds": ["VAT_TREATMENT_UNKNOWN"]},
    ),
    (
        "M08",
        "room and breakfast in one price",
        case(nl(), DUTCH, "2026-03-01", [line("150", "21", "Hotelkamer inclusief ontbijt")]),
        {"findings": ["ALL_IN_PRICE"]},
    ),
    (
        "M09",
        "wine on a hotel's bill was drunk there",
        case(
            nl(),
            DUTCH,
            "2026-03-01",
            [line("100", "21", "Overnachting", nature="lodging"), line("20", "21", "Wijn bar")],
            vat_rows=[row("21", "25.20", "120")],
        ),
        {"treatments": ["NL_STD21", "NL_NONDED"], "deductible": "21.00"},
    ),
    (
        "M10",
        "panels on a business roof",
        case(nl(), DUTCH, "2024-05-01", [line("5000", "21", "Zonnepanelen bedrijfshal", nature="solar")]),
        {"treatments": ["NL_STD21"], "holds": [], "deductible": "1050.00"},
    ),
    (
        "M11",
        "not at zero",
        case(nl(), DUTCH, "2024-05-01", [line("5000", "0", "Zonnepanelen bedrijfspand", category="Z", nature="solar")]),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M12",
        "the threshold counts the whole supply",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("6000", text="Telefoons", nature="electronics"), line("6000", text="Tablets", nature="electronics")],
            texts=["btw verlegd"],
            document={"customer_vat_id": OUR_NL},
        ),
        {"treatments": ["NL_RC", "NL_RC"], "holds": [], "due": "2520.00"},
    ),
    (
        "M13",
        "and is met at ten thousand",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("10000", text="Laptops", nature="electronics")],
            texts=["btw verlegd"],
            document={"customer_vat_id": OUR_NL},
        ),
        {"treatments": ["NL_RC"], "holds": [], "due": "2100.00"},
    ),
    (
        "M14",
        "reverse charge to an end user",
        case(
            nl(chain_role="end_user"),
            DUTCH,
            "2026-05-10",
            [line("1000", nature="construction")],
            texts=["btw verlegd"],
            document={"customer_vat_id": OUR_NL},
        ),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "M15",
        "a meal is never reverse-charged",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("100", nature="restaurant")],
            texts=["btw verlegd"],
            document={"customer_vat_id": OUR_NL},
        ),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "M16",
        "two rates for one line",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("1000", "21", category="AE", vat="0")],
            texts=["btw verlegd 9%"],
            document={"customer_vat_id": OUR_NL},
        ),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "M17",
        "two rates named, lines silent",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("1000", nature="construction"), line("500", nature="construction")],
            texts=["btw verlegd (9% en 21%)"],
            document={"customer_vat_id": OUR_NL},
        ),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "M18",
        "a reverse charge at a rate that does not exist",
        case(nl(), DUTCH, "2026-05-10", [line("1000", "12", category="AE")], document={"customer_vat_id": OUR_NL}),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "M19",
        "category and reason code disagree",
        case(nl(), DUTCH, "2026-05-10", [line("100", category="E", vatex="VATEX-EU-AE")]),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "M20",
        "outside the scope and export",
        case(nl(), DUTCH, "2026-05-10", [line("100", category="O", vatex="VATEX-EU-G")]),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "M21",
        "second-hand beside new",
        case(
            nl(),
            DUTCH,
            "2026-05-10",
            [line("100", "21"), {"description": "Gebruikte laptop", "gross": "500"}],
            vat_rows=[row("21", "21", "100")],
            texts=[{"text": "margeregeling", "place": "line", "line": 1}],
            document={"gross_total": "621.00"},
        ),
        {"treatments": ["NL_STD21", "NL_MARGIN"], "holds": [], "deductible": "21.00", "cost": "600.00"},
    ),
    (
        "M21",
        "nor is the new rate certain then",
        case(
            nl(),
            DUTCH,
            "2025-06-02",
            [line("100", "21", "Hotelkamer", nature="lodging")],
            document={"prepayment_date": "2025-06-02", "supply_date": "2026-02-02"},
        ),
        {"holds": ["VAT_TREATMENT_UNKNOWN"], "treatments": ["NL_STD21"]},
    ),
    (
        "M22",
        "a vendor under the cash system: when to deduct is a person's decision",
        case(nl(), DUTCH, "2026-05-10", [line("100", "21")], texts=["Kasstelsel van toepassing"]),
        out(["NL_STD21"], "0.00", "21.00", "100.00", ["VAT_TREATMENT_UNKNOWN"], flags=["cash_system"]),
    ),
]
