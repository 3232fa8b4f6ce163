"""What kind of supply a line is: told by account, item or order, else guessed from its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from matching.vat.categories import CATEGORIES, Category
from matching.vat.text import fold

# Words that make a line something *about* a hotel, camping or restaurant: its website is no meal, its linen no night.
_ABOUT = re.compile(
    r"\b(?:web(?:site|shop|design)|software\w*|app|hosting|schoonmaak\w*|cleaning|reinigung\w*|nettoyage|glazenwas\w*|"
    r"\w*linnen\w*|linge|meubel\w*|meubilair|furniture|mobilier|inrichting\w*|interieur\w*|verbouw\w*|bouw\w*|"
    r"reclame|advertenti\w*|marketing|commissie\w*|commission\w*|provision\w*|bemiddeling\w*|advies\w*|onderhoud\w*|"
    r"reparatie\w*|apparatuur|equipment|supplies|artikelen|uitrusting|camera\w*|lamp\w*|verlichting|divider\w*|"
    r"tafels?|stoel\w*|kassa\w*|planten?|gids|boek|vakblad|keukenapparatuur|afvoer\w*|verhuizing|systeem|system|"
    r"internet|wifi|fotograf\w*|photograph\w*)\b"
)
_ABOUT_MATTERS = frozenset({"lodging", "camping", "breakfast", "restaurant"})
# A room and its meal in one price.
_MEAL = re.compile(
    r"\b(?:ontbijt\w*|breakfast|fruhstuck\w*|petits? dejeuners?|half ?pension|demi pension|halbpension|half board|"
    r"vol ?pension|full board|vollpension|pension complete|all ?in(?:clusive)?|logies en ontbijt|bed and breakfast)\b"
)
_BY_NAME = {category.name: category for category in CATEGORIES}
_COMPILED = tuple((category, re.compile(rf"\b(?:{category.pattern})\b")) for category in CATEGORIES)
_SPIRITS = re.compile(rf"\b(?:{_BY_NAME['spirits'].pattern})\b")
# A car itself, not what it costs to lease, run or repair it.
_CAR_BOUGHT = re.compile(
    r"^(?!.*\b(?:\w*leas\w*|huur\w*|rent\w*|onderhoud\w*|herstel\w*|reparatie\w*|garage\w*|beurt|banden|verzekering\w*))"
    r".*\b(?:personenwagens?|personenauto\w*|bedrijfswagens?|bestelwagens?|wagens?|voitures?|vehicles?|auto|cars?|pkw)\b"
)
# Other words an order, item or account may use for the same category.
_ALIASES = {
    "hotel": "lodging",
    "hospitality": "restaurant",
    "horeca": "restaurant",
    "solar": "solar_home",
    "pesticides": "pesticide",
    "wine": "alcohol",
    "training": "education",
    "renovation": "renovation_labour",
    "government": "authority",
    "service": "services",
    "good": "goods",
    "asset": "investment",
    "parking": "parking_garage",
    "museum": "culture",
    "resale": "goods",
    **dict.fromkeys(("meal", "meals", "lunch", "dinner", "bar"), "restaurant"),
    **dict.fromkeys(("room", "hotel_room", "holiday_home", "bed_and_breakfast"), "lodging"),
    **dict.fromkeys(("saas", "hosting", "cloud", "it", "subscription"), "software"),
    **dict.fromkeys(("legal", "accounting", "advice", "labour"), "consulting"),
    **dict.fromkeys(("freight", "shipping", "courier"), "transport"),
    **dict.fromkeys(("newspaper", "magazine", "ebook"), "books"),
    **dict.fromkeys(("concert", "theatre", "ticket"), "culture"),
    **dict.fromkeys(("fine", "permit"), "authority"),
    **dict.fromkeys(("petrol", "diesel"), "fuel"),
    **dict.fromkeys(("doctor", "dentist", "hospital"), "medical"),
    **dict.fromkeys(("course", "school"), "education"),
    **dict.fromkeys(("painting", "plumbing", "works", "immovable_works"), "construction"),
    **dict.fromkeys(("materials", "equipment", "machine"), "goods"),
    **dict.fromkeys(("telephony", "internet"), "telecom"),
    "vehicle": "car",
    "emission": "emission_rights",
    "solar_panels": "solar_home",
    "drinks": "alcohol",
    "phones": "electronics",
    "laptops": "electronics",
    "metal": "scrap",
    "electricity": "energy",
    "gas": "energy",
    "telecommunications": "telecom",
    "rental": "rent",
    "lease": "car",
    "subcontracting": "construction",
    "bank": "finance",
    "tax": "authority",
    "sundry": "services",
}


# Food and drink stay what they are on whichever account they are booked: deduction hangs on it.
_CONSUMED = frozenset({"food", "alcohol", "spirits", "tobacco", "takeaway"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A line's kind: nature ("goods", "services", "investment", ""), category name ("" none), and whether
    each was told to us (by account, item or order) rather than guessed from words."""

    nature: str
    category: str
    told: bool
    sure: bool


def natures() -> frozenset[str]:
    """Every word a line's ``nature`` may be: goods, services, investment, a category or another word for one."""
    return frozenset({"goods", "services", "investment", *_BY_NAME, *_ALIASES})


def kind_of(description: str, nature: str) -> Kind:
    """The line's kind; what we were told goes before what the words suggest."""
    told = _ALIASES.get(nature.strip().lower(), nature.strip().lower())
    guess = _guess(description)
    if told in ("goods", "services", "investment"):
        fits = guess and (guess.nature == told or told == "investment" or guess.sure or guess.name in _CONSUMED)
        same = guess if fits else None
        return Kind(told, same.name if same else "", True, bool(same and same.sure))
    if told in ("solar_home", "alcohol") and guess and guess.name in ("solar_business", "spirits"):
        told = guess.name  # the words are the more exact
    if told == "alcohol" and _SPIRITS.search(fold(description)):
        told = "spirits"
    if told == "car" and _CAR_BOUGHT.search(fold(description)):
        return Kind("investment", told, True, True)
    if told in _BY_NAME:
        return Kind(_BY_NAME[told].nature, told, True, True)
    if guess:
        return Kind(guess.nature, guess.name, False, guess.sure)
    return Kind("", "", False, False)


@lru_cache(maxsize=4096)
def _guess(description: str) -> Category | None:
    folded = fold(description)
    about = bool(_ABOUT.search(folded))
    fits = (category for category, pattern in _COMPILED if pattern.search(folded))
    return next((category for category in fits if not (about and category.name in _ABOUT_MATTERS)), None)


def contains_meal(description: str) -> bool:
    """Whether a room's line says that a meal is in its price."""
    return bool(_MEAL.search(fold(description)))
