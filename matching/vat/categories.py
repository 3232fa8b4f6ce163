"""The kinds of supply that VAT tells apart, with their words: only where rate, deduction or treatment depend on it."""

from __future__ import annotations

from dataclasses import dataclass

_SOLAR = r"zonnepane\w*|solar panels?|solarmodul\w*|panneaux solaires|photovoltai\w*"
_BUSINESS = (
    r"bedrijf\w*|kantoor\w*|loods|hal|\w+hal|stal|schuur|magazijn|winkel\w*|business|office|warehouse|commercial|"
    r"halle|buro|bureau"
)
_HOME = r"woning\w*|woonhuis|huis|thuis|homes?|houses?|wohn\w*|domicile|maison"


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of supply. ``nature`` goods or services; ``sure``: the words alone may contradict a stated rate."""

    name: str
    nature: str
    pattern: str = ""
    sure: bool = False


# Order matters: the first that fits names the line. Patterns run on folded text (no accents, no hyphens).
CATEGORIES: tuple[Category, ...] = (
    Category(
        "import_vat",
        "services",
        r"btw bij invoer|invoer btw|btw invoer|import vat|einfuhrumsatzsteuer|tva a l importation|"
        r"tva import|invoeromzetbelasting",
    ),
    Category(
        "insurance",
        "services",
        r"verzekering\w*|assurantie\w*|insurance|versicherung\w*|assurance\w*|premie polis",
    ),
    Category(
        "meeting_room",
        "services",
        r"vergader\w*|zaalhuur|meeting room|conference room|tagungsraum|salle de reunion",
    ),
    Category(
        "parking_street",
        "services",
        r"straatparkeren|parkeerbelasting|street parking|parkeren gemeente|parkeergeld gemeente|"
        r"gemeente parkeren|municipality parking|parking municipality",
    ),
    Category(
        "authority",
        "services",
        r"toeristenbelasting|tourist tax|city tax|kurtaxe|taxe de sejour|verblijfsbelasting|"
        r"kamer van koophandel|leges|gemeentelijke heffing\w*|gemeente belasting\w*|griffierecht\w*|"
        r"waterschap(?:sbelasting|sheffing|slasten)?|"
        r"rijksleges|wegenbelasting|motorrijtuigenbelasting|boete|verkeersboete|(?:traffic|parking|speeding) fine|"
        r"uittreksel kamer van koophandel|paspoort",
    ),
    Category(
        "parking_garage",
        "services",
        r"parkeergarage|parking garage|garage parkeren|parkeren garage|q park|parkhaus|"
        r"parkeren|parking|parkplatz",
    ),
    Category(
        "lodging",
        "services",
        r"(?:hotel\w*|kamer\w*|rooms?|nights?|overnacht\w*|zimmer|chambres?|logies|arrangement)"
        r"(?: \w+){0,5} (?:incl\w*|inkl\w*|compris|met|mit|with|avec|en)"
        r"(?: \w+){0,2} (?:ontbijt\w*|breakfast|fruhstuck\w*|petits? dejeuners?)",
        sure=True,
    ),
    Category(
        "lodging",
        "services",
        r"(?:ingericht\w*|gemeubil\w*|furnished|volledig ingericht\w*)(?: \w+){0,2} (?:tent\w*|caravan\w*|chalet\w*)|"
        r"stacaravan\w*|safaritent\w*|glamping|mobilhome",
        sure=True,
    ),
    Category(
        "breakfast",
        "services",
        r"ontbijt(?:en|jes?|buffet\w*)?|breakfasts?|fruhstuck\w*|petits? dejeuners?",
    ),
    Category(
        "camping",
        "services",
        r"kampeer(?!artikel|middel|auto|tafel|stoel|uitrusting)\w*|campingplaats|"
        r"camping pitch\w*|camping plaats|pitch camping|bare pitch|"
        r"staanplaats\w*|stellplatz\w*|emplacement camping|camping",
        sure=True,
    ),
    Category(
        "lodging",
        "services",
        r"hotel(?:kamer\w*|overnacht\w*|verblijf\w*|nacht\w*|kosten|arrangement\w*|s|rooms?|zimmer)?|"
        r"overnacht\w*|logies|\w*kamer arrangement|hotelroom|"
        r"^(?:\w+ ){0,2}(?:rooms?|kamers?|zimmer|chambres?)(?: \w+){0,2}$|"
        r"(?:\d+|per|one|two|three) nights?|ubernachtung\w*|nuitees?|hebergement|bed and breakfast|"
        r"b b|vakantiewoning\w*|vakantiehuis\w*|holiday home|ferienwohnung\w*|accommodation|"
        r"accommodatie|appartement huur vakantie",
        sure=True,
    ),
    Category(
        "takeaway",
        "goods",
        r"afhaal\w*|take ?away|takeaway|meeneem\w*|a emporter|zum mitnehmen|bezorgmaaltijd\w*",
    ),
    Category(
        "alcohol",
        "goods",
        r"wijn\w*|bier|bieren|wine|beer|wein|vin|biere|champagne|prosecco",
    ),
    Category(
        "spirits",
        "goods",
        r"sterke drank\w*|gedistilleerd|whisky|whiskey|jenever|vodka|spirits|spirituosen|"
        r"spiritueux|cognac|gin",
    ),
    Category(
        "tobacco",
        "goods",
        r"tabak\w*|sigaret\w*|sigaren|tobacco|cigarettes?|zigaretten",
    ),
    Category(
        "restaurant",
        "services",
        r"restaurant(?:s|bezoek|rekening|kosten|diner)?|diner(?:s|menu\w*|arrangement\w*|buffet\w*)?|dinner|"
        r"lunch(?:es|menu\w*|arrangement\w*|buffet\w*|gerecht\w*|kaart)?|(?:\w+gangen|dag|keuze)menu\w*|"
        r"(?:hoofd|voor|na|tussen)gerecht\w*|dagschotel\w*|plat du jour|mittagessen|abendessen|"
        r"brasserie|horeca consumptie\w*|consumpties|"
        r"bewirtung|repas|dejeuner|maaltijd ter plaatse|cafe(?! racer)",
    ),
    Category(
        "reception",
        "services",
        r"receptiekosten|onthaalkosten|frais de reception|reception costs",
    ),
    Category(
        "catering",
        "services",
        r"catering\w*|traiteur",
    ),
    Category(
        "canteen",
        "goods",
        r"bedrijfskantine|kantine\w*|canteen",
    ),
    Category(
        "food",
        "goods",
        r"voedings\w*|levensmiddelen|boodschappen|groente\w*|fruit\w*|brood\w*|kaas|"
        r"vlees\w*|vis|koffie\w*|thee|coffee|groceries|food|lebensmittel|alimentation|"
        r"alimentaires?",
    ),
    Category(
        "solar_home",
        "goods",
        # Only panels on a home are at 0 %; panels for resale or on a business roof are ordinary goods.
        rf"(?:{_SOLAR})(?=.*\b(?:{_HOME})\b)|\b(?:{_HOME})\b.*(?:{_SOLAR})",
    ),
    Category(
        "solar_business",
        "goods",
        rf"(?:{_SOLAR})(?=.*\b(?:{_BUSINESS})\b)|\b(?:{_BUSINESS})\b.*(?:{_SOLAR})",
    ),
    Category(
        "pesticide",
        "goods",
        r"fytofarma\w*|bestrijdingsmiddel\w*|gewasbescherming\w*|pesticid\w*|herbicid\w*|"
        r"fungicid\w*|insecticid\w*|phytopharma\w*|pflanzenschutzmittel\w*",
        sure=True,
    ),
    Category(
        "electronics",
        "goods",
        r"laptops?|notebooks?|tablets?|ipads?|smartphones?|mobiele telefoons?|mobile phones?|"
        r"iphones?|spelcomputers?|game consoles?|playstation\w*|xbox|chips voor elektronica|"
        r"processoren|processors|microchips?",
    ),
    Category(
        "scrap",
        "goods",
        r"\w*schroot|schrootmetaal|oud ijzer|oude metalen|metaalafval|scrap metal|scrap|schrott\w*|"
        r"ferraille\w*|afvalstoffen metaal",
    ),
    Category(
        "books",
        "goods",
        r"boek|boeken|books?|e books?|tijdschrift\w*|krant|kranten|dagblad\w*|magazine abonnement|"
        r"bucher|livres?",
    ),
    Category(
        "culture",
        "services",
        r"concert\w*|museum\w*|theater\w*|musee|konzert\w*|bioscoop\w*|toegangskaart\w*|"
        r"entreekaart\w*",
    ),
    Category(
        "sport",
        "services",
        r"sportschool|fitness\w*|zwembad|sportaccommodatie",
    ),
    Category(
        "renovation_labour",
        "services",
        r"(?:stuc\w*|stukadoor\w*|schilder\w*|behang\w*|plastering|painting|isolatie\w*|isoleren)(?: \w+){0,6} "
        r"(?:woning\w*|huis|woonhuis|house|home|dwelling)|"
        r"(?:woning\w*|huis|house)(?: \w+){0,6} (?:ouder dan|older than|twee jaar|2 jaar|2 years)(?: \w+){0,4}",
    ),
    Category(
        "cleaning",
        "services",
        r"schoonmaak\w*|cleaning(?! goods| product| agents| supplies)|glazenwas\w*|"
        r"gebaudereinigung|nettoyage",
    ),
    Category(
        "construction",
        "services",
        r"onderaannem\w*|subcontract\w*|bouwwerk\w*|metselwerk\w*|schilderwerk\w*|"
        r"stucwerk\w*|stukadoor\w*|timmerwerk\w*|loodgieter\w*|dakwerk\w*|grondwerk\w*|"
        r"heiwerk\w*|painting|plastering|installatiewerk\w*|sloopwerk\w*|steigerbouw|"
        r"bauleistung\w*|travaux immobiliers|werk in onroerende staat|onroerende staat|"
        r"works? in immovable property|immovable property",
    ),
    Category(
        "medical",
        "services",
        r"huisarts|(?:consult|honorarium|visite|keuring|onderzoek|verklaring)(?: \w+){0,2} arts|^arts$|"
        r"arts (?:consult|honorarium|visite)|tandarts|fysiotherap\w*|bedrijfsarts\w*|medische behandeling|"
        r"doctor|physician|arzt\w*|medecin",
    ),
    Category(
        "education",
        "services",
        r"crkbo\w*|beroepsopleiding|opleiding\w*|training|cursus\w*|schulung|formations?",
    ),
    Category(
        "finance",
        "services",
        r"bankkosten|rente|interest (?:charges?|rate|on)|(?:bank|loan|credit|late|overdraft) interest|bank charges|"
        r"krediet(?:rente|provisie|vergoeding|kosten)|provisie lening|frais bancaires|"
        r"bankgebuhren",
    ),
    Category(
        "postage",
        "services",
        r"postzegels?|postage stamps?|timbres poste|briefmarken",
    ),
    Category(
        "deposit",
        "goods",
        r"statiegeld|emballage\w*|deposit bottles?|pfand|consigne",
    ),
    Category(
        "fuel",
        "goods",
        r"brandstof|diesel|benzine|fuel|petrol|kraftstoff|tanken|carburant|essence|"
        r"super e10",
    ),
    Category(
        "car",
        "services",
        r"leaseauto|autolease|lease auto|personenwagen|car lease|leasing auto|bedrijfswagen|"
        r"garagekosten|onderhoud auto|autoherstel|car repair|dienstwagen|voiture",
    ),
    Category(
        "staffing",
        "services",
        r"uitzend\w*|detachering\w*|gedetacheerd\w*|inlening|ingeleend\w*|staffing|temporary workers?|interim\w*|"
        r"zeitarbeit|arbeitnehmeruberlassung|interimaires?",
    ),
    Category(
        "energy",
        "goods",
        r"elektriciteit\w*|stroom|gaslevering|aardgas|electricity|natural gas|strom|erdgas|electricite|gaz naturel|"
        r"energie",
    ),
    Category(
        "telecom",
        "services",
        r"telecom\w*|telefonie|belminuten|mobiel abonnement|internetabonnement|telephony",
    ),
    Category(
        "emission_rights",
        "services",
        r"emissierecht\w*|co2 recht\w*|emission (?:rights|allowances)|garanties? van oorsprong|quotas? d emission",
    ),
    Category(
        "rent",
        "services",
        r"huur (?:kantoor\w*|bedrijfs\w*|pand|winkel\w*|loods|gebouw)|kantoorhuur|office rent|miete|loyer",
    ),
    Category(
        "software",
        "services",
        r"software\w*|saas|licen[cs]es?|licentie\w*|lizenz\w*|hosting|cloud|subscription|"
        r"abonnement|abo|abonnements?|domain|domein\w*|logiciel\w*|api",
    ),
    Category(
        "advertising",
        "services",
        r"advertent\w*|advertising|ads|werbung|publicite|marketing\w*",
    ),
    Category(
        "consulting",
        "services",
        r"advies\w*|consult\w*|beratung\w*|conseil\w*|honorar\w*|uren|hours|stunden|"
        r"heures|dienst|diensten|services?|dienstleistung\w*|fees?|arbeid\w*|werkzaamheden|"
        r"onderhoud\w*|reparatie\w*|huur|rent|montage\w*|labour|installatie\w*|ontwerp\w*|"
        r"design\w*|vertaling\w*|translation\w*",
    ),
    Category(
        "transport",
        "services",
        r"transport\w*|vracht\w*|freight|fracht\w*|verzendkosten|shipping|porto|versand\w*|"
        r"courier|koerier\w*",
    ),
    Category(
        "goods",
        "goods",
        r"goederen|goods|waren|marchandises?|artikel\w*|materia(?:al|len)|onderdelen|"
        r"parts|ersatzteile|machines?|maschinen?|meubel\w*|furniture|stuks|doos|dozen|"
        r"pallets?|schroeven|kabels?",
    ),
)
