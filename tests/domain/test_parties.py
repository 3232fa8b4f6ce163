"""Identifiers of parties: shapes, check digits, and what is not one."""

from __future__ import annotations

import pytest

from domain import parties


@pytest.mark.parametrize(
    ("printed", "country", "normal"),
    [
        ("NL 0044.95.445.B01", "", "NL004495445B01"),
        ("Btw-nr. NL004495445B01", "", "NL004495445B01"),
        ("BE 0428.759.497", "", "BE0428759497"),
        ("428.759.497", "BE", "BE0428759497"),
        ("DE 136 695 976", "", "DE136695976"),
        ("GR094259216", "", "EL094259216"),
        ("004495445B01", "NL", "NL004495445B01"),
        ("004495445B01", "", "NL004495445B01"),  # no other country's has this shape
        ("004495445B01", "BE", "NL004495445B01"),
        ("NL O04495445 BO1", "", "NL004495445B01"),
        ("0428.759.497", "", "BE0428759497"),  # its check digits say so
        ("0428.759.498", "", ""),
        ("136695976", "", ""),
        ("BE 0428.759.497 RPR Antwerpen", "", "BE0428759497"),
        ("USt-IdNr. DE136695976", "", "DE136695976"),
        ("N° TVA intracommunautaire FR40303265045", "", "FR40303265045"),
        ("Partita IVA IT00743110157", "", "IT00743110157"),
        ("NIF ESB58378431", "", "ESB58378431"),
        ("CHE-116.281.710 MWST", "", "CHE116281710"),
        ("NO 923609016 MVA", "", "NO923609016MVA"),
        ("000000000", "NL", ""),
        ("n.v.t.", "", ""),
        ("", "NL", ""),
    ],
)
def test_vat_number_as_printed(printed: str, country: str, normal: str) -> None:
    assert parties.normalise_vat(printed, country) == normal


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("KvK 12 34 56 78", "12345678"),
        ("12345678 0000", "12345678"),
        ("12345678 000012345679", "12345678"),  # with its branch
        ("000012345678", "000012345678"),  # a branch alone is no company
        ("BE 0428.759.497", "0428759497"),
        ("428.759.497", "0428759497"),
        ("HRB 12345", "HRB12345"),
        ("n.v.t.", ""),
        ("00000000", ""),
        ("99999999", ""),
        ("0", ""),
    ],
)
def test_register_number_as_printed(printed: str, normal: str) -> None:
    assert parties.normalise_registration(printed) == normal


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("NL004495445B01", True),  # modulus 11
        ("NL000099998B57", True),  # modulus 97, sole traders since 2020
        ("NL004495446B01", False),
        ("BE0428759497", True),
        ("BE0428759498", False),
        ("BE1000001188", False),
        ("XI110305878", True),
        ("GB110305878", True),
        ("US123456789", False),
    ],
)
def test_vat_check_digits(number: str, valid: bool) -> None:
    assert parties.valid_vat(number) is valid


def test_belgian_number_may_start_with_one() -> None:
    digits = "10000012"
    number = f"BE{digits}{97 - int(digits) % 97:02d}"
    assert parties.valid_vat(number) and parties.valid_kbo(number[2:])


@pytest.mark.parametrize(
    ("number", "country"), [("XI110305878", "XI"), ("EL094259216", "GR"), ("NL004495445B01", "NL")]
)
def test_country_of_a_vat_number(number: str, country: str) -> None:
    assert parties.vat_country(number) == country


@pytest.mark.parametrize(
    ("printed", "normal", "valid"),
    [
        ("nl91 abna 0417 1643 00", "NL91ABNA0417164300", True),
        ("IBAN: BE68 5390 0754 7034", "BE68539007547034", True),
        ("NL91ABNA0417164301", "NL91ABNA0417164301", False),
        ("0417164300", "", False),
        ("NL91 ABNA 0417 1643 0O", "NL91ABNA0417164300", True),  # no Dutch account has letters there
        ("BE68 539O 0754 7034", "BE68539007547034", True),
        ("FR1420041010050500013M02606", "FR1420041010050500013M02606", True),
    ],
)
def test_iban(printed: str, normal: str, valid: bool) -> None:
    assert parties.normalise_iban(printed) == normal
    assert parties.valid_iban(printed) is valid


@pytest.mark.parametrize(
    ("printed", "normal"),
    [("KvK 12345678", "12345678"), ("1234.5678", "12345678"), ("000012345678", ""), ("RSIN 123456789", "")],
)
def test_kvk(printed: str, normal: str) -> None:
    assert parties.normalise_kvk(printed) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jansen Bouw B.V.", "JANSEN BOUW BV"),
        ("De Vries & Zn. V.O.F.", "vries en zn vof"),
        ("Société Générale S.A.", "societe generale"),
        ("Müller GmbH", "muller gmbh"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert parties.normalise_name(one) == parties.normalise_name(other)


def test_a_name_of_only_legal_forms_keeps_its_words() -> None:
    assert parties.normalise_name("Holding B.V.") == "holding bv"


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("Jan <jan@Firma.nl>", "firma.nl"),
        ("https://www.firma.nl/contact", "firma.nl"),
        ("firma.nl", "firma.nl"),
        ("firma", ""),
        ("", ""),
    ],
)
def test_domain(address: str, domain: str) -> None:
    assert parties.normalise_domain(address) == domain
