"""``$filter`` as a table: expression → does the row match, or how it is refused."""

import pytest

from exact.sandbox import catalogue, odata_filter
from exact.sandbox.errors import ApiError

ENTITY = catalogue.load()["crm/Accounts"]
ROW = {
    "ID": "11111111-1111-1111-1111-111111111111",
    "Code": "1234",
    "Name": "O'Brien (Tools) and Co",
    "IsSupplier": True,
    "Country": "NL",
    "Modified": "2026-03-14T16:17:09.433",
    "StartDate": "2026-01-31T00:00:00",
    "DiscountPurchase": "0.21",
    "SecurityLevel": 10,
    "VATNumber": None,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ID eq guid'11111111-1111-1111-1111-111111111111'", True),
        ("ID eq guid'{11111111-1111-1111-1111-111111111111}'", True),
        ("ID ne guid'11111111-1111-1111-1111-111111111111'", False),
        ("Code eq '1234'", False),
        ("Code eq '              1234'", True),
        ("trim(Code) eq '1234'", True),
        ("Country eq 'NL'", True),
        ("Country eq 'NL '", True),
        ("Name eq 'O''Brien (Tools) and Co'", True),
        ("substringof('Tools',Name)", True),
        ("substringof('Tools',Name) eq true", True),
        ("startswith(Name,'O''B')", True),
        ("endswith(Name,'Co')", True),
        ("indexof(Name,'Brien') ge 0", True),
        ("indexof(Name,'nothing') ge 0", False),
        ("tolower(Name) eq 'o''brien (tools) and co'", True),
        ("toupper(Country) eq 'NL'", True),
        ("length(Country) eq 2", True),
        ("substring(Name,2,5) eq 'Brien'", True),
        ("IsSupplier", True),
        ("IsSupplier eq true", True),
        ("not IsSupplier", False),
        ("not (IsSupplier eq false)", True),
        ("VATNumber eq null", True),
        ("VATNumber ne null", False),
        ("VATNumber eq 'X'", False),
        ("Modified ge datetime'2026-03-14T16:17:09'", True),
        ("Modified gt datetime'2026-03-14T16:17:09.433'", False),
        ("Modified lt datetime'2026-03-15'", True),
        ("StartDate eq datetime'2026-01-31'", True),
        ("year(StartDate) eq 2026 and month(StartDate) eq 1 and day(StartDate) eq 31", True),
        ("DiscountPurchase eq 0.21", True),
        ("DiscountPurchase eq 0.21d", True),
        ("DiscountPurchase gt 0", True),
        ("SecurityLevel eq 10L", True),
        ("SecurityLevel le 9 or SecurityLevel ge 10 and IsSupplier eq false", False),
        ("(SecurityLevel le 9 or SecurityLevel ge 10) and IsSupplier eq true", True),
        ("  Country  eq  'NL'  ", True),
    ],
)
def test_expressions(text: str, expected: bool) -> None:
    assert odata_filter.compile_filter(odata_filter.parse(text, ENTITY), ENTITY)(ROW) is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nope eq 1", "Error in query syntax"),
        ("Name eq", "Error in query syntax"),
        ("Name eq 'x' and", "Error in query syntax"),
        ("(Name eq 'x'", "Error in query syntax"),
        ("Name eq Country", "Error in query syntax"),
        ("Name like 'x'", "Error in query syntax"),
        ("BankAccounts eq null", "Error in query syntax"),
        ("ID eq guid'xyz'", "Error in query syntax"),
        ("ID eq 5", "Operator 'eq' incompatible with operand types 'System.Guid' and 'System.Int32' at position 3."),
        ("Name", "Expression of type 'System.Boolean' expected at position 0."),
        ("startswith(Name)", "No applicable function"),
        ("length(SecurityLevel) eq 1", "No applicable function"),
    ],
)
def test_refusals(text: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        odata_filter.parse(text, ENTITY)
    assert caught.value.status == 400
    assert words in caught.value.message
