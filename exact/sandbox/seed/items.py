"""Items bought against orders, with each supplier's own code, EAN and price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from exact.sandbox.seed.administrations import BELGIUM, HOSPITALITY, INSTALLATION, SERVICE_USER, Administration, Row
from exact.sandbox.seed.charts import BE_FROM_NL, gl_guid
from exact.sandbox.seed.fixed import UNITS
from exact.sandbox.seed.identity import barcode, dice, guid
from exact.sandbox.seed.taxes import code_for
from exact.sandbox.seed.vendors import Vendor

# One block per supplier: key, divisions, first letters of its codes, item group; then description|unit|price per unit.
_TEXT = """
ketelaar 13 KT MAT
Radiator paneel type 22, 600x1200 mm|st|184.50
Radiator paneel type 22, 600x900 mm|st|148.20
Thermostaatkop wit M30|st|17.85
Thermostaatkraan haaks 1/2"|st|12.40
Expansievat 18 liter, 3 bar|st|41.75
Circulatiepomp 25-60, 180 mm|st|236.00
Koperen buis 15 mm, lengte 5 m|st|31.95
Koperen buis 22 mm, lengte 5 m|st|49.60
Knelkoppeling 15 mm recht|st|3.28
Kniestuk 22 mm pers|st|4.15
Vulslang met koppelingen 1,5 m|st|9.90
Verdeler vloerverwarming 6 groepen|st|289.00
Warmtepompbuffer 100 liter|st|512.00
Rookgasset 60/100|set|68.40
bronsveld 1 BS MAT
Inbouwreservoir 112 cm|st|219.00
Wandcloset diepspoel wit|st|142.50
Closetzitting softclose|st|54.95
Wastafelmengkraan chroom|st|89.90
Thermostatische douchekraan|st|164.00
Glijstangset 90 cm|set|72.35
Afvoerbuis pvc 110 mm, 4 m|st|23.10
Sifon bekermodel chroom|st|28.75
Douchegoot 80 cm rvs|st|198.00
duinker 1 DE MAT
Groepenkast 12 groepen 3-fase|st|318.00
Aardlekautomaat B16 30 mA|st|46.80
Installatiedraad 2,5 mm² blauw, 100 m|rol|42.30
Installatiedraad 2,5 mm² bruin, 100 m|rol|42.30
Inbouwdoos hollewand 50 mm|st|1.95
Wandcontactdoos dubbel wit|st|8.60
Ledpaneel 60x60 4000K|st|39.75
Omvormer 5 kW 3-fase|st|1145.00
Zonnepaneel 430 Wp zwart|st|118.00
Kabelgoot 60x40, 2 m|st|7.45
Mantelbuis 16 mm, 100 m|rol|38.90
hunze 1 HZ MAT
Gipsplaat 12,5 mm 1200x2600|st|11.35
Metalstud profiel 75 mm, 2600 mm|st|6.85
PIR-plaat 100 mm 600x1200|st|24.60
Montagekit grijs 290 ml|st|5.95
Schroeven gipsplaat 35 mm, 1000 st|doos|14.20
Tegellijm flexibel 25 kg|st|19.80
Egaliseer 25 kg|st|22.40
Dakfolie 1,5x50 m|rol|84.00
boutdirect 1 BD KLN
Zeskantbout M8x40 verzinkt|st|0.1240
Zeskantbout M10x60 verzinkt|st|0.2385
Zeskantmoer M8 verzinkt|st|0.0415
Sluitring M8 verzinkt|st|0.0190
Spaanplaatschroef 5x60 mm|st|0.0685
Keilbout M10x95|st|0.8740
Draadeind M8, 1 meter|st|1.4200
isolatie 1 IT MAT
Leidingisolatie 15 mm, 2 m|st|3.15
Leidingisolatie 22 mm, 2 m|st|3.85
Steenwolplaat 80 mm, pak 4,32 m²|st|37.40
rheintal 1 RW IMP
Pressbacke V-Kontur 15 mm|st|189.00
Pressbacke V-Kontur 22 mm|st|209.00
Akku-Pressgerät 18 V mit Koffer|st|1480.00
Ladegerät 18 V|st|96.50
nordsee 1 NA IMP
Kugelhahn DN25 Messing|st|21.80
Rückschlagventil DN20|st|17.40
Sicherheitsgruppe 3 bar|st|44.90
beaumont 13 AB IMP
Vanne de régulation DN20|st|64.00
Collecteur inox 8 départs|st|312.50
Robinet thermostatique équerre|st|18.90
tyne 1 TT IMP
Clamp meter CM-400|st|148.00
Refrigerant leak detector LD-2|st|265.00
marktmeester 2 MM VOE
Aardappelen vastkokend 10 kg|st|8.95
Uien geel 5 kg|st|4.35
Kipfilet vers 2,5 kg|st|21.40
Zalmfilet met huid per kg|kg|23.75
Slagroom 35 % 1 liter|st|4.60
Roomboter ongezouten 5 kg|st|44.50
Zonnebloemolie 10 liter|st|21.90
Spa rood 24x25 cl|krat|11.60
Huiswijn wit 75 cl|fles|4.85
Servetten wit 33x33, 1000 st|doos|18.40
lagerwerf 2 SL VOE
Runderentrecote per kg|kg|31.50
Lamsrack per kg|kg|36.80
Kalfswang per kg|kg|19.90
vignoble 2 VC DRK
Mâcon-Chaintré 2024, 75 cl|fles|8.90
Pouilly-Fuissé 2023, 75 cl|fles|17.60
vermeulen 3 EV MAT
Zekeringautomaat 2P 20A|st|14.85
Differentieel 40A 300 mA|st|62.40
XVB-kabel 3G2,5, 100 m|rol|98.50
Stopcontact enkel wit|st|5.70
Verdeelkast 4 rijen|st|184.00
peeters 3 BP MAT
Snelbouwsteen 29x14x19|st|0.8900
Cement CEM II 25 kg|st|6.95
Gipsplaat 9,5 mm 1200x2600|st|9.60
"""

GROUPS = {
    "MAT": ("Installatiemateriaal", "7000", "3010"),
    "KLN": ("Klein materiaal", "7000", "3010"),
    "IMP": ("Import", "7020", "3000"),
    "VOE": ("Levensmiddelen", "7010", "3000"),
    "DRK": ("Dranken", "7015", "3000"),
}
_STAMP = datetime(2022, 5, 2, 8, 0)
_LOW_RATE = ("VOE",)
_HIGH_WORDS = ("Huiswijn", "Servetten")
_DIVISIONS = {"1": INSTALLATION, "2": HOSPITALITY, "3": BELGIUM}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of one administration and the way its supplier names it. ``price`` is per ``unit``, without VAT."""

    division: int
    code: str
    description: str
    unit: str
    price: Decimal
    vendor_key: str
    supplier_code: str
    ean: str
    group: str
    charge: str

    @property
    def guid(self) -> str:
        return guid(self.division, "item", self.code)


def items(seed: int, everyone: dict[str, Vendor]) -> dict[tuple[int, str], list[Item]]:
    """Items per (division, vendor key), in the order of the list."""
    made: dict[tuple[int, str], list[Item]] = {}
    vendor, divisions, prefix, group = "", "", "", ""
    number = 0
    for line in _TEXT.strip().splitlines():
        if "|" not in line:
            vendor, divisions, prefix, group = line.split()
            number = 0
            continue
        number += 1
        description, unit, price = line.split("|")
        ean = barcode(dice(seed, "ean", vendor, number))
        for mark in divisions:
            division = _DIVISIONS[mark]
            usual = everyone[vendor].charge("BE" if division == BELGIUM else "NL")
            if usual == "non_eu_services":
                usual = "import"  # goods, not services
            charge = (
                "high"
                if group == "VOE" and description.startswith(_HIGH_WORDS)
                else "low"
                if group in _LOW_RATE
                else usual
            )
            made.setdefault((division, vendor), []).append(
                Item(
                    division,
                    f"{prefix[:1]}{mark}{prefix[1:]}{number:03d}",
                    description,
                    unit,
                    Decimal(price),
                    vendor,
                    f"{prefix}-{70000 + number * 37}",
                    ean,
                    group,
                    charge,
                )
            )
    return made


def item_rows(
    admin: Administration, per_vendor: dict[tuple[int, str], list[Item]], everyone: dict[str, Vendor]
) -> dict[str, list[Row]]:
    """``logistics/ItemGroups``, ``logistics/Items`` and ``logistics/SupplierItem`` of one administration."""
    base: Row = {
        "Division": admin.code,
        "Created": _STAMP,
        "Modified": _STAMP,
        "Creator": SERVICE_USER,
        "Modifier": SERVICE_USER,
    }
    own = [
        (item, everyone[key])
        for (division, key), listed in per_vendor.items()
        if division == admin.code
        for item in listed
    ]
    return {
        "logistics/ItemGroups": [base | _group_row(admin, code) for code in GROUPS],
        "logistics/Items": [base | _item_row(admin, item, vendor) for item, vendor in own],
        "logistics/SupplierItem": [base | _supplied_row(admin, item, vendor) for item, vendor in own],
    }


def _own(admin: Administration, account: str) -> str:
    """An account of the Dutch chart in the administration's own."""
    return account if admin.legislation == "NL" else BE_FROM_NL.get(account, "340000")


def _group_row(admin: Administration, code: str) -> Row:
    text, *accounts = GROUPS[code]
    cost, stock = (_own(admin, account) for account in accounts)
    revenue = _own(admin, "8000")
    return {
        "ID": guid(admin.code, "group", code),
        "Code": code,
        "Description": text,
        "IsDefault": 1 if code == "MAT" else 0,
        "GLCosts": gl_guid(admin.code, cost),
        "GLCostsCode": cost,
        "GLPurchaseAccount": gl_guid(admin.code, cost),
        "GLPurchaseAccountCode": cost,
        "GLRevenue": gl_guid(admin.code, revenue),
        "GLRevenueCode": revenue,
        "GLStock": gl_guid(admin.code, stock),
        "GLStockCode": stock,
    }


def _item_row(admin: Administration, item: Item, vendor: Vendor) -> Row:
    text, *accounts = GROUPS[item.group]
    cost, stock = (_own(admin, account) for account in accounts)
    return {
        "ID": item.guid,
        "Code": item.code,
        "Description": item.description,
        "SearchCode": item.description[:12].upper(),
        "Barcode": item.ean,
        "Unit": item.unit,
        "UnitDescription": UNITS[item.unit],
        "UnitType": "O",
        "ItemGroup": guid(admin.code, "group", item.group),
        "ItemGroupCode": item.group,
        "ItemGroupDescription": text,
        "CostPriceStandard": item.price,
        "CostPriceCurrency": vendor.currency,
        "StandardSalesPrice": (item.price * Decimal("1.35")).quantize(Decimal("0.01")),
        "GLCosts": gl_guid(admin.code, cost),
        "GLCostsCode": cost,
        "GLStock": gl_guid(admin.code, stock),
        "GLStockCode": stock,
        "IsPurchaseItem": True,
        "IsSalesItem": True,
        "IsStockItem": True,
        "IsFractionAllowedItem": item.unit in ("kg", "m", "l"),
        "SalesVatCode": code_for(admin.legislation, "low" if item.charge == "low" else "high"),
        "StartDate": _STAMP.date(),
        "SecurityLevel": 10,
        "Stock": Decimal(len(item.description) * 3),
    }


def _supplied_row(admin: Administration, item: Item, vendor: Vendor) -> Row:
    return {
        "ID": guid(item.guid, vendor.key),
        "Item": item.guid,
        "ItemCode": item.code,
        "ItemDescription": item.description,
        "ItemUnit": guid(admin.code, "unit", item.unit),
        "ItemUnitCode": item.unit,
        "Supplier": vendor.guid(admin.code),
        "SupplierCode": vendor.codes[admin.code],
        "SupplierDescription": vendor.name,
        "SupplierItemCode": item.supplier_code,
        "Barcode": item.ean,
        "MainSupplier": True,
        "Currency": vendor.currency,
        "PurchasePrice": item.price,
        "PurchaseUnit": item.unit,
        "PurchaseUnitFactor": Decimal(1),
        "MinimumQuantity": Decimal(1),
        "PurchaseLeadTime": 3,
        "PurchaseVATCode": code_for(admin.legislation, item.charge),
        "CountryOfOrigin": vendor.country,
        "StartDate": _STAMP.date(),
    }
