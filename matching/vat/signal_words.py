"""The wordings of VAT on invoices, in Dutch, English, German and French (vat-coding §5), and what each points to."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Signal(StrEnum):
    """What a phrase points to."""

    REVERSE_CHARGE = "reverse_charge"
    IC_SUPPLY = "ic_supply"
    TRIANGULATION = "triangulation"
    EXPORT = "export"
    MARGIN = "margin"
    TRAVEL = "travel"
    SMALL = "small"
    EXEMPT = "exempt"
    OUTSIDE = "outside"
    INSURANCE_TAX = "insurance_tax"
    SELF_BILLING = "self_billing"
    CASH_SYSTEM = "cash_system"
    G_ACCOUNT = "g_account"
    GUTSCHRIFT = "gutschrift"
    BE_CLAUSE_COCONTR = "be_clause_cocontractant"
    BE_CLAUSE_RENOVATION = "be_clause_renovation"
    BE_CLAUSE_UNKNOWN = "be_clause_unknown"
    OWN_COUNTRY_RC = "supply_here_reverse_charge"  # art. 12 lid 2/3 Wet OB: foreign vendor, supply in NL


PHRASES: dict[Signal, tuple[str, ...]] = {
    Signal.REVERSE_CHARGE: (
        *("btw verlegd", "omzetbelasting verlegd", "verlegging van heffing", "verlegging van de heffing"),
        *("btw wordt verlegd", "verlegde btw", "verleggingsregeling", "heffing verlegd", "btw is verlegd"),
        *("btw naar u verlegd", "verlegd naar afnemer", "medecontractant", "verlegging btw", "btw verlegging"),
        *("reverse charge", "reverse charged", "vat reversed", "reverse-charge", "customer to account for vat"),
        *("recipient is liable for vat", "vat to be accounted for by the recipient"),
        *("steuerschuldnerschaft des leistungsempfangers", "verlagerung der steuerschuldnerschaft"),
        *("ubergang der steuerschuld", "umkehrung der steuerschuldnerschaft", "leistungsempfanger schuldet"),
        *("autoliquidation", "auto liquidation", "cocontractant", "due par le preneur", "due par le cocontractant"),
        "taxe a acquitter par le preneur",
        # the same note in the languages of other member states
        *("inversion del sujeto pasivo", "inversione contabile", "autoliquidacao", "odwrotne obciazenie"),
        *("omvand betalningsskyldighet", "omvendt betalingspligt", "kaannetty verovelvollisuus"),
    ),
    Signal.IC_SUPPLY: (
        *("intracommunautaire levering", "intracommunautaire leveringen", "ic levering", "icl levering"),
        *("intra community supply", "intra community delivery", "intracommunity supply", "zero rated dispatch"),
        *(
            "innergemeinschaftliche lieferung",
            "innergemeinschaftlichen lieferung",
            "innergemeinschaftliche lieferungen",
        ),
        *("livraison intracommunautaire", "livraison intra communautaire", "livraisons intracommunautaires"),
        *("intracommunautaire transactie", "intra eu supply", "intra eu delivery", "ig lieferung"),
        *("entrega intracomunitaria", "cessione intracomunitaria", "wewnatrzwspolnotowa dostawa"),
    ),
    Signal.TRIANGULATION: (
        *("vereenvoudigde abc", "driehoeksverkeer", "driehoeksregeling", "triangulation"),
        *("triangular transaction", "dreiecksgeschaft", "operation triangulaire"),
    ),
    Signal.EXPORT: (
        *("uitvoer buiten de eu", "export buiten de eu", "uitvoerlevering", "export supply", "export outside the eu"),
        *("export of goods", "goods exported", "ausfuhrlieferung", "vat free export", "exportation hors ue"),
        *("exportation de biens", "steuerfreie ausfuhr", "exportlevering", "zero rated export", "export delivery"),
    ),
    Signal.MARGIN: (
        *(
            "margeregeling",
            "margeauto",
            "margeverkoop",
            "bijzondere regeling gebruikte goederen",
            "bijzondere regeling kunstvoorwerpen",
        ),
        *("bijzondere regeling voorwerpen voor verzamelingen of antiquiteiten", "margin scheme second hand goods"),
        *("margin scheme works of art", "margin scheme collectors items and antiques", "vat margin scheme"),
        *("differenzbesteuerung", "gebrauchtgegenstande sonderregelung", "kunstgegenstande sonderregelung"),
        *("regime particulier biens d occasion", "regime particulier objets d art", "regime de la marge"),
        "regime particulier objets de collection",
    ),
    Signal.TRAVEL: (
        *("bijzondere regeling reisbureaus", "reisbureauregeling", "margin scheme travel agents"),
        *("sonderregelung fur reiseburos", "regime particulier agences de voyages"),
    ),
    Signal.SMALL: (
        *("kleineondernemersregeling", "kleine ondernemersregeling", "small enterprise exemption"),
        *("kleine onderneming vrijgesteld van btw", "kleinunternehmer", "kleinunternehmerregelung"),
        *("franchise en base", "tva non applicable art 293 b", "regime de franchise", "vrijstellingsregeling kleine"),
        *("regime de la franchise", "petite entreprise soumise au regime de la franchise", "kleinunternehmen"),
        *("bijzondere vrijstellingsregeling kleine ondernemingen", "small business vat exemption"),
        "steuerbefreiungsregelung fur kleinunternehmen",
    ),
    Signal.EXEMPT: (
        *("vrijgesteld van btw", "btw vrijgesteld", "vrijgesteld van omzetbelasting", "vrijgesteld van ob"),
        *("vrijgestelde prestatie", "vrij van btw", "vat exempt", "exempt from vat", "umsatzsteuerfrei"),
        *("von der umsatzsteuer befreit", "steuerfrei nach par 4", "exonere de tva", "exoneration de tva"),
        *("crkbo", "exempte de tva", "vrijgestelde dienst"),
    ),
    Signal.OUTSIDE: (
        *("buiten de werkingssfeer van de btw", "buiten het toepassingsgebied van de btw", "niet aan btw onderworpen"),
        *("buiten de heffing van btw", "buiten de heffing van omzetbelasting", "outside the scope of vat"),
        *("hors champ de la tva", "hors champ d application de la tva", "nicht umsatzsteuerbar"),
    ),
    Signal.INSURANCE_TAX: (
        *("assurantiebelasting", "insurance premium tax", "verzekeringstaks", "taxe sur les assurances"),
        *("taxe sur les contrats d assurance", "versicherungsteuer", "versicherungssteuer", "premietaks"),
    ),
    Signal.SELF_BILLING: (
        *("factuur uitgereikt door afnemer", "factuur uitgereikt door de afnemer", "self billing", "self billed"),
        *("autofacturation", "uitgereikt door medecontractant"),
    ),
    Signal.CASH_SYSTEM: (
        *("kasstelsel", "cash accounting", "ist versteuerung", "versteuerung nach vereinnahmten entgelten"),
        "tva sur encaissements",
    ),
    Signal.G_ACCOUNT: ("g rekening", "loondeel", "ketenaansprakelijkheid", "blocked account"),
    Signal.GUTSCHRIFT: ("gutschrift",),
}


class Shape(NamedTuple):
    """A pattern, and letters that every text with it contains, beginning and end of words as spaces; of several parted
    by "|" one is enough. Looking for letters costs next to nothing: without them the pattern is not tried."""

    letters: str
    pattern: str


# Short or structured references need exact shapes, no fuzz. They run on folded text ("§" became "par").
PATTERNS: dict[Signal, tuple[Shape, ...]] = {
    Signal.REVERSE_CHARGE: (
        # "omzetbelasting is verlegd", "btw 21 % naar u verlegd"; a whole cell that says "verlegd"
        Shape("verlegd", r"\b(?:btw|b t w|omzetbelasting|heffing)(?: (?!niet\b|geen\b|nooit\b)\w+){0,4} verlegd\b"),
        Shape("verlegd", r"^(?:0 )?verlegd(?: \d+)?$"),
        Shape(" 12 lid 5 ", r"\bart(?:ikel|icle)? 12 lid 5\b"),
        Shape(" 20 k| 20 a", r"\bart(?:ikel|icle)? 20 (?:kb|ar|k b|a r) n[ro]?\b"),
        Shape(" 51 ", r"\bart(?:ikel|icle)? 51 (?:par )?2\b.{0,12}\b(?:w ?btw|wbtw|btw wetboek|ctva|code)"),
        Shape(" ustg ", r"\b13b (?:abs(?:atz)? \d+ )?(?:nr \d+ )?ustg\b"),
        Shape(" cgi ", r"\bart(?:icle)? 283(?: \d+| i+)* (?:du )?cgi\b"),
        # taxed where the customer is, hence by the customer
        Shape(" 259 1 ", r"\bart(?:icle)? 259 1\b"),
        Shape("ustg ", r"\bpar 3 ?a (?:abs(?:atz)? )?\d* ?ustg\b"),
    ),
    Signal.OWN_COUNTRY_RC: (Shape(" 12 lid ", r"\bart(?:ikel|icle)? 12 lid [23]\b"),),
    Signal.IC_SUPPLY: (
        Shape(" nr 1", r"\bpar 4 (?:abs \d )?nr 1 ?b\b"),
        Shape(" ustg ", r"\bpar 6 ?a ustg\b"),
        Shape(" 262 ter ", r"\b262 ter\b"),
        Shape(" 39", r"\bart(?:ikel|icle)? 39 ?bis\b"),
        Shape(" tabel ii ", r"\btabel ii (?:post )?a ?6\b"),
    ),
    Signal.TRIANGULATION: (Shape(" ustg ", r"\bpar 25 ?b ustg\b"), Shape(" abc ", r"\babc (?:levering|transactie)\b")),
    Signal.EXPORT: (
        Shape(" 9 lid 2 ", r"\bart(?:ikel|icle)? 9 lid 2 (?:onder )?a\b"),
        Shape(" 262 i ", r"\b262 i\b(?! ter)"),
        Shape("export|uitvoer|ausfuhr", r"^(?:export|uitvoer|ausfuhr|exportation)$"),
        Shape("export 0 |uitvoer 0 ", r"\b(?:export|uitvoer) 0 (?:btw|vat)?"),
    ),
    Signal.MARGIN: (
        Shape(
            " bijzondere regeling ",
            r"\bbijzondere regeling (?:\w+ ){0,2}(?:gebruikte goederen|kunstvoorwerpen|antiquiteiten)\b",
        ),
        Shape(" ustg ", r"\bpar 25 ?a ustg\b"),
        Shape(" margin scheme ", r"\bmargin scheme\b(?! travel)"),
        Shape(" margegoed", r"\bmargegoed(?:eren)?\b"),
    ),
    Signal.TRAVEL: (Shape(" ustg ", r"\bpar 25 ustg\b"),),
    Signal.SMALL: (
        Shape(" kor ", r"\bkor (?:regeling|van toepassing|vrijgesteld\w*|vrijstelling)\b"),
        Shape(
            " kor ",
            r"\b(?:onder|ivm|i v m|wegens|vanwege|o g v|grond van|volgens|door|deelname aan|deelnemer aan)"
            r" (?:de )?kor\b",
        ),
        Shape(" ustg ", r"\bpar 19 (?:abs \d )?ustg\b"),
        Shape(" 19 ustg ", r"\b19 ustg\b"),
        Shape(" 293", r"\b293 ?b\b"),
        Shape(" 25 ", r"\bart(?:ikel)? 25\b(?: lid \d)?(?: wet)?(?: op de)?(?: ob| omzetbelasting)"),
        Shape(" 25 ", r"\bvrijgesteld van (?:ob|btw|omzetbelasting) (?:op grond van )?art(?:ikel)? 25\b"),
        Shape(" 56", r"\bart(?:ikel)? 56 ?bis\b"),
        Shape(" kleine onderneming", r"\bkleine onderneming(?:en)? (?:\w+ ){0,4}vrijgesteld\b"),
        Shape(" kleine onderneming", r"\bkleine onderneming(?:en)? (?:\w+ ){0,4}vrijstellingsregeling\b"),
        Shape(" petite", r"\bpetites? entreprises? (?:\w+ ){0,4}(?:franchise|exoner)"),
        Shape(" ex ", r"\b[a-z]{2}\w{0,8}\d{4}\w{0,8} ex\b(?! (?:btw|vat|tva|mwst|bl)\b)"),
    ),
    Signal.EXEMPT: (
        Shape(" vrijgesteld ", r"\bvrijgesteld (?:\w+ ){0,4}art(?:ikel)? (?:11|44)\b"),
        Shape(" ob ", r"\bart(?:ikel|icle)? 11 (?:lid 1 )?(?:\w+ ){0,3}(?:wet )?ob\b"),
        Shape(" 44 ", r"\bart(?:ikel|icle)? 44 (?:par \d )?(?:du )?(?:w ?btw|wbtw|ctva|code|btw wetboek)"),
        Shape(" steuerfrei ", r"\bsteuerfrei (?:\w+ ){0,3}par 4\b(?! (?:abs \d )?nr 1)"),
        Shape(" par 4 nr ", r"\bpar 4 nr (?!1\b)\d+"),
        Shape(" exoner", r"\bexoner\w+ (?:\w+ ){0,3}art 44\b"),
    ),
    Signal.G_ACCOUNT: (Shape(" g rek", r"\bg rek(?:ening)?\b"),),
}

# Articles of directive 2006/112/EC named by number only. "Artikel 138 schroeven" is an article of the shop, so a word
# of tax law must stand near it, unless the article is all there is.
ARTICLES: dict[Signal, str] = {
    Signal.REVERSE_CHARGE: "194|196",
    Signal.IC_SUPPLY: "138",
    Signal.TRIANGULATION: "141",
    Signal.EXPORT: "146",
}
# The scheme's abbreviation is a first name too ("Kor de Vries"): only capitals, and no name behind it.
CASED: dict[Signal, Shape] = {Signal.SMALL: Shape("KOR", r"\bKOR\b(?!\s+(?:d[eu]\b|van\b|[A-Z][a-z]))")}

# The clause of Belgian construction invoices on contesting that VAT is not charged, by how it begins.
CLAUSE_STARTS = (
    "bij gebrek aan schriftelijke betwisting binnen een termijn van een maand",
    "sofern die rechnung nicht binnen einer frist von einem monat",
    "en l absence de contestation par ecrit dans un delai d un mois",
)
