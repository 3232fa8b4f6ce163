# ruff: noqa: E501
"""Vendor resolution, case by case, in the format of docs/rules.md."""

from __future__ import annotations

from typing import Any

import pytest

from matching.vendors.case import CaseError, run_case

A = {
    "id": "A",
    "name": "Jansen Bouw B.V.",
    "vat": "NL004495445B01",
    "kvk": "12345678",
    "iban": "NL91ABNA0417164300",
    "domain": "jansenbouw.nl",
}
B = {
    "id": "B",
    "name": "Peeters Transport NV",
    "vat": "BE0428759497",
    "iban": "BE68539007547034",
    "domain": "peeters.be",
}
TWIN = {**A, "id": "A2", "name": "Jansen Bouw Holding B.V.", "kvk": "87654321", "iban": "NL20INGB0001234567"}
BLOCKED = {**A, "blocked": True}
OWN = {
    "vat_ids": ["NL000099998B57"],
    "ibans": ["NL02RABO0123456789"],
    "domains": ["onsbedrijf.nl"],
    "names": ["Ons Bedrijf BV"],
}
OTHER_IBAN = "NL20INGB0001234567"

CASES: list[tuple[str, dict[str, Any], list[dict[str, Any]], dict[str, Any], dict[str, Any]]] = [
    ("domain decides", {"from_address": "Info@Mail.JansenBouw.nl", "authenticated": True}, [A, B], {},
     {"vendor_id": "A", "decided_by": "domain", "certain": True, "holds": []}),
    ("vat as printed", {"vat": "NL 0044.95.445.B.01"}, [A, B], {}, {"vendor_id": "A", "decided_by": "vat", "certain": True}),
    ("kvk", {"kvk": "KvK-nr. 12345678"}, [A, B], {}, {"vendor_id": "A", "decided_by": "registration", "certain": True}),
    ("enterprise number is the VAT number", {"kbo": "0428.759.497"}, [A, B], {},
     {"vendor_id": "B", "decided_by": "registration", "certain": True}),
    ("iban", {"iban": "nl91 abna 0417 1643 00"}, [A, B], {}, {"vendor_id": "A", "decided_by": "iban", "certain": True}),
    ("a similar name goes to review", {"name": "Janssen Bouw"}, [A, B], {},
     {"vendor_id": None, "certain": False, "holds": ["VENDOR_UNMAPPED"], "first": "A"}),
    ("even an equal name goes to review", {"name": "Jansen Bouw B.V."}, [A, B], {},
     {"vendor_id": None, "certain": False, "holds": ["VENDOR_UNMAPPED"], "first": "A"}),
    ("nobody", {"name": "Quux Industries"}, [A, B], {}, {"vendor_id": None, "holds": ["VENDOR_UNMAPPED"], "candidates": []}),
    ("two vendors with one VAT number", {"vat": "NL004495445B01"}, [A, TWIN], {},
     {"vendor_id": None, "holds": ["VENDOR_AMBIGUOUS"], "shown": {"A", "A2"}}),
    ("the VAT number is shared, the KvK number is not", {"vat": "NL004495445B01", "kvk": "87654321"}, [A, TWIN], {},
     {"vendor_id": "A2", "decided_by": "registration", "certain": True}),
    ("keys disagree", {"vat": "NL004495445B01", "iban": "BE68 5390 0754 7034"}, [A, B], {},
     {"vendor_id": None, "certain": False, "shown": {"A", "B"}, "holds": ["VENDOR_AMBIGUOUS", "IBAN_CHANGED"]}),
    ("sender and paper disagree", {"from_address": "x@peeters.be", "vat": "NL004495445B01"}, [A, B], {},
     {"vendor_id": None, "certain": False, "shown": {"A", "B"}, "holds": ["VENDOR_AMBIGUOUS"]}),
    ("VAT right, bank account unknown", {"vat": "NL004495445B01", "iban": OTHER_IBAN}, [A, B], {},
     {"vendor_id": "A", "certain": False, "holds": ["IBAN_CHANGED"]}),
    ("domain right, bank account unknown", {"from_domain": "jansenbouw.nl", "iban": OTHER_IBAN}, [A, B], {},
     {"vendor_id": "A", "certain": False, "holds": ["IBAN_CHANGED"]}),
    ("free mail never decides", {"from_address": "jansenbouw@gmail.com"}, [{**A, "domain": "gmail.com"}, B], {},
     {"vendor_id": None, "holds": ["VENDOR_UNMAPPED"]}),
    ("a platform never decides", {"from_address": "noreply@exactonline.nl"}, [{**A, "domain": "exactonline.nl"}, B], {},
     {"vendor_id": None, "holds": ["VENDOR_UNMAPPED"]}),
    ("a confirmed platform address does not decide either", {"from_address": "noreply@exactonline.nl"}, [A, B],
     {"mappings": [{"key": "address", "value": "noreply@exactonline.nl", "vendor_id": "A"}]}, {"vendor_id": None}),
    ("a forged sender does not decide", {"from_address": "x@jansenbouw.nl", "authenticated": False}, [A, B], {},
     {"vendor_id": None, "holds": ["VENDOR_UNMAPPED"]}),
    ("a domain whose paper names someone else", {"from_address": "x@jansenbouw.nl", "name": "Quux Cloud Hosting"}, [A, B], {},
     {"vendor_id": None, "certain": False, "holds": ["VENDOR_UNMAPPED"]}),
    ("our own number is no vendor", {"vat_ids": ["NL000099998B57", "BE0428759497"]},
     [{**A, "vat": "NL000099998B57"}, B], {"own": OWN}, {"vendor_id": "B", "decided_by": "vat"}),
    ("our own domain forwards", {"from_address": "jan@onsbedrijf.nl", "vat": "BE0428759497"},
     [{**A, "domain": "onsbedrijf.nl"}, B], {"own": OWN}, {"vendor_id": "B", "decided_by": "vat", "certain": True}),
    ("our own name is not looked up", {"name": "Ons Bedrijf B.V."}, [{**A, "name": "Ons Bedrijf"}, B], {"own": OWN},
     {"vendor_id": None, "candidates": []}),
    ("blocked vendor", {"vat": "NL004495445B01"}, [BLOCKED, B], {},
     {"vendor_id": "A", "certain": False, "holds": ["VENDOR_BLOCKED"]}),
    ("a blocked twin steps back", {"vat": "NL004495445B01"}, [BLOCKED, {**TWIN, "iban": ""}], {},
     {"vendor_id": "A2", "certain": True}),
    ("order of keys: registration before VAT", {"vat": "NL004495445B01", "kvk": "12345678"}, [A, B],
     {"policy": {"order": ["kvk", "vat"]}}, {"vendor_id": "A", "decided_by": "registration"}),
    ("a key that is switched off does not decide", {"iban": "NL91ABNA0417164300"}, [A, B],
     {"policy": {"enabled": ["domain", "vat", "registration", "name"]}}, {"vendor_id": None, "first": "A"}),
    ("remembered domain", {"from_address": "x@facturatie-jansen.nl", "authenticated": True}, [A, B],
     {"mappings": [{"key": "domain", "value": "facturatie-jansen.nl", "vendor_id": "A"}]},
     {"vendor_id": "A", "decided_by": "domain", "learned": True, "certain": True}),
    ("remembered name", {"name": "JANSEN BOUWBEDRIJF"}, [A, B],
     {"mappings": [{"key": "name", "value": "Jansen Bouwbedrijf", "vendor_id": "A"}]},
     {"vendor_id": "A", "decided_by": "name", "learned": True, "certain": True}),
    ("remembered name contradicted by a VAT number", {"name": "Jansen Bouwbedrijf", "vat": "NL123456782B01"}, [A, B],
     {"mappings": [{"key": "name", "value": "Jansen Bouwbedrijf", "vendor_id": "A"}]}, {"vendor_id": None}),
    ("switched-off memory", {"from_domain": "facturatie-jansen.nl"}, [A, B],
     {"mappings": [{"key": "domain", "value": "facturatie-jansen.nl", "vendor_id": "A", "active": False}]},
     {"vendor_id": None}),
    ("memory contradicted by the paper", {"from_domain": "facturatie-jansen.nl", "vat": "BE0428759497"}, [A, B],
     {"mappings": [{"key": "domain", "value": "facturatie-jansen.nl", "vendor_id": "A"}]},
     {"vendor_id": None, "shown": {"A", "B"}, "holds": ["VENDOR_AMBIGUOUS"]}),
    ("the bank account is known, the VAT number on the paper is another's", {"iban": "NL91ABNA0417164300", "vat": "NL123456782B01"}, [A, B], {},
     {"vendor_id": None, "certain": False, "first": "A", "holds": ["VENDOR_AMBIGUOUS"]}),
    ("a sister company mails from the same domain", {"from_domain": "jansenbouw.nl", "vat": "NL123456782B01"}, [A, B], {},
     {"vendor_id": None, "certain": False, "first": "A"}),
    ("shared VAT number, another KvK number", {"vat": "NL004495445B01", "kvk": "11112222"}, [A, B], {},
     {"vendor_id": None, "certain": False, "first": "A"}),
    ("a branch number is no KvK number", {"vat": "NL004495445B01", "kvk": "000012345678"}, [A, B], {},
     {"vendor_id": "A", "certain": True}),
    ("the other number was confirmed by a person", {"iban": "NL91ABNA0417164300", "vat": "NL123456782B01"}, [A, B],
     {"mappings": [{"key": "vat", "value": "NL123456782B01", "vendor_id": "A"}]}, {"vendor_id": "A", "certain": True}),
    ("ordered elsewhere", {"vat": "NL004495445B01", "order_vendor_id": "B"}, [A, B], {},
     {"vendor_id": "A", "certain": True, "ordering_vendor_id": "B", "codes": {"ORDERING_PARTY_DIFFERS"}}),
    ("first bank account", {"vat": "NL004495445B01", "iban": OTHER_IBAN}, [{**A, "iban": ""}], {},
     {"vendor_id": "A", "certain": True, "codes": {"IBAN_NEW"}}),
    # the paper bears the numbers of two of our vendors
    ("two vendors' VAT numbers on one paper", {"vat_ids": ["NL004495445B01", "BE0428759497"]}, [A, B], {},
     {"vendor_id": None, "certain": False, "shown": {"A", "B"}, "holds": ["VENDOR_AMBIGUOUS"]}),
    ("two bank accounts of different vendors", {"ibans": ["NL91ABNA0417164300", "BE68539007547034"]}, [A, B], {},
     {"vendor_id": None, "certain": False, "shown": {"A", "B"}}),
    ("one of two accounts is shared, the other is not", {"ibans": ["NL91ABNA0417164300", OTHER_IBAN]},
     [{**A, "iban": "", "ibans": ["NL91ABNA0417164300", OTHER_IBAN]}, {**B, "iban": OTHER_IBAN}], {}, {"vendor_id": "A"}),
    # numbers as readers leave them
    ("a Dutch number without country", {"vat": "004495445B01"}, [A, B], {}, {"vendor_id": "A", "certain": True}),
    ("a Belgian number without country", {"vat": "0428.759.497"}, [A, B], {}, {"vendor_id": "B", "certain": True}),
    ("an O for a nought", {"vat": "NLO04495445BO1"}, [A, B], {}, {"vendor_id": "A", "certain": True}),
    ("another sub-number of the same taxpayer is another vendor until a person says so",
     {"vat": "NL004495445B02", "name": "Jansen Bouw"}, [A, B], {}, {"vendor_id": None, "certain": False, "first": "A"}),
    ("a branch number behind the KvK number", {"kvk": "12345678 000012345679"}, [A, B], {}, {"vendor_id": "A"}),
    ("what fills the column is no number", {"kvk": "00000000"}, [{**A, "kvk": "00000000"}, B], {}, {"vendor_id": None}),
    ("nor is n.v.t.", {"kvk": "n.v.t."}, [{**A, "kvk": "n.v.t."}, B], {}, {"vendor_id": None}),
    # one key and another company's name
    ("the factoring company's account under somebody else's name", {"iban": "NL91ABNA0417164300", "name": "Kwekerij Zonnebloem"},
     [A, B], {}, {"vendor_id": None, "certain": False, "first": "A"}),
    ("a register number without check digits under another name", {"registration": "HRB 12345", "name": "Kwekerij Zonnebloem"},
     [A, {**B, "vat": "", "kvk": "HRB 12345"}], {}, {"vendor_id": None, "first": "B"}),
    ("one group's mail domain, another company's name", {"from_domain": "jansenbouw.nl", "name": "Jansen Bouw Zuid B.V."},
     [A, {"id": "Z", "name": "Jansen Bouw Zuid B.V."}], {}, {"vendor_id": None, "shown": {"A", "Z"}, "holds": ["VENDOR_AMBIGUOUS"]}),
    ("one group's VAT number, another company's name", {"vat": "NL004495445B01", "name": "Jansen Bouw Zuid"},
     [A, {"id": "Z", "name": "Jansen Bouw Zuid B.V."}], {}, {"vendor_id": None, "shown": {"A", "Z"}}),
    ("two keys agree, so the other company's name is only told", {"vat": "NL004495445B01", "kvk": "12345678", "name": "Peeters Transport"},
     [A, B], {}, {"vendor_id": "A", "codes": {"VENDOR_NAME_DIFFERS"}}),
    ("a Belgian number is not its own second witness", {"vat": "BE0428759497", "name": "Jansen Bouw B.V."}, [A, B], {},
     {"vendor_id": None, "certain": False, "shown": {"A", "B"}}),
    ("a trade name was confirmed", {"iban": "NL91ABNA0417164300", "name": "Kwekerij Zonnebloem"}, [A, B],
     {"mappings": [{"key": "name", "value": "Kwekerij Zonnebloem", "vendor_id": "A"}]}, {"vendor_id": "A", "certain": True}),
    ("a name was confirmed for somebody else", {"vat": "BE0428759497", "name": "Peeters"}, [A, B],
     {"mappings": [{"key": "name", "value": "Peeters", "vendor_id": "A"}]}, {"vendor_id": None, "shown": {"A", "B"}}),
    ("an accountant's domain was confirmed; the next paper bears another name",
     {"from_address": "x@kantoor.nl", "name": "Kwekerij Zonnebloem"}, [A, B],
     {"mappings": [{"key": "domain", "value": "kantoor.nl", "vendor_id": "A"}]}, {"vendor_id": None, "certain": False}),
    ("a number was confirmed for one vendor and is by now on another's record", {"vat": "BE0428759497"}, [A, B],
     {"mappings": [{"key": "vat", "value": "BE0428759497", "vendor_id": "A"}]}, {"vendor_id": None, "shown": {"A", "B"}}),
    ("a confirmation chooses between those who share an account", {"iban": OTHER_IBAN},
     [{**A, "iban": OTHER_IBAN}, {**B, "iban": OTHER_IBAN}],
     {"mappings": [{"key": "iban", "value": OTHER_IBAN, "vendor_id": "B"}]}, {"vendor_id": "B", "learned": True}),
    # a web address on the paper proves nothing
    ("printed domain, free mail", {"from_address": "jan@gmail.com", "document_domains": ["jansenbouw.nl"]}, [A, B], {},
     {"vendor_id": None, "certain": False, "first": "A"}),
    ("printed domain, forged mail", {"from_address": "x@jansenbouw.nl", "authenticated": False, "document_domains": ["info@jansenbouw.nl"]},
     [A, B], {}, {"vendor_id": None, "certain": False}),
    ("printed domain that was confirmed", {"document_domains": ["jansen-facturen.nl"]}, [A, B],
     {"mappings": [{"key": "domain", "value": "jansen-facturen.nl", "vendor_id": "A"}]}, {"vendor_id": "A"}),
    ("address and domain of the mail differ", {"from_address": "x@elders.nl", "from_domain": "jansenbouw.nl"}, [A, B], {},
     {"vendor_id": None}),
    ("free mail under another ending", {"from_address": "jan@hotmail.it"}, [{**A, "domain": "hotmail.it"}, B], {}, {"vendor_id": None}),
    # a name a little alike is not offered when a number says that it is another company
    ("little alike, other number", {"name": "Jansen Bakkerij", "vat": "NL004495445B01"},
     [{"id": "C", "name": "Jansen Bouw", "vat": "NL002342672B01"}], {}, {"vendor_id": None, "shown": set()}),
    ("little alike, no number", {"name": "Jansen Bakkerij"}, [{"id": "C", "name": "Jansen Bouw", "vat": "NL002342672B01"}], {},
     {"vendor_id": None, "shown": {"C"}}),
    # our own numbers, in either spelling
    ("our own enterprise number", {"kbo": "0428.759.497"}, [B], {"own": {"vat_ids": ["BE0428759497"]}}, {"vendor_id": None}),
    ("our own VAT number, known as enterprise number", {"vat": "BE 0428.759.497"}, [B], {"own": {"registrations": ["0428.759.497"]}},
     {"vendor_id": None}),
]  # fmt: skip


@pytest.mark.parametrize(("clues", "vendors", "more", "expect"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_case(clues: dict, vendors: list, more: dict, expect: dict) -> None:
    result = run_case({"clues": clues, "vendors": vendors, **more})
    shown = [c["vendor_id"] for c in result["candidates"]]
    for key, wanted in expect.items():
        if key == "first":
            assert shown[0] == wanted
        elif key == "shown":
            assert set(shown) == wanted
        elif key == "codes":
            assert wanted <= {f["code"] for f in result["findings"]}
        else:
            assert result[key] == wanted, (key, result)
    assert result["reasons"], "every answer says why"
    assert len(shown) <= 3


def test_duplicate_vendors_are_found() -> None:
    found = run_case({"clues": {}, "vendors": [A, TWIN, B]})["duplicates"]
    assert found == [{"key": "vat", "value": "NL004495445B01", "vendors": ["A", "A2"]}]


def test_one_bank_account_does_not_make_one_company() -> None:
    factored = [{**A, "iban": OTHER_IBAN}, {**B, "iban": OTHER_IBAN}]
    assert run_case({"clues": {}, "vendors": factored})["duplicates"] == []


def test_one_value_may_stand_for_a_list_and_a_number_without_quotes() -> None:
    vendor = {"id": 7, "name": "Peeters", "vat": "BE0428759497", "ibans": "BE68539007547034"}
    assert run_case({"clues": {"ibans": "BE68 5390 0754 7034"}, "vendors": [vendor]})["vendor_id"] == "7"
    assert run_case({"clues": {"kbo": 428759497}, "vendors": [vendor]})["vendor_id"] == "7"
    assert run_case({"clues": None, "vendors": None, "own": {"vat_ids": "BE0428759497"}})["vendor_id"] is None


@pytest.mark.parametrize(
    ("case", "named"),
    [
        ({"clues": {"authenticated": "no"}}, "clues.authenticated"),
        ({"clues": {"vat": ["BE0428759497", True]}}, "clues.vat"),
        ({"clues": ["vat"]}, "clues"),
        ({"vendors": {"id": "A"}}, "vendors"),
        ({"vendors": [A, A]}, "'A'"),
        ({"vendors": ["A"]}, "vendors.0"),
        ({"vendors": [{**A, "blocked": "yes"}]}, "vendors.0.blocked"),
        ({"vendors": [A], "mappings": [{"key": "vat", "vendor_id": "A"}]}, "mappings.0"),
        ({"policy": {"order": ["vat", 3]}}, "'3'"),
    ],
)
def test_a_case_that_is_written_wrongly_is_refused(case: dict, named: str) -> None:
    with pytest.raises(CaseError, match=named):
        run_case({"clues": {}, **case})
