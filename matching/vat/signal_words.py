"""The wordings of VAT on invoices, in Dutch, English, German and French (vat-coding §5), and what each points to."""

from __future__ import annotations

from enum import StrEnum


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

# Short or structured references need exact shapes, no fuzz. They run on folded text ("§" became "par").
PATTERNS: dict[Signal, tuple[str, ...]] = {
    Signal.REVERSE_CHARGE: (
        # "omzetbelasting is verlegd", "btw 21 % naar u verlegd"; a whole cell that says "verlegd"
        r"\b(?:btw|b t w|omzetbelasting|heffing)(?: (?!niet\b|geen\b|nooit\b)\w+){0,4} verlegd\b",
        r"^(?:0 )?verlegd(?: \d+)?$",
        r"\bart(?:ikel|icle)? 12 lid 5\b",
        r"\bart(?:ikel|icle)? 20 (?:kb|ar|k b|a r) n[ro]?\b",
        r"\bart(?:ikel|icle)? 51 (?:par )?2\b.{0,12}\b(?:w ?btw|wbtw|btw wetboek|ctva|code)",
        r"\b13b (?:abs(?:atz)? \d+ )?(?:nr \d+ )?ustg\b",
        r"\bart(?:icle)? 283(?: \d+| i+)* (?:du )?cgi\b",
        # taxed where the customer is, hence by the customer
        r"\bart(?:icle)? 259 1\b",
        r"\bpar 3 ?a (?:abs(?:atz)? )?\d* ?ustg\b",
    ),
    Signal.OWN_COUNTRY_RC: (r"\bart(?:ikel|icle)? 12 lid [23]\b",),
    Signal.IC_SUPPLY: (
        r"\bpar 4 (?:abs \d )?nr 1 ?b\b",
        r"\bpar 6 ?a ustg\b",
        r"\b262 ter\b",
        r"\bart(?:ikel|icle)? 39 ?bis\b",
        r"\btabel ii (?:post )?a ?6\b",
    ),
    Signal.TRIANGULATION: (r"\bpar 25 ?b ustg\b", r"\babc (?:levering|transactie)\b"),
    Signal.EXPORT: (
        r"\bart(?:ikel|icle)? 9 lid 2 (?:onder )?a\b",
        r"\b262 i\b(?! ter)",
        r"^(?:export|uitvoer|ausfuhr|exportation)$",
        r"\b(?:export|uitvoer) 0 (?:btw|vat)?",
    ),
    Signal.MARGIN: (
        r"\bbijzondere regeling (?:\w+ ){0,2}(?:gebruikte goederen|kunstvoorwerpen|antiquiteiten)\b",
        r"\bpar 25 ?a ustg\b",
        r"\bmargin scheme\b(?! travel)",
        r"\bmargegoed(?:eren)?\b",
    ),
    Signal.TRAVEL: (r"\bpar 25 ustg\b",),
    Signal.SMALL: (
        r"\bkor (?:regeling|van toepassing|vrijgesteld\w*|vrijstelling)\b",
        r"\b(?:onder|ivm|i v m|wegens|vanwege|o g v|grond van|volgens|door|deelname aan|deelnemer aan) (?:de )?kor\b",
        r"\bpar 19 (?:abs \d )?ustg\b",
        r"\b19 ustg\b",
        r"\b293 ?b\b",
        r"\bart(?:ikel)? 25\b(?: lid \d)?(?: wet)?(?: op de)?(?: ob| omzetbelasting)",
        r"\bvrijgesteld van (?:ob|btw|omzetbelasting) (?:op grond van )?art(?:ikel)? 25\b",
        r"\bart(?:ikel)? 56 ?bis\b",
        r"\bkleine onderneming(?:en)? (?:\w+ ){0,4}vrijgesteld\b",
        r"\bkleine onderneming(?:en)? (?:\w+ ){0,4}vrijstellingsregeling\b",
        r"\bpetites? entreprises? (?:\w+ ){0,4}(?:franchise|exoner)",
        r"\b[a-z]{2}\w{0,8}\d{4}\w{0,8} ex\b(?! (?:btw|vat|tva|mwst|bl)\b)",
    ),
    Signal.EXEMPT: (
        r"\bvrijgesteld (?:\w+ ){0,4}art(?:ikel)? (?:11|44)\b",
        r"\bart(?:ikel|icle)? 11 (?:lid 1 )?(?:\w+ ){0,3}(?:wet )?ob\b",
        r"\bart(?:ikel|icle)? 44 (?:par \d )?(?:du )?(?:w ?btw|wbtw|ctva|code|btw wetboek)",
        r"\bsteuerfrei (?:\w+ ){0,3}par 4\b(?! (?:abs \d )?nr 1)",
        r"\bpar 4 nr (?!1\b)\d+",
        r"\bexoner\w+ (?:\w+ ){0,3}art 44\b",
    ),
    Signal.G_ACCOUNT: (r"\bg rek(?:ening)?\b",),
}

# Articles of directive 2006/112/EC named by number only. "Artikel 138 schroeven" is an article of the shop, so a word
# of tax law must stand near it, unless the article is all there is.
ARTICLES: dict[Signal, str] = {
    Signal.REVERSE_CHARGE: "19[46]",
    Signal.IC_SUPPLY: "138",
    Signal.TRIANGULATION: "141",
    Signal.EXPORT: "146",
}
# The scheme's abbreviation is a first name too ("Kor de Vries"): only capitals, and no name behind it.
CASED: dict[Signal, str] = {Signal.SMALL: r"\bKOR\b(?!\s+(?:d[eu]\b|van\b|[A-Z][a-z]))"}
