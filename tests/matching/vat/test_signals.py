"""Texts are recognised in four languages and through scan noise, and not where they are denied or small print."""

from __future__ import annotations

import pytest

from matching.vat.evidence import LegalText, Place
from matching.vat.signals import Signal, find_signals

READ = [
    ("BTW verlegd", Signal.REVERSE_CHARGE),
    ("btw-verlegd naar afnemer", Signal.REVERSE_CHARGE),
    ("Btw ver-\nlegd", Signal.REVERSE_CHARGE),
    ("BTW VER1EGD", Signal.REVERSE_CHARGE),
    ("omzetbelasting verlegd (art. 12 lid 5 Wet OB)", Signal.REVERSE_CHARGE),
    ("Verlegging van heffing, art. 20 KB nr. 1", Signal.REVERSE_CHARGE),
    ("Medecontractant", Signal.REVERSE_CHARGE),
    ("VAT reverse charged to the customer", Signal.REVERSE_CHARGE),
    ("Reverse-Charge, Article 196 Directive 2006/112/EC", Signal.REVERSE_CHARGE),
    ("Steuerschuldnerschaft des Leistungsempfängers", Signal.REVERSE_CHARGE),
    ("Steuerschuldnerschaft des Lcistungsempfangers", Signal.REVERSE_CHARGE),
    ("gemäß § 13b UStG", Signal.REVERSE_CHARGE),
    ("Autoliquidation", Signal.REVERSE_CHARGE),
    ("TVA due par le preneur, art. 283-2 du CGI", Signal.REVERSE_CHARGE),
    ("Cocontractant", Signal.REVERSE_CHARGE),
    ("De heffing van omzetbelasting is verlegd", Signal.REVERSE_CHARGE),
    ("0% BTW (verlegd)", Signal.REVERSE_CHARGE),
    ("Verlegd", Signal.REVERSE_CHARGE),
    ("Inversión del sujeto pasivo", Signal.REVERSE_CHARGE),
    ("Inversione contabile", Signal.REVERSE_CHARGE),
    ("Odwrotne obciążenie", Signal.REVERSE_CHARGE),
    ("TVA non applicable - art. 259-1 du CGI", Signal.REVERSE_CHARGE),
    ("Nicht steuerbar gemäß § 3a Abs. 2 UStG", Signal.REVERSE_CHARGE),
    ("Article 196", Signal.REVERSE_CHARGE),
    ("Exempt under article 138(1)", Signal.IC_SUPPLY),
    ("steuerfreie ig. Lieferung", Signal.IC_SUPPLY),
    ("Intracommunautaire levering, vrijgesteld art. 138", Signal.IC_SUPPLY),
    ("Intra-Community supply", Signal.IC_SUPPLY),
    ("Steuerfreie innergemeinschaftliche Lieferung", Signal.IC_SUPPLY),
    ("Exonération TVA, article 262 ter I du CGI", Signal.IC_SUPPLY),
    ("Livraison intracommunautaire", Signal.IC_SUPPLY),
    ("Vereenvoudigde ABC-levering", Signal.TRIANGULATION),
    ("Innergemeinschaftliches Dreiecksgeschäft nach § 25b UStG", Signal.TRIANGULATION),
    ("Opération triangulaire", Signal.TRIANGULATION),
    ("Steuerfreie Ausfuhrlieferung", Signal.EXPORT),
    ("Steuerfreie Ausfuhr", Signal.EXPORT),
    ("Margeauto, geen btw aftrekbaar", Signal.MARGIN),
    ("Bijzondere regeling – gebruikte goederen", Signal.MARGIN),
    ("Margin scheme – second-hand goods", Signal.MARGIN),
    ("Differenzbesteuerung nach § 25a UStG", Signal.MARGIN),
    ("Régime particulier – Biens d'occasion", Signal.MARGIN),
    ("Bijzondere regeling reisbureaus", Signal.TRAVEL),
    ("Régime particulier – agences de voyages", Signal.TRAVEL),
    ("Factuur vrijgesteld van OB o.g.v. artikel 25 Wet OB (KOR)", Signal.SMALL),
    ("Kleinunternehmer gemäß § 19 UStG", Signal.SMALL),
    ("TVA non applicable, art. 293 B du CGI", Signal.SMALL),
    ("Petite entreprise soumise au régime de la franchise de taxe", Signal.SMALL),
    ("Kleine onderneming, vrijgesteld van btw", Signal.SMALL),
    ("Kleine onderneming onderworpen aan de vrijstellingsregeling van belasting", Signal.SMALL),
    ("Zonder btw i.v.m. de KOR", Signal.SMALL),
    ("BE0428759497-EX", Signal.SMALL),
    ("Vrijgesteld van btw op grond van art. 11 Wet OB", Signal.EXEMPT),
    ("Vrijgesteld van btw, art. 44 W.Btw", Signal.EXEMPT),
    ("Umsatzsteuerfrei nach § 4 Nr. 21 UStG", Signal.EXEMPT),
    ("Buiten de werkingssfeer van de btw", Signal.OUTSIDE),
    ("Factuur uitgereikt door afnemer", Signal.SELF_BILLING),
    ("Self-billing", Signal.SELF_BILLING),
    ("Kasstelsel", Signal.CASH_SYSTEM),
    ("Loondeel te storten op g-rekening", Signal.G_ACCOUNT),
    ("incl. 21% assurantiebelasting", Signal.INSURANCE_TAX),
]
SILENT = [
    "Btw is niet verlegd",
    "Geen btw verlegd op deze factuur",
    "Reverse charge not applicable",
    "No reverse charge",
    "keine innergemeinschaftliche Lieferung",
    "Wij hebben de verlengde garantie toegevoegd",
    "Korting 10 %",
    "Exporteur van het jaar",
    "Artikel 1238 schroeven",
    "Uw marge is verhoogd",
    "Artikel 138 schroeven M6",
    "Art. 141 bouten",
    "Subtotaal ex. btw 1.000,00",
    "Contactpersoon Kor de Vries; korting 2%",
    "Vrijgesteld van verzendkosten",
    "Fertig. Lieferung frei Haus",
    "ABC Leveringen B.V.",
    "Btw verlegd: nee",
    "VAT reverse charge: No",
    "De btw wordt niet verlegd",
]
# Words that may stand on any invoice: no contradiction to VAT that is charged.
ASIDE = [
    "BTW verlegd 0,00",
    "Btw 9% 0,00 Btw 21% 210,00 Btw verlegd 0,00",
    "Bij export of intracommunautaire leveringen vragen wij uw btw-nummer",
    "CRKBO geregistreerd",
    "Statiegeld valt buiten de heffing van btw",
]


@pytest.mark.parametrize(("text", "signal"), READ, ids=[t for t, _ in READ])
def test_read(text: str, signal: Signal) -> None:
    assert (signal, True) in {(hit.signal, hit.strong) for hit in find_signals((LegalText(text),))}


@pytest.mark.parametrize("text", SILENT)
def test_not_read(text: str) -> None:
    assert find_signals((LegalText(text),)) == ()


@pytest.mark.parametrize("text", ASIDE)
def test_aside(text: str) -> None:
    hits = find_signals((LegalText(text),))
    assert hits
    assert all(hit.aside for hit in hits)


def test_a_claim_is_not_aside() -> None:
    assert not any(hit.aside for hit in find_signals((LegalText("Btw verlegd: 1.000,00"),)))


def test_a_specific_text_hides_the_general_one() -> None:
    kinds = {hit.signal for hit in find_signals((LegalText("KOR, vrijgesteld van btw"),))}
    assert kinds == {Signal.SMALL}


def test_terms_and_conditions_are_weak() -> None:
    (hit,) = find_signals((LegalText("Op onderaanneming is btw verlegd van toepassing.", Place.TERMS),))
    assert not hit.strong


def test_a_statement_inside_a_long_note_is_strong_and_small_print_is_not() -> None:
    print_ = "1.4 Indien levering plaatsvindt geldt de regeling. " * 20
    hits = find_signals((LegalText(f"{print_}\nBtw verlegd\n{print_}"),))
    assert any(hit.signal is Signal.REVERSE_CHARGE and hit.strong for hit in hits)
    hits = find_signals((LegalText(f"{print_} Op onderaanneming wordt de btw verlegd. {print_}"),))
    assert not any(hit.strong for hit in hits)
