"""What a sender is told of the mail that came in, in nl, en, de and fr. Pure.

Like letters to vendors these words belong to the reader outside, not to the product's translations. They name files
and what became of them; nothing of what stands in a file, no amounts, no accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.talk.letters import LANGUAGES, Letter

# What became of a file, from the sender's side. Of these nothing more is asked of the sender …
TAKEN, AGAIN, BUSY = "taken", "again", "busy"
FINE = frozenset({TAKEN, AGAIN, BUSY})
# … and of these something is. The last three are about the mail as a whole.
FATES = (TAKEN, AGAIN, BUSY, "locked", "unreadable", "office", "program", "empty", "large", "archive", "type")
WHOLE = ("none", "link", "refused")

_LAND = {"nl": "nl", "be": "nl", "de": "de", "at": "de", "fr": "fr", "lu": "fr"}
_SUBJECT = {
    True: {"nl": "Ontvangen", "en": "Received", "de": "Erhalten", "fr": "Reçu"},
    False: {"nl": "Niet verwerkt", "en": "Not processed", "de": "Nicht verarbeitet", "fr": "Non traité"},
}
_HELLO = {"nl": "Goedendag,", "en": "Hello,", "de": "Guten Tag,", "fr": "Bonjour,"}
_CAME = {
    "nl": "Wij hebben uw mail “{subject}” ontvangen.",
    "en": "We have received your mail “{subject}”.",
    "de": "wir haben Ihre E-Mail „{subject}“ erhalten.",
    "fr": "Nous avons bien reçu votre message « {subject} ».",
}
_NOTHING = {
    "nl": "Wij kunnen er niets mee boeken.",
    "en": "There is nothing in it that we can book.",
    "de": "Wir können daraus nichts verbuchen.",
    "fr": "Nous ne pouvons rien en comptabiliser.",
}
_FATE: dict[str, dict[str, str]] = {
    TAKEN: {
        "nl": "ontvangen; wordt beoordeeld",
        "en": "received; it will be looked at",
        "de": "erhalten; wird geprüft",
        "fr": "reçu ; il sera examiné",
    },
    AGAIN: {
        "nl": "hadden wij al; u hoeft niets te doen",
        "en": "we already had it; nothing to do",
        "de": "lag uns bereits vor; nichts zu tun",
        "fr": "nous l'avions déjà ; rien à faire",
    },
    BUSY: {
        "nl": "ontvangen; wordt nog gelezen",
        "en": "received; still being read",
        "de": "erhalten; wird noch gelesen",
        "fr": "reçu ; lecture en cours",
    },
    "locked": {
        "nl": "vergrendeld met een wachtwoord. Stuur het zonder wachtwoord",
        "en": "locked with a password. Please send it without one",
        "de": "mit einem Kennwort geschützt. Bitte ohne Kennwort senden",
        "fr": "protégé par un mot de passe. Merci de l'envoyer sans mot de passe",
    },
    "unreadable": {
        "nl": "niet te lezen. Stuur het opnieuw als PDF",
        "en": "cannot be read. Please send it again as a PDF",
        "de": "nicht lesbar. Bitte noch einmal als PDF senden",
        "fr": "illisible. Merci de le renvoyer en PDF",
    },
    "office": {
        "nl": "een Word- of Excelbestand, dat wij niet openen. Bewaar het als PDF en stuur die",
        "en": "a Word or Excel file, which we do not open. Please save it as a PDF and send that",
        "de": "eine Word- oder Excel-Datei, die wir nicht öffnen. Bitte als PDF speichern und senden",
        "fr": "un fichier Word ou Excel, que nous n'ouvrons pas. Merci de l'enregistrer en PDF et de l'envoyer",
    },
    "program": {
        "nl": "een programma, dat wij niet openen",
        "en": "a program, which we do not open",
        "de": "ein Programm, das wir nicht öffnen",
        "fr": "un programme, que nous n'ouvrons pas",
    },
    "empty": {
        "nl": "leeg. Stuur het opnieuw",
        "en": "empty. Please send it again",
        "de": "leer. Bitte noch einmal senden",
        "fr": "vide. Merci de le renvoyer",
    },
    "large": {
        "nl": "groter dan 25 MB. Stuur het kleiner, of in delen",
        "en": "larger than 25 MB. Please send it smaller, or in parts",
        "de": "größer als 25 MB. Bitte kleiner oder in Teilen senden",
        "fr": "plus de 25 Mo. Merci de l'envoyer en plus petit, ou en plusieurs parties",
    },
    "archive": {
        "nl": "een archief dat niet open kon. Stuur de bestanden los",
        "en": "an archive that could not be opened. Please send the files themselves",
        "de": "ein Archiv, das sich nicht öffnen ließ. Bitte die Dateien einzeln senden",
        "fr": "une archive qui n'a pas pu être ouverte. Merci d'envoyer les fichiers séparément",
    },
    "type": {
        "nl": "een soort bestand die wij niet lezen. Stuur een PDF of een e-factuur",
        "en": "a type of file that we do not read. Please send a PDF or an e-invoice",
        "de": "ein Dateityp, den wir nicht lesen. Bitte ein PDF oder eine E-Rechnung senden",
        "fr": "un type de fichier que nous ne lisons pas. Merci d'envoyer un PDF ou une facture électronique",
    },
}
_WHOLE: dict[str, dict[str, str]] = {
    "none": {
        "nl": "Er zat geen bijlage bij. Stuur de factuur als PDF of als e-factuur.",
        "en": "There was no attachment. Please send the invoice as a PDF or as an e-invoice.",
        "de": "Es war kein Anhang dabei. Bitte senden Sie die Rechnung als PDF oder als E-Rechnung.",
        "fr": "Il n'y avait pas de pièce jointe. Merci d'envoyer la facture en PDF ou en facture électronique.",
    },
    "link": {
        "nl": "De factuur staat achter een koppeling; wij openen geen koppelingen. Stuur haar als bijlage.",
        "en": "The invoice is behind a link; we do not open links. Please send it as an attachment.",
        "de": "Die Rechnung liegt hinter einem Link; wir öffnen keine Links. Bitte senden Sie sie als Anhang.",
        "fr": "La facture est derrière un lien ; nous n'ouvrons pas les liens. Merci de la joindre au message.",
    },
    "refused": {
        "nl": "De mail kon niet worden geopend. Stuur de factuur als enige bijlage, als PDF.",
        "en": "The mail could not be opened. Please send the invoice as the only attachment, as a PDF.",
        "de": "Die E-Mail ließ sich nicht öffnen. Bitte senden Sie die Rechnung als einzigen Anhang, als PDF.",
        "fr": "Le message n'a pas pu être ouvert. Merci d'envoyer la facture en seule pièce jointe, en PDF.",
    },
}
_CLOSING = {
    "nl": "{us}\n\nDit bericht is vanzelf verstuurd; het zegt niets over goedkeuring of betaling.",
    "en": "{us}\n\nThis message was sent automatically; it says nothing about approval or payment.",
    "de": "{us}\n\nDiese Nachricht wurde automatisch gesendet; sie sagt nichts über Freigabe oder Zahlung.",
    "fr": "{us}\n\nCe message est automatique ; il ne dit rien d'une approbation ni d'un paiement.",
}


@dataclass(frozen=True, slots=True)
class CameIn:
    """A mail as its sender is told of it: their subject, our company, each file's name with its fate (of FATES), and
    what is to say of the whole (of WHOLE, "" when the files say it)."""

    subject: str
    us: str
    files: Sequence[tuple[str, str]] = ()
    whole: str = ""

    @property
    def usable(self) -> bool:
        """Whether anything in it can be worked on."""
        return any(fate in FINE for _name, fate in self.files)


def language_of_sender(read: str, address: str, fallback: str) -> str:
    """The language of what was read (code of two letters), else of the land of the address, else the fallback."""
    land = address.rpartition(".")[2].lower()
    found = read if read in LANGUAGES else _LAND.get(land, fallback)
    return found if found in LANGUAGES else "en"


def answer(came: CameIn, language: str) -> Letter:
    """The receipt, or the refusal when nothing is usable."""
    lines = [f"- {name}: {_FATE[fate][language]}." for name, fate in came.files]
    parts = [_HELLO[language], _CAME[language].format(subject=came.subject)]
    if not came.usable:
        parts.append(_NOTHING[language])
    if came.whole:
        parts.append(_WHOLE[came.whole][language])
    if lines:
        parts.append("\n".join(lines))
    parts.append(_CLOSING[language].format(us=came.us))
    subject = f"{_SUBJECT[came.usable][language]}: {came.subject}"
    return Letter(subject, "\n\n".join(parts))
