# ruff: noqa: E501
"""Administration routing: agreeing signals choose, contradicting ones never do."""

from __future__ import annotations

import pytest

from matching.routing import AdministrationFacts, RoutingRule, RoutingSignals, route

NL = AdministrationFacts(
    "nl", ("Holland Techniek B.V.",), ("NL004495445B01",), ("12345678",), ("facturen-nl@firma.nl", "firma.nl")
)
BE = AdministrationFacts("be", ("Techniek België NV",), ("BE0403019261",), (), ("facturen-be@firma.nl", "firma.nl"))
BOTH = (NL, BE)

CASES = [
    ("buyer VAT", RoutingSignals(buyer_vat="BE 0403.019.261"), (), "be", "buyer_vat"),
    ("buyer KvK", RoutingSignals(buyer_registration="KvK 12345678"), (), "nl", "buyer_registration"),
    ("enterprise number from the VAT number", RoutingSignals(buyer_registration="0403.019.261"), (), "be", "buyer_registration"),
    ("recipient address", RoutingSignals(recipients=("Facturen-BE@firma.nl",)), (), "be", "recipient"),
    ("shared domain says nothing", RoutingSignals(recipients=("info@firma.nl",)), (), None, "ADMINISTRATION_UNCLEAR"),
    ("shared domain with a name", RoutingSignals(recipients=("info@firma.nl",), buyer_name="Holland Techniek BV"), (), "nl", "recipient"),
    ("name alone", RoutingSignals(buyer_name="HOLLAND TECHNIEK"), (), "nl", "buyer_name"),
    ("address against VAT", RoutingSignals(recipients=("facturen-nl@firma.nl",), buyer_vat="BE0403019261"), (), None, "ADMINISTRATION_UNCLEAR"),
    ("somebody else's VAT number", RoutingSignals(recipients=("facturen-nl@firma.nl",), buyer_vat="NL123456782B01"), (), None, "WRONG_ADMINISTRATION"),
    ("the name gives way to the number", RoutingSignals(buyer_vat="BE0403019261", buyer_name="Holland Techniek"), (), "be", "buyer_vat"),
    ("uploaded into", RoutingSignals(uploaded_into="nl"), (), "nl", "upload"),
    ("uploaded into the wrong one", RoutingSignals(uploaded_into="nl", buyer_vat="BE0403019261"), (), None, "ADMINISTRATION_UNCLEAR"),
    ("nothing known", RoutingSignals(), (), None, "ADMINISTRATION_UNCLEAR"),
    ("rule by sender", RoutingSignals(sender="x@energie.nl", recipients=("facturen-nl@firma.nl",)), (RoutingRule("be", sender="@energie.nl"),), "be", "rule"),
    ("a rule cannot go against the buyer's VAT number", RoutingSignals(sender="x@energie.nl", buyer_vat="NL004495445B01"), (RoutingRule("be", sender="@energie.nl"),), None, "WRONG_ADMINISTRATION"),
    ("a rule's domain is whole", RoutingSignals(sender="x@nietenergie.nl"), (RoutingRule("be", sender="energie.nl"),), None, "ADMINISTRATION_UNCLEAR"),
    ("a rule's domain at the front of another", RoutingSignals(sender="x@energie.nl.elders.com"), (RoutingRule("be", sender="energie.nl"),), None, "ADMINISTRATION_UNCLEAR"),
    ("a rule's domain covers those under it", RoutingSignals(sender="Nota <x@mail.energie.nl>"), (RoutingRule("be", sender="energie.nl"),), "be", "rule"),
    ("a rule of an administration that is not there", RoutingSignals(sender="x@energie.nl"), (RoutingRule("gone", sender="energie.nl"),), None, "ADMINISTRATION_UNCLEAR"),
    ("address with a name and a tag", RoutingSignals(recipients=("Inkoop <Facturen-BE+kpn@firma.nl>",)), (), "be", "recipient"),
    ("buyer VAT without country", RoutingSignals(buyer_vat="0403.019.261"), (), "be", "buyer_vat"),
    ("a name among other words", RoutingSignals(buyer_name="Holland Techniek B.V. t.a.v. de heer Smit"), (), "nl", "buyer_name"),
    ("rules that disagree", RoutingSignals(sender="x@energie.nl"), (RoutingRule("be", sender="@energie.nl"), RoutingRule("nl", sender="energie")), None, "ADMINISTRATION_UNCLEAR"),
]  # fmt: skip


@pytest.mark.parametrize(("signals", "rules", "chosen", "how"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_route(signals: RoutingSignals, rules: tuple[RoutingRule, ...], chosen: str | None, how: str) -> None:
    answer = route(signals, BOTH, rules)
    assert answer.administration_id == chosen
    assert (answer.decided_by if chosen else answer.findings[0].code) == how
    assert answer.reasons


def test_one_administration_and_no_signal() -> None:
    assert route(RoutingSignals(), (NL,)).administration_id == "nl"


def test_one_administration_but_addressed_to_somebody_else() -> None:
    answer = route(RoutingSignals(buyer_name="Heel Anders N.V."), (NL,))
    assert answer.administration_id is None


GROUP = (
    AdministrationFacts("h", ("Van Dam Holding B.V.",), ("NL004495445B01",), ("24123456",)),
    AdministrationFacts("v", ("Van Dam Vastgoed B.V.",), ("NL004495445B01",), ("24999999",)),
    AdministrationFacts("b", ("Van Dam Belgium NV",), ("BE0403019261",)),
)


@pytest.mark.parametrize(
    ("_case", "signals", "chosen"),
    [
        ("words that are usually left out tell companies of a group apart", {"buyer_name": "Van Dam Holding BV"}, "h"),
        ("a name all of them bear", {"buyer_name": "Van Dam"}, None),
        ("a number two of them share", {"buyer_vat": "NL004495445B01"}, None),
        ("shared number and own register number", {"buyer_vat": "NL004495445B01", "buyer_registration": "24999999"}, "v"),
        ("shared number and name", {"buyer_vat": "NL004495445B01", "buyer_name": "Van Dam Vastgoed"}, "v"),
    ],
)  # fmt: skip
def test_a_group(_case: str, signals: dict[str, str], chosen: str | None) -> None:
    assert route(RoutingSignals(**signals), GROUP).administration_id == chosen


@pytest.mark.parametrize(("name", "told"), [("Peeters Transport NV", True), ("Holand Techniek", False), ("", False)])
def test_a_stranger_on_the_paper_is_told(name: str, told: bool) -> None:
    answer = route(RoutingSignals(uploaded_into="nl", buyer_name=name), BOTH)
    assert answer.administration_id == "nl"
    assert ("BUYER_NAME_DIFFERS" in {f.code for f in answer.findings}) is told
