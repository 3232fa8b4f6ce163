"""Which of the dates on the page is the document's own, and which the last day to pay."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from domain.reading import DocumentType
from ocr.local.candidate import Candidate
from ocr.local.dates import DateFound
from ocr.local.labels import Label
from ocr.local.layout import Layout, Token
from ocr.local.references import is_label
from ocr.local.relations import Neighbours
from ocr.local.text import has_digit, plain

_DATE_KINDS = ("date", "due", "order_date", "delivery_date", "period", "discount_date", "other_date")
_WEAK = frozenset({"datum", "date", "time", "tijd", "dated", "from", "van", "stand"})
_SOUTHERN = frozenset({"fecha", "data"})
# Days that are the paper's own only where it names no other: when it was booked or entered.
_BOOKED = frozenset(
    {
        "boekingsdatum",
        "postingdate",
        "buchungsdatum",
        "datedecomptabilisation",
        "gemaakt",
        "gemaaktop",
        "aangemaakt",
        "editele",
        "editeele",
    }
    | {"aangemaaktop", "created", "dateadded", "datumtoegevoegd"}
)


DAY_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun maandag "
    "dinsdag woensdag donderdag vrijdag zaterdag "
    "zondag montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi "
    "vendredi samedi dimanche den the le am".split()
)


_PAY_BEFORE = re.compile(
    r"\b(?:voor|uiterlijk|uiterlijk op|before|by|no later than|bis|bis zum|bis spatestens"
    r"|spatestens am|spatestens bis|avant le|au plus tard le|le|on or before)\s*$"
)
_PAY_VERB = re.compile(
    r"over te maken|te voldoen|te betalen|betaling|overmaken|voldaan|to pay|pay |payment|remit|zahlen"
    r"|zahlung|uberweis|begleich|regler|paiement|payer|virement|verser|reglement"
)

_UNTIL = r"(?:\bbis(?: zum)?|\buntil|\bby|\bbefore|\btot(?: en met)?|\bvoor|\buiterlijk|\bjusqu.au|\bavant le)\s*$"
# A condition on paying sooner: what it names is the day of a discount, unless "in full" follows.
_IF_PAID = re.compile(
    r"\b(?:bei (?:be)?zahlung|bij betaling|si (?:paiement|reglement|regle|paye)|en cas de (?:paiement|reglement)"
    r"|if (?:paid|payment is (?:made|received))|when paid|indien (?:betaald|voldaan))\b"
    r"(?! (?:na|nach|after|apres|uiterlijk|spatestens)\b)[^.;\d]{0,20}$"
)
_DISCOUNT_FOLLOWS = re.compile(
    r"^[\s(]*(?:mit|abzgl\.?|abzuglich|unter abzug von|with|less|met|avec)\s*\d{1,2}(?:[.,]\d+)?\s?%\s*"
    r"(?:skonto|korting|discount|escompte|betalingskorting|kortingsbedrag|de remise|d.escompte)"
)
_NO_DISCOUNT_FOLLOWS = re.compile(
    r"^[\s,(:–-]*(?:ohne (?:jeden )?abzug|rein netto|netto(?! kasse \d)|without (?:deduction|discount)|net\b"
    r"|zonder (?:korting|aftrek)|sans escompte)"
)

_STOP = re.compile(r"[.;!?](?:\s|$)")
_DEBITED = re.compile(
    r"eingezogen|abgebucht|einziehen|abbuchen|buchen wir|ziehen wir|geincasseerd|incasseren|afgeschreven"
    r"|schrijven (?:wij|we)|(?:wij|we) schrijven|preleve|debited"
    r"|collect(?:[^.]|\.\d)*\b(?:amount|payment|sum|total|account|bank|debit)"
    r"|\b(?:amount|payment|sum|total|invoice|bill|debit)\b[^.]*\bcollect"
)
_BEFORE_DEBIT = re.compile(
    r"\b(?:am|op|omstreeks|op of omstreeks|rond|on|on or (?:after|around|about)|around|le|vers le|zum|um den)\s*$"
)
_AFTER_DEBIT = re.compile(
    r"\s*(?:von|van|from|de|sur|werden|wird|wordt|door|par|per|automatisch|afgeschreven|geincasseerd|eingezogen"
    r"|abgebucht)\b"
)
_WILL_DEBIT = re.compile(
    r"(?:wij|we) (?:schrijven|incasseren)|(?:schrijven|incasseren) (?:wij|we)|wordt\b|zullen (?:wij|we)|sera preleve"
    r"|(?:buchen|ziehen|werden) wir|wir (?:buchen|ziehen|werden)|wird\b|we (?:will|shall)|will be"
)
_PAID = re.compile(
    r"(?:\brecue?|\bregle|\bpaye|\bverse|\bontvangen|\bvoldaan|\bbetaald|\breceived|\bpaid|\berhalten|\bbezahlt|\bgezahlt"
    r"|\bbeglichen)\s*(?:le|op|on|am|d\.d\.|dd\.?|per)\s*:?\s*$"
)
_WAS_DEBITED = re.compile(
    r"\bis (?:al|reeds)?\s?(?:op|omstreeks|rond|afgeschreven|geincasseerd)\b|wurde\b|\bwerd\b|\bwas\b|(?:has|have) been"
    r"|a ete preleve"
)


# "Lieferschein 17 vom", "Bestellung vom", "BL n° 4 du": behind these words stands the day of another paper.
_OF_ANOTHER = (
    r"(bestellung|order|commande|bestelling|opdracht|devis|auftrag|angebot|offerte|lieferschein|lieferung|contract"
    r"|vertrag|telefonats|schreibens|reklamationsschreibens|taxifahrt|bl|bon de livraison|livraison|pakbon|leverbon"
    r"|delivery note|marche|contrat|werkbon|arbeitsschein)"
    r"\b[^,;]{0,30}\b(vom|van|dd\.?|d\.d\.|of|du|dated|from)\s*$"
)


# "Annule la facture F-17 du", "zur Rechnung 17 vom": behind these words stands the day of a bill that is corrected.
_OF_CORRECTED = re.compile(
    r"(?:annul\w*|rectifi\w*|corrig\w*|corrects?|correction|betreft|betreffende|zur?|gegen|storn\w*|credit(?:s|ed)?|for"
    r"|against|relat\w+ to|sur|rif\.?|a detrarre|acconto:?)\b[^.;]{0,24}\b(?:factuur|facture|invoice|rechnung|factura"
    r"|fattura|fatura|faktura)\b[^,;]{0,30}\b(?:vom|van|du|del|de fecha|dated|of|dd\.?|d\.d\.)\s*$"
)


def _qualified(label: Label) -> bool:
    """A word stands before the label in its cell and belongs to it."""
    cell = label.tokens[0].cell
    if cell is None or label.tokens[0] is cell.tokens[0]:
        return False
    before = cell.tokens[label.tokens[0].index - cell.tokens[0].index - 1]
    if label.phrase in _SOUTHERN and before.text.lower() in ("de", "del", "in", "en", "con"):
        return True  # "rectifica la factura F-17 de fecha 12/03/2026"
    return before.text.isalpha() and len(before.text) > 2


def _continues(label: Label, near: Neighbours) -> Label | None:
    """The label above that this one, opened by a stroke, goes on from: "Rechnungsdatum" over "/Lieferdatum   3.2."."""
    if not label.tokens[0].text.startswith("/"):
        return None
    number = label.line.number
    for other in (*near.on_line.get(number - 1, ()), *near.on_line.get(number - 2, ())):
        beside = near.right(other)
        alone = beside is None
        if abs(other.x0 - label.x0) < 0.01 and other.line.page == label.line.page and "date" in other.kinds and alone:
            return other
    return None


def _stacked(label: Label, near: Neighbours) -> bool:
    """One of several labels below each other with their values in between, none beside."""
    if near.right(label) is not None:
        return False
    number = label.line.number
    others = [
        other
        for at in (*range(number - 3, number - 1), *range(number + 2, number + 4))
        for other in near.on_line.get(at, ())
        if abs(other.x0 - label.x0) < 0.006 and other.line.page == label.line.page and near.right(other) is None
    ]
    return bool(others)


class DateRoles:
    """For each date found the meanings its surroundings give it, with strength."""

    def __init__(self, layout: Layout, dates: Sequence[DateFound], labels: Sequence[Label], near: Neighbours) -> None:
        self.layout = layout
        self.dates = list(dates)
        self.roles: dict[int, dict[str, float]] = {id(d): {} for d in dates}
        self.named: dict[int, str] = {}  # date -> the phrase of the label that named it
        self._by_token: dict[int, DateFound] = {id(t): d for d in dates for t in d.tokens}
        claimed: set[int] = set()
        for label in labels:
            kinds = [k for k in _DATE_KINDS if k in label.kinds]
            if kinds:
                self._from_label(label, kinds, near, claimed)
        for label in labels:
            kinds = [k for k in _DATE_KINDS if k in label.kinds]
            if kinds:
                self._from_below(label, kinds, near, claimed)
        self._phrases()

    def _give(self, found: DateFound, kinds: Sequence[str], strength: float) -> None:
        roles = self.roles[id(found)]
        for kind in kinds:
            roles[kind] = max(roles.get(kind, 0.0), strength)

    def _from_label(self, label: Label, kinds: list[str], near: Neighbours, claimed: set[int]) -> None:
        reach = near.right(label)
        if reach is None:
            return
        above = _continues(label, near)
        if above is not None:
            label, kinds = above, [k for k in _DATE_KINDS if k in above.kinds]
        if label.phrase in _WEAK | _SOUTHERN and _qualified(label):
            kinds = ["other_date"]  # "Final date", "Uitvoer datum": some date, not the paper's
        for at, token in enumerate(reach.tokens[:9]):
            found = self._by_token.get(id(token))
            if found is None:
                if (
                    label.phrase in _WEAK
                    and sum(c.isalpha() for c in token.text) > 2
                    and plain(token.text).strip(".,") not in DAY_NAMES
                ):
                    return  # "Date début: ...": another word makes it another date
                continue
            if _opens_period(found) and not {"period", "delivery_date"} & set(kinds):
                return  # the next column's; the label's own day stands below
            strength = reach.strength * (0.85 if label.phrase in _WEAK | _BOOKED else 1.0) * (1.0 if at < 3 else 0.85)
            if found.compact and reach.how == "right":
                strength *= 0.7
            self._give(found, kinds, strength)
            self.named.setdefault(id(found), label.phrase)
            claimed.add(id(label))
            if "period" not in kinds:
                break

    def _from_below(self, label: Label, kinds: list[str], near: Neighbours, claimed: set[int]) -> None:
        if id(label) in claimed:
            return
        strip = len(near.on_line.get(label.line.number, ())) >= 2 or _stacked(label, near)
        for reach in near.below(label):
            if is_label(reach.tokens, label, near):
                break
            hit = next((self._by_token[id(t)] for t in reach.tokens if id(t) in self._by_token), None)
            if hit is None or (_opens_period(hit) and not {"period", "delivery_date"} & set(kinds)):
                continue
            if self.roles[id(hit)] and max(self.roles[id(hit)].values()) >= 0.85:
                break  # a label beside it
            if self._named_otherwise(hit, label):
                break
            self.named.setdefault(id(hit), label.phrase)
            self._give(hit, kinds, reach.strength * (0.95 if strip else 0.75) * (0.8 if label.phrase in _WEAK else 1.0))
            break

    def name_of(self, tokens: Sequence[Token]) -> str:
        """The phrase of the label that named the date of these words, or nothing."""
        found = self._by_token.get(id(tokens[0])) if tokens else None
        return self.named.get(id(found), "") if found is not None else ""

    def _named_otherwise(self, found: DateFound, label: Label) -> bool:
        """Unknown words stand in the column of labels before the date: it has a name of its own."""
        cell = next((c for c in found.line.cells if abs(c.x0 - label.x0) < self.layout.em), None)
        if cell is None or cell.tokens[0] in found.tokens:
            return False
        return cell.tokens[0].text[:1].isalpha() and cell.tokens[0].index < found.tokens[0].index

    def _phrases(self) -> None:
        """Meanings from the words just around a date in running text."""
        for found in self.dates:
            line = found.line
            start = line.starts[found.tokens[0].index]
            end = line.starts[found.tokens[-1].index] + len(found.tokens[-1].text)
            before = plain(line.text[max(0, start - 60) : start])
            after = plain(line.text[end : end + 45])
            in_full = _NO_DISCOUNT_FOLLOWS.match(after) and re.search(_UNTIL, before)
            if (
                re.search(r"(skonto|discount|escompte|korting)[^.]{0,40}$", before)
                and not in_full
                and not re.search(r"(netto|ohne abzug|ohne|net)\s*(bis|by|le)?\s*(zum)?\s*$", before)
            ):
                self._give(found, ["discount_date"], 1.1)
            if _DISCOUNT_FOLLOWS.match(after) or (_IF_PAID.search(before) and not in_full):
                self._give(found, ["discount_date"], 1.1)  # "bis zum 3.5. mit 2 % Skonto"
            elif in_full:
                self._give(found, ["due"], 1.05)  # "bis zum 23.5. ohne Abzug"
            if re.match(r"\s*(fallig|faellig|erhalten sie [\d,.]+ ?% skonto|zahlen sie mit)", after):
                self._give(
                    found,
                    ["due" if after.strip().startswith(("fallig", "faellig")) else "discount_date"],
                    0.9 if after.strip().startswith("fa") else 1.1,
                )
            if re.search(r"(vom|from|van|du|between|zwischen|periode|period)\s*$", before) and re.match(
                r"\s*(?:(?:bis|to|tot|t/m|au|until)\s|[-–]\s*\d)", after + " "
            ):
                self._give(found, ["period"], 0.95)
            if re.search(r"(vom|from|van|du)\s+\S+\s+(bis|bis zum|to|tot|t/m|au)\s*$", before):
                self._give(found, ["period"], 0.95)
            if re.search(
                _OF_ANOTHER,
                before,
            ):
                self._give(found, ["order_date"], 0.97)
            if _OF_CORRECTED.search(before):
                self._give(found, ["order_date"], 0.97)
            if _PAY_BEFORE.search(before) and self._asks_payment(found, before, after):
                self._give(found, ["due"], 0.9)
            if _PAID.search(before):
                self._give(found, ["other_date"], 1.05)  # "Acompte reçu le 30/11/2023"
            if self._is_debit_day(found, before, after):
                self._give(found, ["due"], 0.75)

    def _asks_payment(self, found: DateFound, before: str, after: str) -> bool:
        """The sentence around the date speaks of paying, and not of a discount."""
        number = found.line.number
        lines = [line for line in self.layout.lines[max(0, number - 1) : number + 2] if line.page == found.page]
        text = plain(" ".join(line.text for line in lines))
        return bool(_PAY_VERB.search(text)) and not re.search(r"skonto|discount of|escompte|% korting", before + after)

    def _is_debit_day(self, found: DateFound, before: str, after: str) -> bool:
        """The day on which the amount is taken from our account."""
        lines = self.layout.lines[found.line.number : found.line.number + 3]
        text = plain(" ".join(line.text for line in lines if line.page == found.page), keep_length=True)
        end = found.line.starts[found.tokens[-1].index] + len(found.tokens[-1].text)
        sentence = _STOP.split(before)[-1] + " " + _STOP.split(text[end:])[0]
        if not _DEBITED.search(sentence) or _WAS_DEBITED.search(before):
            return False
        if _BEFORE_DEBIT.search(before) and _AFTER_DEBIT.match(after):
            return True
        cell = plain(found.tokens[0].cell.text) if found.tokens[0].cell else ""
        return bool(_BEFORE_DEBIT.search(before)) and bool(_WILL_DEBIT.search(cell)) and not _WAS_DEBITED.search(cell)

    def candidates(self, kind: str, rivals: Sequence[str]) -> list[Candidate]:
        """Dates that can be ``kind``, lowered where another meaning speaks louder."""
        out = []
        for found in self.dates:
            roles = self.roles[id(found)]
            score = roles.get(kind, 0.0)
            against = max((roles.get(rival, 0.0) for rival in rivals), default=0.0)
            if score <= 0.0 or against > score:
                continue
            out.append(Candidate(found.value.isoformat(), score, found.tokens, found.raw, f"label:{kind}"))
        return out


_VERSION = re.compile(r"version|stylesheet|template|gedruckt|printed|afgedrukt|imprime|software|copyright")


_UNTIL_A_DAY = re.compile(r"^\s*[-–]\s*\d{1,2}(?:\.|[./-]\d.*|\s+[a-z].*)?$")


def _opens_period(found: DateFound) -> bool:
    """A day and another behind a dash in the same cell ("30. Januar 2023 - 25."): the first of a period."""
    last = found.tokens[-1]
    if last.cell is None or last is last.cell.tokens[-1]:
        return False
    rest = " ".join(t.text for t in last.cell.tokens[last.index - last.cell.tokens[0].index + 1 :])
    return bool(_UNTIL_A_DAY.match(plain(rest)))


def issue_candidates(roles: DateRoles, layout: Layout, kind: DocumentType, titles: Sequence[Label]) -> list[Candidate]:
    """Candidates for the date of the document."""
    rivals = ("due", "delivery_date", "period", "discount_date", "other_date")
    out = roles.candidates("date", (*rivals, "order_date") if kind is not DocumentType.PURCHASE_ORDER else rivals)
    if kind in (DocumentType.PURCHASE_ORDER, DocumentType.ORDER_CONFIRMATION):
        for candidate in roles.candidates("order_date", rivals):
            candidate.score *= 0.8
            out.append(candidate)
    first = layout.page_numbers[0] if layout.page_numbers else 1
    for candidate in out:
        if candidate.tokens[0].page != first:
            candidate.score -= 0.2
        elif candidate.tokens[0].y > 0.55:
            candidate.score -= 0.15
    for found in roles.dates:
        given = roles.roles[id(found)]
        if given or found.compact:
            continue
        score = 0.35 if found.page == first else 0.1
        line = plain(found.line.text)
        start = found.line.starts[found.tokens[0].index]
        before = line[max(0, start - 25) : start]
        if any(found.line is heading.line for heading in titles):
            score = 0.9
        elif _VERSION.search(line):
            score = 0.1
        elif (
            re.search(r"(vom|du|dated|d\.d\.|dd\.?|le|den|issued at|issued on|of)\s*$", before)
            and found.page == first
            and found.tokens[0].y < 0.5
        ):
            score = 0.6
        elif re.match(r"^[a-z .'-]{3,30},\s*(le|den|de|the|am)?\s*$", line[:start]):
            score = 0.65
        elif len(found.tokens) == len(found.line.tokens) and found.tokens[0].y < 0.35:
            score = 0.5
        if found.tokens[0].y > 0.6:
            score *= 0.6
        out.append(Candidate(found.value.isoformat(), score, found.tokens, found.raw, "place"))
    return out


def due_candidates(roles: DateRoles) -> list[Candidate]:
    """Candidates for the last day to pay in full, printed as a date."""
    out = roles.candidates("due", ("discount_date", "period", "delivery_date", "other_date"))
    for candidate in out:
        if "bankverbindung" in plain(candidate.raw):
            candidate.score -= 0.2
    return out


_TERM = re.compile(r"(\d{1,3})\s*(?:dagen|days|tage|tagen|jours|dgn|d)\b")


def term_days(layout: Layout) -> list[int]:
    """Numbers of days the document names as a term."""
    return [int(m[1]) for line in layout.lines if has_digit(line.text) for m in _TERM.finditer(plain(line.text))]


def due_follows(issue: str, due: str, days: Sequence[int]) -> bool:
    """True when due is issue plus one of the printed terms."""
    from datetime import date

    gap = date.fromisoformat(due) - date.fromisoformat(issue)
    return any(gap == timedelta(days=n) for n in days)
