"""Worked VAT scenarios (vat-coding §10) in the case format of docs/rules.md.

Each row: id, what happens, the case, what must come out. ``expect`` compares only the keys it names.
"""

from __future__ import annotations

from typing import Any

OUR_NL = "NL004495445B01"
OUR_BE = "BE0403019261"


def nl(**more: Any) -> dict[str, Any]:
    """A Dutch administration."""
    return {"country": "NL", "vat_ids": [OUR_NL], **more}


def be(**more: Any) -> dict[str, Any]:
    """A Belgian administration."""
    return {"country": "BE", "vat_ids": [OUR_BE], **more}


def line(net: str, rate: str | None = None, text: str = "", **more: Any) -> dict[str, Any]:
    """One line; amounts as text."""
    return {"description": text, "net": net, **({"rate": rate} if rate is not None else {}), **more}


def case(own: dict, vendor: dict, day: str, lines: list, **more: Any) -> dict[str, Any]:
    """A case dated ``day`` (invoice date) with further document keys in ``document``."""
    document = {"invoice_date": day, **more.pop("document", {})}
    return {"administration": own, "vendor": vendor, "document": document, "lines": lines, **more}


def row(rate: str, amount: str, base: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of the VAT summary."""
    return {"rate": rate, "amount": amount, **({"base": base} if base else {}), **more}


def out(treatments: list[str], due: str, deductible: str, cost: str, holds: list[str] | None = None, **more: Any):
    """Expectation without hold unless one is named."""
    return {
        "treatments": treatments,
        "due": due,
        "deductible": deductible,
        "cost": cost,
        "holds": holds or [],
        **more,
    }


NL_VENDOR = {"country": "NL"}
DE_VENDOR = {"country": "DE", "vat_id": "DE136695976"}
IE_VENDOR = {"country": "IE", "vat_id": "IE6433435F"}
BE_VENDOR = {"country": "BE", "vat_id": "BE0428759497"}
FR_VENDOR = {"country": "FR", "vat_id": "FR40303265045"}
DUTCH = {"country": "NL", "vat_id": "NL123456782B01"}
BELGIAN = {"country": "BE", "vat_id": "BE0202239951"}
GERMAN, FRENCH = DE_VENDOR, FR_VENDOR
IRISH = {"country": "IE", "vat_id": "IE6388047V"}
BRITISH = {"country": "GB", "vat_id": "GB980780684"}
NORTHERN_IRISH = {"country": "XI", "vat_id": "XI980780684"}
AMERICAN = {"country": "US"}
PARTICULARS = dict.fromkeys(
    [
        *["supplier_name", "supplier_address", "supplier_registration", "buyer_name", "buyer_address", "issue_date"],
        *["invoice_number", "description", "quantity", "supply_date", "net_total", "vat_rate", "vat_total"],
    ],
    "x",
) | {"supplier_vat": "NL123456782B01"}
VERLEGD = ["BTW verlegd"]
_LONG = (
    "Bij gebrek aan schriftelijke betwisting binnen een termijn van één maand na de ontvangst van de factuur, "
    "wordt de afnemer geacht te erkennen dat hij een belastingplichtige is, gehouden tot periodieke aangiften."
)
RENOVATION = (
    "Bij gebrek aan schriftelijke betwisting binnen een termijn van één maand vanaf de ontvangst van de factuur, wordt "
    "de klant geacht te erkennen dat (1) de werken worden verricht aan een woning ouder dan tien jaar. Btw-tarief 6 %."
)

SCENARIOS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    (
        "V01",
        "ordinary Dutch invoice",
        case(nl(), NL_VENDOR, "2026-05-04", [line("1000.00", "21")], vat_rows=[row("21", "210.00")]),
        out(["NL_STD21"], "0.00", "210.00", "1000.00", boxes={"5b": "210.00"}),
    ),
    (
        "V02",
        "two rates on one invoice",
        case(
            nl(),
            NL_VENDOR,
            "2026-05-04",
            [line("100.00", "9", "Levensmiddelen"), line("50.00", "21", "Schoonmaakartikelen")],
            vat_rows=[row("9", "9.00", "100.00"), row("21", "10.50", "50.00")],
        ),
        out(["NL_RED9", "NL_STD21"], "0.00", "19.50", "150.00"),
    ),
    (
        "V03",
        "low rate of 2018",
        case(nl(), NL_VENDOR, "2018-12-20", [line("100.00", "6")]),
        out(["NL_RED9"], "0.00", "6.00", "100.00"),
    ),
    (
        "V04a",
        "old low rate after the change",
        case(nl(), NL_VENDOR, "2019-01-03", [line("100.00", "6")]),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "V04b",
        "supplied before, invoiced after the change: the tax point decides",
        case(nl(), NL_VENDOR, "2019-01-03", [line("100.00", "6")], document={"supply_date": "2018-12-28"}),
        out(["NL_RED9"], "0.00", "6.00", "100.00"),
    ),
    (
        "V05",
        "standard rate of September 2012",
        case(nl(), NL_VENDOR, "2012-09-28", [line("100.00", "19")]),
        out(["NL_STD21"], "0.00", "19.00", "100.00"),
    ),
    (
        "V05b",
        "19 % three days later",
        case(nl(), NL_VENDOR, "2012-10-01", [line("100.00", "19")]),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "V06",
        "hotel night in 2025",
        case(nl(), NL_VENDOR, "2026-01-04", [line("100.00", "9", "Hotelkamer 30 december", supply_date="2025-12-30")]),
        out(["NL_RED9"], "0.00", "9.00", "100.00"),
    ),
    (
        "V07",
        "prepaid in 2025 for a night in 2026 at the old rate",
        case(
            nl(),
            NL_VENDOR,
            "2025-11-20",
            [line("100.00", "9", "Overnachting", supply_date="2026-01-12")],
            document={"prepayment_date": "2025-11-22"},
        ),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "V08",
        "hotel night in February 2026 at 9 %",
        case(nl(), NL_VENDOR, "2026-02-03", [line("100.00", "9", "Room", nature="lodging", supply_date="2026-02-02")]),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "V09",
        "all-in price split by market value: the breakfast is consumed there and not deductible",
        case(
            nl(),
            NL_VENDOR,
            "2026-03-03",
            [line("120.00", "21", "Hotelkamer"), line("30.00", "9", "Ontbijt")],
            vat_rows=[row("21", "25.20"), row("9", "2.70")],
        ),
        out(["NL_STD21", "NL_NONDED"], "0.00", "25.20", "152.70"),
    ),
    (
        "V10",
        "bare camping pitch stays low",
        case(nl(), NL_VENDOR, "2026-07-10", [line("80.00", "9", "Kampeerplaats 3 nachten")]),
        out(["NL_RED9"], "0.00", "7.20", "80.00"),
    ),
    (
        "V11",
        "museum ticket 2026",
        case(nl(), NL_VENDOR, "2026-05-10", [line("20.00", "9", "Museumkaartje", nature="culture")]),
        out(["NL_RED9"], "0.00", "1.80", "20.00"),
    ),
    (
        "V12",
        "subcontractor painting, reverse-charged",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("5000.00", text="Schilderwerk onderaanneming")],
            texts=VERLEGD,
            document={"customer_vat_id": OUR_NL, "vat_total": "0.00"},
        ),
        out(
            ["NL_RC"],
            "1050.00",
            "1050.00",
            "5000.00",
            boxes={"2a.base": "5000.00", "2a.vat": "1050.00", "5b": "1050.00"},
        ),
    ),
    (
        "V13",
        "the same without our VAT id: coded, amber",
        case(nl(), NL_VENDOR, "2026-04-01", [line("5000.00")], texts=VERLEGD, document={"customer_vat_id": ""}),
        out(["NL_RC"], "1050.00", "1050.00", "5000.00", findings=["CUSTOMER_VAT_ID_MISSING"]),
    ),
    (
        "V14",
        "plastering of a home, reverse charge at 9 %",
        case(nl(), NL_VENDOR, "2026-04-01", [line("5000.00", text="Stucwerk woning")], texts=["btw verlegd 9 %"]),
        out(["NL_RC"], "450.00", "450.00", "5000.00"),
    ),
    (
        "V15",
        "subcontractor in the chain charges VAT",
        case(
            nl(chain_role="contractor"),
            NL_VENDOR,
            "2026-04-01",
            [line("1000.00", "21", "Schoonmaak", nature="cleaning")],
        ),
        {"treatments": ["REVIEW"], "holds": ["VAT_TREATMENT_CONFLICT"], "deductible": "0.00"},
    ),
    (
        "V16",
        "contractor works for an end user",
        case(nl(chain_role="end_user"), NL_VENDOR, "2026-04-01", [line("1000.00", "21", "Schilderwerk kantoor")]),
        out(["NL_STD21"], "0.00", "210.00", "1000.00"),
    ),
    (
        "V17",
        "laptops above the threshold",
        case(nl(), NL_VENDOR, "2026-04-01", [line("12000.00", text="20 laptops")], texts=VERLEGD),
        out(["NL_RC"], "2520.00", "2520.00", "12000.00"),
    ),
    (
        "V18",
        "laptops below the threshold reverse-charged",
        case(nl(), NL_VENDOR, "2026-04-01", [line("4000.00", text="6 laptops")], texts=VERLEGD),
        {"treatments": ["REVIEW"], "holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "V18b",
        "laptops above the threshold with VAT",
        case(nl(), NL_VENDOR, "2026-04-01", [line("12000.00", "21", "20 laptops")]),
        {"treatments": ["REVIEW"], "holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "V19",
        "scrap metal",
        case(nl(), NL_VENDOR, "2026-04-01", [line("800.00", text="Schroot koper")], texts=["Btw-verlegd"]),
        out(["NL_RC"], "168.00", "168.00", "800.00"),
    ),
    (
        "V20",
        "German goods",
        case(
            nl(),
            DE_VENDOR,
            "2026-04-01",
            [line("2000.00", "0", "Ersatzteile")],
            texts=["Steuerfreie innergemeinschaftliche Lieferung"],
        ),
        out(
            ["EU_GOODS"],
            "420.00",
            "420.00",
            "2000.00",
            boxes={"4b.base": "2000.00", "4b.vat": "420.00", "5b": "420.00"},
        ),
    ),
    (
        "V21",
        "German food: our low rate",
        case(
            nl(),
            DE_VENDOR,
            "2026-04-01",
            [line("2000.00", "0", "Lebensmittel", nature="food")],
            texts=["Steuerfreie innergemeinschaftliche Lieferung gem. § 4 Nr. 1b UStG"],
        ),
        {"treatments": ["EU_GOODS"], "due": "180.00", "deductible": "180.00", "holds": []},
    ),
    (
        "V22",
        "Irish software",
        case(nl(), IE_VENDOR, "2026-04-01", [line("99.00", "0", "SaaS subscription")], texts=["Reverse charge"]),
        out(["EU_SERV"], "20.79", "20.79", "99.00"),
    ),
    (
        "V23",
        "American software in dollars",
        case(
            nl(),
            {"country": "US"},
            "2026-04-01",
            [line("100.00", text="SaaS subscription")],
            document={"currency": "USD", "exchange_rate": "0.90"},
        ),
        out(["NONEU_SERV"], "18.90", "18.90", "90.00", boxes={"4a.base": "90.00", "4a.vat": "18.90", "5b": "18.90"}),
    ),
    (
        "V24",
        "British consultancy",
        case(nl(), {"country": "GB", "vat_id": "GB110305878"}, "2026-04-01", [line("500.00", "0", "Consulting")]),
        out(["NONEU_SERV"], "105.00", "105.00", "500.00"),
    ),
    (
        "V25",
        "German VAT on goods sent to us",
        case(nl(), DE_VENDOR, "2026-04-01", [line("100.00", "19", "Waren")], document={"delivery_country": "NL"}),
        out(["FOREIGN_VAT"], "0.00", "0.00", "119.00", findings=["FOREIGN_VAT"]),
    ),
    (
        "V26",
        "German hotel and fuel",
        case(nl(), DE_VENDOR, "2026-04-01", [line("100.00", "7", "Hotel Berlin"), line("50.00", "19", "Diesel")]),
        out(["FOREIGN_VAT", "FOREIGN_VAT"], "0.00", "0.00", "166.50", findings=["FOREIGN_VAT"]),
    ),
    (
        "V27",
        "American goods with art. 23 licence",
        case(
            nl(import_licence=True), {"country": "US"}, "2026-04-01", [line("10000.00", text="Machine", nature="goods")]
        ),
        out(["IMPORT_ART23"], "2100.00", "2100.00", "10000.00"),
    ),
    (
        "V28a",
        "the same goods without licence",
        case(nl(), {"country": "US"}, "2026-04-01", [line("10000.00", text="Machine", nature="goods")]),
        out(["NL_OUTSIDE"], "0.00", "0.00", "10000.00"),
    ),
    (
        "V28b",
        "customs broker lists the import VAT",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("2100.00", "0", "Btw bij invoer"), line("75.00", "21", "Inklaringskosten")],
            vat_rows=[row("21", "15.75", "75.00")],
        ),
        out(["IMPORT_CUSTOMS", "NL_STD21"], "0.00", "2115.75", "75.00", findings=["IMPORT_DOCUMENT_NEEDED"]),
    ),
    (
        "V29",
        "British supplier with a Dutch number",
        case(
            nl(),
            {"country": "GB", "vat_ids": ["GB110305878", "NL000099998B57"]},
            "2026-04-01",
            [line("100.00", "21", "Goods")],
        ),
        out(["NL_STD21"], "0.00", "21.00", "100.00"),
    ),
    (
        "V30",
        "Northern Irish goods",
        case(
            nl(),
            {"country": "XI", "vat_id": "XI110305878"},
            "2026-04-01",
            [line("100.00", "0", "Parts", nature="goods")],
        ),
        out(["EU_GOODS"], "21.00", "21.00", "100.00"),
    ),
    (
        "V31",
        "triangulation",
        case(
            nl(),
            DE_VENDOR,
            "2026-04-01",
            [line("100.00", "0", "Waren")],
            texts=["Innergemeinschaftliches Dreiecksgeschäft, Steuerschuldnerschaft des Leistungsempfängers"],
        ),
        {"treatments": ["REVIEW"], "holds": ["VAT_TREATMENT_UNKNOWN"]},
    ),
    (
        "V32",
        "small business",
        case(nl(), NL_VENDOR, "2026-04-01", [line("500.00")], texts=["KOR, vrijgesteld van OB"]),
        out(["NL_KOR"], "0.00", "0.00", "500.00"),
    ),
    (
        "V33",
        "small business that charges VAT",
        case(nl(), {"country": "NL", "scheme": "small"}, "2026-04-01", [line("500.00", "21")]),
        {"holds": ["VAT_TREATMENT_CONFLICT"], "deductible": "0.00"},
    ),
    (
        "V35",
        "restaurant",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("100.00", "9", "Diner", nature="restaurant"), line("40.00", "21", "Wijn", nature="restaurant")],
        ),
        out(["NL_NONDED", "NL_NONDED"], "0.00", "0.00", "157.40"),
    ),
    (
        "V36",
        "food for the own canteen: deducted, corrected once a year",
        case(nl(), NL_VENDOR, "2026-04-01", [line("100.00", "9", "Boodschappen kantine", nature="canteen")]),
        out(["NL_RED9"], "0.00", "9.00", "100.00", findings=["STAFF_BENEFIT_YEARLY"]),
    ),
    (
        "V37a",
        "parking in the street",
        case(nl(), NL_VENDOR, "2026-04-01", [line("12.00", text="Straatparkeren gemeente")]),
        out(["NL_OUTSIDE"], "0.00", "0.00", "12.00"),
    ),
    (
        "V37b",
        "parking in a garage",
        case(nl(), NL_VENDOR, "2026-04-01", [line("10.00", "21", "Parkeergarage")]),
        out(["NL_STD21"], "0.00", "2.10", "10.00"),
    ),
    (
        "V38",
        "insurance premium tax is no VAT",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("100.00", "21", "Autoverzekering")],
            texts=["21% assurantiebelasting"],
        ),
        out(["NL_EXEMPT"], "0.00", "0.00", "121.00"),
    ),
    (
        "V39",
        "exempt training",
        case(nl(), NL_VENDOR, "2026-04-01", [line("900.00", "0", "Training")], texts=["Vrijgesteld van btw (CRKBO)"]),
        out(["NL_EXEMPT"], "0.00", "0.00", "900.00"),
    ),
    (
        "V40",
        "solar panels on a home",
        case(nl(), NL_VENDOR, "2024-04-01", [line("4000.00", "0", "Zonnepanelen woning", nature="solar")]),
        out(["NL_ZERO"], "0.00", "0.00", "4000.00"),
    ),
    (
        "V41",
        "rounded per line",
        case(
            nl(), NL_VENDOR, "2026-04-01", [line("37.50", "21"), line("12.50", "21")], document={"vat_total": "10.51"}
        ),
        out(["NL_STD21", "NL_STD21"], "0.00", "10.51", "50.00"),
    ),
    (
        "V42",
        "rounded on the total",
        case(
            nl(), NL_VENDOR, "2026-04-01", [line("37.50", "21"), line("12.50", "21")], document={"vat_total": "10.50"}
        ),
        out(["NL_STD21", "NL_STD21"], "0.00", "10.50", "50.00"),
    ),
    (
        "V43",
        "no way of rounding explains it",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("37.50", "21"), line("12.50", "21")],
            vat_rows=[row("21", "10.58", "50.00")],
        ),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "V43b",
        "rounded per piece",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("33.00", "21", quantity="100", unit_price="0.33")],
            vat_rows=[row("21", "7.00", "33.00")],
        ),
        out(["NL_STD21"], "0.00", "7.00", "33.00"),
    ),
    (
        "V44",
        "simplified invoice",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [{"description": "Kantoorartikelen", "gross": "60.50", "rate": "21"}],
            document={"type": "receipt", "gross_total": "60.50"},
            particulars={
                "issue_date": "2026-04-01",
                "supplier_name": "Winkel",
                "supplier_address": "Dorpsstraat 1",
                "description": "Kantoorartikelen",
            },
        ),
        out(["NL_STD21"], "0.00", "10.50", "50.00"),
    ),
    (
        "V45",
        "above the limit the same receipt lacks mandatory particulars",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [{"description": "Kantoorartikelen", "gross": "121.00", "rate": "21"}],
            document={"type": "receipt", "gross_total": "121.00"},
            particulars={"issue_date": "2026-04-01", "supplier_name": "Winkel", "description": "Kantoorartikelen"},
        ),
        {"holds": ["MISSING_FIELD"]},
    ),
    (
        "V46",
        "credit note",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("-500.00", "21")],
            vat_rows=[row("21", "-105.00")],
            document={"type": "credit_note"},
        ),
        out(["NL_STD21"], "0.00", "-105.00", "-500.00"),
    ),
    (
        "V46b",
        "credit note printed with positive figures",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("500.00", "21")],
            vat_rows=[row("21", "105.00", "500.00")],
            document={"type": "credit_note", "vat_total": "105.00"},
        ),
        out(["NL_STD21"], "0.00", "-105.00", "-500.00"),
    ),
    (
        "V47",
        "credit on a reverse-charge invoice",
        case(nl(), NL_VENDOR, "2026-04-01", [line("-500.00")], texts=VERLEGD, document={"type": "credit_note"}),
        out(["NL_RC"], "-105.00", "-105.00", "-500.00"),
    ),
    (
        "V48",
        "German Gutschrift with positive amounts",
        case(
            nl(),
            DE_VENDOR,
            "2026-04-01",
            [line("100.00", "0", "Waren")],
            texts=["Gutschrift", "innergemeinschaftliche Lieferung"],
        ),
        {"holds": ["VAT_TREATMENT_UNKNOWN"]},
    ),
    (
        "V49",
        "intra-community supply to our Belgian number",
        case(
            nl(),
            NL_VENDOR,
            "2026-04-01",
            [line("100.00", "0")],
            texts=["Intracommunautaire levering"],
            document={"customer_vat_id": OUR_BE},
        ),
        {"treatments": ["REVIEW"], "holds": ["WRONG_ADMINISTRATION"]},
    ),
    (
        "V50",
        "intra-community goods without our VAT id",
        case(
            nl(),
            DE_VENDOR,
            "2026-04-01",
            [line("100.00", "0", "Waren")],
            texts=["innergemeinschaftliche Lieferung"],
            document={"customer_vat_id": ""},
        ),
        out(["EU_GOODS"], "21.00", "21.00", "100.00", findings=["CUSTOMER_VAT_ID_MISSING"]),
    ),
    (
        "V51",
        "Belgian resale goods",
        case(be(), BE_VENDOR, "2026-04-01", [line("1000.00", "21", nature="goods")]),
        out(["BE_STD21"], "0.00", "210.00", "1000.00", boxes={"81": "1000.00", "59": "210.00"}),
    ),
    (
        "V52",
        "Belgian works in immovable property",
        case(be(), BE_VENDOR, "2026-04-01", [line("5000.00", text="Werk in onroerende staat")], texts=[_LONG]),
        out(
            ["BE_COCONTR"],
            "1050.00",
            "1050.00",
            "5000.00",
            boxes={"82": "5000.00", "87": "5000.00", "56": "1050.00", "59": "1050.00"},
            findings=["BE_DISPUTE_CLOCK"],
        ),
    ),
    (
        "V53",
        "the clause that starts alike: 6 % renovation",
        case(be(), BE_VENDOR, "2026-04-01", [line("5000.00", "6", "Renovatie dak")], texts=[RENOVATION]),
        out(["BE_6"], "0.00", "300.00", "5000.00", findings=["BE_DISPUTE_CLOCK"]),
    ),
    (
        "V54",
        "French software",
        case(be(), FR_VENDOR, "2026-04-01", [line("200.00", "0", "Licence logiciel")], texts=["Autoliquidation"]),
        out(
            ["BE_IC_SERV"],
            "42.00",
            "42.00",
            "200.00",
            boxes={"82": "200.00", "88": "200.00", "55": "42.00", "59": "42.00"},
        ),
    ),
    (
        "V55",
        "Dutch goods for resale",
        case(
            be(),
            {"country": "NL", "vat_id": "NL000099998B57"},
            "2026-04-01",
            [line("100.00", "0", nature="goods")],
            texts=["Intracommunautaire levering"],
        ),
        out(
            ["BE_IC_GOODS"],
            "21.00",
            "21.00",
            "100.00",
            boxes={"81": "100.00", "86": "100.00", "55": "21.00", "59": "21.00"},
        ),
    ),
    (
        "V56",
        "Belgian hotel after the change",
        case(
            be(),
            BE_VENDOR,
            "2026-03-10",
            [line("100.00", "6", "Hotel")],
            document={"supply_date": "2026-03-10", "booking_date": "2026-03-02"},
        ),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "V57",
        "booked before the change, due before July",
        case(
            be(),
            BE_VENDOR,
            "2026-05-10",
            [line("100.00", "6", "Hotel")],
            document={"supply_date": "2026-05-10", "booking_date": "2026-02-20", "payment_date": "2026-05-10"},
        ),
        {"treatments": ["BE_6"], "holds": [], "deductible": "6.00", "findings": ["DEDUCTION_LIMIT"]},
    ),
    (
        "V58",
        "booked before the change, due in July",
        case(
            be(),
            BE_VENDOR,
            "2026-07-10",
            [line("100.00", "6", "Hotel")],
            document={"supply_date": "2026-07-10", "booking_date": "2026-02-20", "payment_date": "2026-07-10"},
        ),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "V59",
        "pesticide after the change",
        case(be(), BE_VENDOR, "2026-03-15", [line("100.00", "12", "Fytofarmaceutisch product")]),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "V59b",
        "pesticide before the change",
        case(be(), BE_VENDOR, "2026-02-15", [line("100.00", "12", "Fytofarmaceutisch product")]),
        out(["BE_12"], "0.00", "12.00", "100.00"),
    ),
    (
        "V60",
        "take-away stays 6 %",
        case(be(), BE_VENDOR, "2026-04-10", [line("50.00", "6", "Take-away lunch", nature="takeaway")]),
        {"treatments": ["BE_6"], "holds": [], "findings": ["DEDUCTION_LIMIT"]},
    ),
    (
        "V61a",
        "Belgian restaurant",
        case(be(), BE_VENDOR, "2026-04-10", [line("100.00", "12", "Restaurant", nature="restaurant")]),
        out(["BE_NONDED"], "0.00", "0.00", "112.00", boxes={"82": "112.00"}),
    ),
    (
        "V61b",
        "Belgian company car, half deductible",
        case(be(), BE_VENDOR, "2026-04-10", [line("1000.00", "21", "Leaseauto", nature="car")]),
        out(["BE_NONDED"], "0.00", "105.00", "1105.00", boxes={"82": "1105.00", "59": "105.00"}),
    ),
    (
        "V62",
        "Belgian small business",
        case(be(), BE_VENDOR, "2026-04-10", [line("300.00")], texts=["Kleine onderneming, vrijgesteld van btw"]),
        out(["BE_SMALL"], "0.00", "0.00", "300.00"),
    ),
    (
        "V63",
        "PDF only from a Belgian vendor",
        case(
            be(),
            BE_VENDOR,
            "2026-05-10",
            [line("100.00", "21", nature="services")],
            document={"structured": False},
        ),
        out(["BE_STD21"], "0.00", "21.00", "100.00", findings=["BE_NOT_STRUCTURED"]),
    ),
    (
        "V64",
        "Peppol AE",
        case(nl(), NL_VENDOR, "2026-05-10", [line("100.00", "0", category="AE", vatex="VATEX-EU-AE")]),
        out(["NL_RC"], "21.00", "21.00", "100.00"),
    ),
    (
        "V65",
        "Peppol K",
        case(nl(), DE_VENDOR, "2026-05-10", [line("100.00", "0", category="K", vatex="VATEX-EU-IC")]),
        out(["EU_GOODS"], "21.00", "21.00", "100.00"),
    ),
    (
        "V66",
        "Peppol margin scheme",
        case(nl(), NL_VENDOR, "2026-05-10", [line("100.00", "0", category="E", vatex="VATEX-EU-F")]),
        out(["NL_MARGIN"], "0.00", "0.00", "100.00"),
    ),
    (
        "V66b",
        "the same in Belgium",
        case(be(), BE_VENDOR, "2026-05-10", [line("100.00", "0", category="E", vatex="VATEX-EU-F", nature="goods")]),
        out(["BE_MARGIN"], "0.00", "0.00", "100.00"),
    ),
    (
        "V67",
        "category says standard, amount says none",
        case(nl(), NL_VENDOR, "2026-05-10", [line("100.00", "0", category="S")]),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "V68",
        "goods with VAT and reverse-charged labour on one invoice",
        case(
            nl(),
            NL_VENDOR,
            "2026-05-10",
            [line("200.00", "21", "Materiaal"), line("800.00", text="Arbeid")],
            vat_rows=[row("21", "42.00", "200.00")],
            texts=["btw verlegd"],
        ),
        out(["NL_STD21", "NL_RC"], "168.00", "210.00", "1000.00"),
    ),
    (
        "X01",
        "a Dutch vendor whose only VAT number is Belgian",
        case(nl(), {"country": "NL", "vat_id": "BE0428759497"}, "2026-05-10", [line("100.00", "21")]),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "X02",
        "amounts with VAT: what is paid stands to the cent",
        case(
            nl(),
            NL_VENDOR,
            "2026-05-10",
            [{"gross": "9.99", "rate": "21"}, {"gross": "9.99", "rate": "21"}, {"gross": "9.99", "rate": "21"}],
            vat_rows=[row("21", "5.20", "24.77")],
        ),
        {"payable": "29.97", "deductible": "5.20", "cost": "24.77", "holds": []},
    ),
    (
        "X03",
        "text and amount contradict each other",
        case(nl(), NL_VENDOR, "2026-05-10", [line("100.00", "21")], vat_rows=[row("21", "21.00")], texts=VERLEGD),
        {"treatments": ["REVIEW"], "holds": ["VAT_TREATMENT_CONFLICT"], "payable": "121.00"},
    ),
    (
        "X04",
        "the words only stand in the general conditions",
        case(nl(), NL_VENDOR, "2026-05-10", [line("100.00", "0")], texts=[{"text": "btw verlegd", "place": "terms"}]),
        {"treatments": ["REVIEW"], "holds": ["VAT_TREATMENT_UNKNOWN"]},
    ),
    (
        "X05",
        "no VAT and not a word about it",
        case(nl(), NL_VENDOR, "2026-05-10", [line("100.00", "0", "Advies")]),
        {"treatments": ["REVIEW"], "holds": ["VAT_TREATMENT_UNKNOWN"]},
    ),
    (
        "X06",
        "unlike everything this vendor sent before",
        case(nl(), {"country": "NL", "usual": "NL_RC"}, "2026-05-10", [line("100.00", "21")]),
        {"holds": ["VAT_TREATMENT_CONFLICT"]},
    ),
    (
        "X07",
        "Dutch rate from a German vendor without a Dutch number",
        case(nl(), DE_VENDOR, "2026-05-10", [line("100.00", "21", "Waren")]),
        {"treatments": ["OSS_B2C"], "holds": ["VAT_TREATMENT_UNKNOWN"], "deductible": "0.00"},
    ),
    (
        "X08",
        "lines without rates take them from a summary that allows one reading only",
        case(
            nl(),
            NL_VENDOR,
            "2026-05-10",
            [line("100.00"), line("50.00"), line("25.00")],
            vat_rows=[row("9", "13.50", "150.00"), row("21", "5.25", "25.00")],
        ),
        out(["NL_RED9", "NL_RED9", "NL_STD21"], "0.00", "18.75", "175.00"),
    ),
    (
        "X09",
        "and wait when it allows two",
        case(
            nl(),
            NL_VENDOR,
            "2026-05-10",
            [line("50.00"), line("50.00"), line("25.00")],
            vat_rows=[row("9", "4.50", "50.00"), row("21", "15.75", "75.00")],
        ),
        {"holds": ["VAT_TREATMENT_UNKNOWN"], "deductible": "0.00"},
    ),
    (
        "X10",
        "a stay over New Year at one rate",
        case(
            nl(),
            NL_VENDOR,
            "2026-01-04",
            [line("400.00", "9", "Hotel 4 nachten", supply_date="2025-12-30", supply_end="2026-01-03")],
        ),
        {"holds": ["TAX_VARIANCE"]},
    ),
    (
        "X11",
        "foreign currency without a rate",
        case(nl(), {"country": "US"}, "2026-05-10", [line("10.00", text="SaaS")], document={"currency": "USD"}),
        {"treatments": ["NONEU_SERV"], "holds": [], "findings": ["MISSING_FIELD"]},
    ),
    (
        "X12",
        "mixed business deducts its pro rata",
        case(nl(deductible_share="0.4"), NL_VENDOR, "2026-05-10", [line("100.00", "21")]),
        out(["NL_NONDED"], "0.00", "8.40", "112.60"),
    ),
    (
        "X13",
        "the same for reverse charge: due in full, claimed in part",
        case(nl(deductible_share="0.4"), NL_VENDOR, "2026-05-10", [line("100.00")], texts=VERLEGD),
        out(["NL_RC"], "21.00", "8.40", "112.60"),
    ),
    (
        "X14",
        "Belgian credit note",
        case(be(), BE_VENDOR, "2026-05-10", [line("-100.00", "21", nature="goods")], document={"type": "credit_note"}),
        out(["BE_STD21"], "0.00", "-21.00", "-100.00", boxes={"81": "-100.00", "85": "100.00", "63": "21.00"}),
    ),
    (
        "X15",
        "Belgian clause that stops before it says what it is",
        case(be(), BE_VENDOR, "2026-05-10", [line("100.00", "0", nature="services")], texts=[_LONG[:110]]),
        {"treatments": ["REVIEW"], "holds": ["VAT_TREATMENT_UNKNOWN"]},
    ),
    (
        "X16",
        "deposits await an adviser",
        case(nl(), NL_VENDOR, "2026-05-10", [line("100.00", "21", "Bier"), line("12.00", "0", "Statiegeld")]),
        {"holds": ["VAT_TREATMENT_UNKNOWN"]},
    ),
    (
        "X17",
        "credit note with minus signs on some figures only",
        case(
            nl(),
            NL_VENDOR,
            "2026-05-10",
            [line("500.00", "21")],
            vat_rows=[row("21", "-105.00", "-500.00")],
            document={"type": "credit_note", "gross_total": "-605.00"},
        ),
        out(["NL_STD21"], "0.00", "-105.00", "-500.00", payable="-605.00"),
    ),
    (
        "X18",
        "the share of the blocked account is no VAT rate",
        case(nl(), NL_VENDOR, "2026-05-10", [line("50.00")], texts=["btw verlegd, 40% op g-rekening"]),
        out(["NL_RC"], "10.50", "10.50", "50.00", flags=["g_account"]),
    ),
    (
        "X19",
        "tourist tax beside the room",
        case(
            nl(), NL_VENDOR, "2026-05-10", [line("100.00", "21", "Hotelkamer"), line("5.00", "0", "Toeristenbelasting")]
        ),
        out(["NL_STD21", "NL_OUTSIDE"], "0.00", "21.00", "105.00"),
    ),
]
