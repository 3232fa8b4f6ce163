"""The sample set: reproducible, honest truth, every outcome, everything it names stands in the seed."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from lxml import etree
from pypdf import PdfReader
from stdnum import iban, luhn
from stdnum.be import vat as be_vat

from domain.holds import HOLDS
from exact.sandbox.seed import world
from samples.bad import BAD, write
from samples.case import EXPECTED, Case
from samples.cases import all_cases
from samples.generate import render
from samples.inbox import as_mail, sample_inbox
from samples.layouts import LAYOUTS
from samples.truth import truth
from samples.words import day, number

ROOT = Path(__file__).resolve().parents[2] / "samples"
CASES = all_cases(world())
TRUTHS: dict[str, dict[str, Any]] = {
    case.id: json.loads((ROOT / "truth" / f"{case.id}.truth.json").read_text(encoding="utf-8")) for case in CASES
}
PAPERS = [facts for facts in TRUTHS.values() if facts["document_type"] not in ("other", "delivery_note")]


def committed(case: Case) -> bytes:
    return (ROOT / "documents" / f"{case.id}.{case.suffix}").read_bytes()


def by_id(name: str) -> Case:
    return next(case for case in CASES if case.id == name)


def test_the_set_is_large_varied_and_light() -> None:
    assert len(CASES) >= 60
    assert len({case.bill.layout for case in CASES}) >= 12
    assert {case.bill.language for case in CASES} == {"nl", "en", "de", "fr"}
    assert {facts["kind"] for facts in TRUTHS.values()} == {
        "digital_pdf",
        "scanned_pdf",
        "image",
        "ubl",
        "facturx",
        "email",
    }
    files = list((ROOT / "documents").iterdir())
    assert {path.stem for path in files} == set(TRUTHS), "no file without a case and none missing"
    assert sum(path.stat().st_size for path in files) < 8_000_000


def again(case: Case) -> bytes:
    """The sample drawn anew."""
    return render(case, {case.of: committed(by_id(case.of))} if case.of else {}, world())


def page_text(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


TEXTUAL = [case for case in CASES if case.form.startswith("ubl") or case.options.get("pdf") is False]


@pytest.mark.parametrize("case", TEXTUAL, ids=lambda c: c.id)
def test_xml_and_text_come_out_as_committed(case: Case) -> None:
    assert again(case) == committed(case)


@pytest.mark.parametrize("case", [c for c in CASES if c.form == "pdf"], ids=lambda c: c.id)
def test_pages_come_out_the_same_every_time_and_say_what_is_committed(case: Case) -> None:
    drawn = again(case)
    assert again(case) == drawn
    # Compressed bytes may differ between builds of the compression library; what is on the page may not.
    assert page_text(drawn) == page_text(committed(case))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_truth_is_what_the_case_says_and_fits_the_file(case: Case) -> None:
    facts = TRUTHS[case.id]
    assert facts == json.loads(json.dumps(truth(case, world(), committed(case))))
    assert facts["sha256"] == hashlib.sha256(committed(case)).hexdigest()


@pytest.mark.parametrize("facts", PAPERS, ids=lambda f: f["id"])
def test_amounts_add_up(facts: dict[str, Any]) -> None:
    fields = facts["fields"]
    net, vat, gross = (Decimal(fields[name]) for name in ("net_total", "vat_total", "gross_total"))
    assert net + vat == gross
    rows = facts["vat_breakdown"]
    if len(rows) > 1:
        assert sum(Decimal(row["base"]) for row in rows) == net
    assert sum(Decimal(row["amount"]) for row in rows) == vat
    for row in rows:
        base = Decimal(row["base"]) if row["base"] else net
        assert abs(base * Decimal(row["rate"]) / 100 - Decimal(row["amount"])) <= Decimal("0.005")


def test_lines_and_charges_make_the_net_total() -> None:
    for case in CASES:
        charges = sum((net for _, net, _ in case.bill.charges), Decimal(0))
        assert sum((line.net for line in case.bill.lines), Decimal(0)) + charges == case.bill.net, case.id


def test_every_outcome_occurs_and_no_other() -> None:
    seen = {facts["outcome"]["expected"] for facts in TRUTHS.values()} | {
        e for f in TRUTHS.values() for e in f["outcome"]["also"]
    }
    assert seen == set(EXPECTED)


# Findings that stop nothing but are wanted beside a sample all the same.
WARNINGS = {"AMOUNT_UNUSUAL", "FOREIGN_VAT", "RHYTHM_UNUSUAL"}


def test_expected_holds_are_known_codes() -> None:
    codes = {code for facts in TRUTHS.values() for code in facts["outcome"]["holds"]}
    assert codes <= set(HOLDS) | WARNINGS
    assert {
        "PRICE_HIGH",
        "AWAIT_RECEIPT",
        "IBAN_CHANGED",
        "DUPLICATE_SUSPECT",
        "VENDOR_UNMAPPED",
        "WRONG_ADMINISTRATION",
    } <= codes


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_what_a_sample_names_stands_in_the_seed(case: Case) -> None:
    facts, outcome = world(), case.outcome
    assert outcome.administration in facts.administrations
    if outcome.vendor:
        assert outcome.administration in facts.vendor(outcome.vendor).codes
    for name in outcome.orders:
        order = facts.order(name)
        assert order.division == outcome.administration
        assert order.vendor.key == outcome.vendor
    if outcome.same_as:
        assert outcome.same_as in TRUTHS
    expected = {outcome.expected, *outcome.also}
    assert ("unmapped_vendor" in expected) == (not outcome.vendor and outcome.expected != "order")


def test_clean_matches_bill_what_was_received_at_the_ordered_price() -> None:
    checked = 0
    for case in CASES:
        if case.outcome.expected != "clean_match" or case.second or not case.outcome.orders:
            continue
        order = world().order(case.outcome.orders[0])
        ordered = {line.item.description: line for line in order.lines}
        for line in case.bill.lines:
            assert line.price / line.per == ordered[line.description].price
            assert line.quantity <= ordered[line.description].received
        checked += 1
    assert checked >= 10


@pytest.mark.parametrize(
    ("sample", "accounts", "vat_codes"),
    [
        ("nl-kantoorvriend", ["4400", "4435", "4440", "4075"], ["2", "2", "2", "4"]),
        ("nl-planwijs-facturx", ["4431", "4431"], ["2", "2"]),  # books elsewhere since the summer
        ("nl-ketelaar-clean", ["7000"] * 4, ["2"] * 4),
        ("de-rheintal", ["7020"] * 3, ["7"] * 3),
        ("nl-groeneveld-verlegd", ["7060", "7060"], ["5", "5"]),
        ("en-tyne-pounds", ["7020"] * 2, ["0"] * 2),
        ("be-ketelaar-ic", ["600000"] * 3, ["8"] * 3),
        ("nl-marktmeester-credit", ["7015", None], ["0", "4"]),
    ],
)
def test_expected_coding_follows_the_words_and_the_vat(
    sample: str, accounts: list[str | None], vat_codes: list[str]
) -> None:
    coded = TRUTHS[sample]["outcome"]["coding"]
    assert [line["gl_account"] for line in coded] == accounts
    assert [line["vat_code"] for line in coded] == vat_codes


def test_the_booked_duplicate_really_is_booked() -> None:
    bill = next(case.bill for case in CASES if case.id == "nl-zwaluw-geboekt")
    entry = next(e for e in world().booked_of("zwaluw", 3205401) if e.reference == bill.number)
    assert (entry.gross, entry.day) == (bill.gross, bill.day)


def test_the_changed_account_is_valid_and_not_the_known_one() -> None:
    facts = TRUTHS["nl-zilverglans-iban"]
    printed = facts["fields"]["supplier_iban"]
    assert iban.is_valid(printed)
    assert printed != world().vendor("zilverglans").iban


def test_unmapped_vendors_share_no_identifier_with_the_seed() -> None:
    known = {
        value for v in world().vendors.values() for value in (v.vat_number, v.iban, v.domain, v.registration) if value
    }
    for case in CASES:
        if case.outcome.expected == "unmapped_vendor":
            party = case.bill.supplier
            assert not known & {party.vat_number, party.iban, party.registration, party.email.partition("@")[2]}


def test_payment_codes_on_the_page_can_be_scanned_and_say_what_the_page_says() -> None:
    checked = 0
    for case in CASES:
        if case.bill.qr and case.form == "pdf":
            with_code = pypdfium2.PdfDocument(committed(case))
            found = zxingcpp.read_barcodes(with_code[0].render(scale=3).to_pil())
            with_code.close()
            lines = found[0].text.split("\n")
            assert lines[:4] == ["BCD", "002", "1", "SCT"]
            assert lines[6] == case.bill.supplier.iban
            assert lines[7] == f"EUR{case.bill.gross:.2f}"
            checked += 1
    assert checked >= 3


def test_hidden_words_are_in_the_text_layer_but_not_to_be_seen() -> None:
    case = next(case for case in CASES if case.outcome.expected == "hidden_text")
    assert "Negeer alle" in PdfReader(io.BytesIO(committed(case))).pages[0].extract_text()
    page = pypdfium2.PdfDocument(committed(case))[0].render(scale=2).to_pil().convert("L")
    foot = page.crop((0, int(page.height * 0.975), page.width, page.height))
    assert foot.getextrema() == (255, 255)


def test_structured_references_pass_their_check() -> None:
    found = [case.bill.reference for case in CASES if case.bill.reference.startswith("+++")]
    assert len(found) >= 4
    for reference in found:
        digits = "".join(filter(str.isdigit, reference))
        assert int(digits[:10]) % 97 in (int(digits[10:]), 0)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.form == "pdf" and c.bill.kind in ("invoice", "credit_note")], ids=lambda c: c.id
)
def test_what_the_truth_calls_known_stands_on_the_page(case: Case) -> None:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(committed(case))).pages)
    squeezed = "".join(text.split()).lower()
    fields = TRUTHS[case.id]["fields"]
    for name in (
        "supplier_name",
        "buyer_name",
        "supplier_iban",
        "supplier_vat",
        "buyer_vat",
        "invoice_number",
        "order_reference",
    ):
        if fields[name]:
            assert "".join(fields[name].split()).lower() in squeezed, name
    for name in ("net_total", "vat_total", "gross_total"):
        if TRUTHS[case.id]["status"][name] == "known":
            assert "".join(number(case.bill.language, Decimal(fields[name])).split()) in squeezed, name
    if fields["due_date"]:
        forms = {
            "".join(day(case.bill.language, case.bill.due, style).split()).lower()
            for style in ("short", "long", "us")
            if case.bill.due
        }
        assert any(form in squeezed for form in forms)
    for line in TRUTHS[case.id]["lines"]:
        assert "".join(line["description"].split()).lower() in squeezed


@pytest.mark.parametrize("case", [c for c in CASES if c.form.startswith("ubl")], ids=lambda c: c.id)
def test_ubl_is_well_formed_and_carries_the_totals(case: Case) -> None:
    root = etree.fromstring(committed(case))
    payable = root.findtext(".//{*}LegalMonetaryTotal/{*}PayableAmount")
    assert payable == TRUTHS[case.id]["fields"]["gross_total"]
    assert len(root.findall(".//{*}InvoiceLine") + root.findall(".//{*}CreditNoteLine")) == len(case.bill.lines)


@pytest.mark.parametrize("case", [c for c in CASES if c.form == "facturx"], ids=lambda c: c.id)
def test_facturx_embeds_its_xml_as_an_alternative(case: Case) -> None:
    reader = PdfReader(io.BytesIO(committed(case)))
    xml = reader.attachments["factur-x.xml"][0]
    assert etree.fromstring(xml).findtext(".//{*}GrandTotalAmount") == TRUTHS[case.id]["fields"]["gross_total"]
    related = reader.trailer["/Root"]["/AF"][0].get_object()  # type: ignore[index]
    assert related["/AFRelationship"] == "/Alternative"


def test_mails_have_the_parts_they_should() -> None:
    kinds = {}
    for case in CASES:
        if case.form == "mail":
            message = email.message_from_bytes(committed(case), policy=email.policy.default)
            kinds[case.id] = sorted(part.get_content_type() for part in message.walk() if part.get_filename())
    assert kinds["nl-kantoorvriend-ubl-mail"] == ["application/pdf", "application/xml"]
    assert kinds["nl-snelvoet-mailbody"] == []
    assert kinds["nl-vakwerk-uren"] == ["application/pdf", "image/png"]


def test_the_copy_is_the_same_bytes_and_the_resend_is_not() -> None:
    files = {case.id: committed(case) for case in CASES}
    assert files["nl-ketelaar-clean-copy"] == files["nl-ketelaar-clean"]
    assert files["nl-ketelaar-resend"] != files["nl-ketelaar-clean"]


def test_inbox_lists_every_sample_with_originals_first() -> None:
    inbox = sample_inbox()
    order = [path.stem for path, *_ in inbox]
    assert sorted(order) == sorted(TRUTHS)
    for facts in TRUTHS.values():
        if facts["outcome"]["same_as"]:
            assert order.index(facts["outcome"]["same_as"]) < order.index(facts["id"])
    assert {how for *_, how in inbox} == {"upload", "mail"}


def test_as_mail_wraps_a_page_in_a_mail_from_its_sender() -> None:
    content = as_mail(ROOT / "documents" / "nl-zilverglans-iban.pdf", "facturen@korenwolf.example")
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert world().vendor("zilverglans").domain in message["From"]
    assert [part.get_filename() for part in message.iter_attachments()] == ["nl-zilverglans-iban.pdf"]


@pytest.mark.parametrize("name", sorted(set(BAD) - {"opgeblazen.zip"}))
def test_bad_files_are_made_on_demand(name: str) -> None:
    content = BAD[name]()
    assert isinstance(content, bytes)
    assert bool(content) == (name != "leeg.pdf")


def test_bad_files_can_be_written_to_a_folder(tmp_path: Path) -> None:
    assert {path.name for path in write(tmp_path / "bad")} == set(BAD)
    assert (tmp_path / "bad" / "leeg.pdf").stat().st_size == 0


def test_bad_files_are_bad_in_the_way_they_say() -> None:
    assert PdfReader(io.BytesIO(BAD["met-wachtwoord.pdf"]())).is_encrypted
    assert len(PdfReader(io.BytesIO(BAD["driehonderd-bladen.pdf"]())).pages) == 300
    assert BAD["programma.pdf"]()[:2] == b"MZ"
    assert b"<!DOCTYPE" in BAD["doctype.xml"]()


def test_layouts_in_use_are_registered() -> None:
    assert {case.bill.layout for case in CASES} <= set(LAYOUTS)


def test_french_and_belgian_numbers_hold() -> None:
    for vendor in world().vendors.values():
        if vendor.country == "FR":
            assert luhn.is_valid(vendor.registration)
        if vendor.country == "BE":
            assert be_vat.is_valid(vendor.registration)
