"""Values: what a client or the seed sends → canonical form in the ledger → what the wire shows.

Canonical: Guid lower-case text; DateTime ISO text without zone (text order is time order); Double decimal text, never a
binary float; integers and booleans as such; strings without the padding that the wire adds.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring_ascii
from typing import Any
from uuid import UUID

from exact.sandbox.catalogue import Entity, Property

EPOCH = datetime(1970, 1, 1)
_DATE_MS = re.compile(r"^/Date\((-?\d+)\)/$")
_LEFT_18 = {"AccountCode", "CustomerCode", "DivisionCustomerCode", "SupplierCode", "InvoiceAccountCode", "ResellerCode"}
_LEFT_18 |= {"DeliveryAccountCode"}
_RIGHT = {
    "Country": 3,
    "Legislation": 3,
    "BankAccountCountry": 3,
    "State": 3,
    "VATCode": 3,
    "PurchaseVATCode": 3,
    "SalesVATCode": 3,
    "SalesVatCode": 3,
    "Language": 10,
}
_CODE_RULES = {"crm/Accounts": (18, "left"), "crm/Contacts": (18, "left"), "vat/VATCodes": (3, "right")}


def guid(value: Any) -> str:
    """Canonical GUID text; raises ValueError when it is none."""
    return str(UUID(str(value).strip().strip("{}")))


def decimal_text(value: Any) -> str:
    """Canonical text of a Double: plain decimal without exponent or trailing zeros."""
    if isinstance(value, bool):
        raise ValueError("boolean is not a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"not a number: {value!r}") from error
    if not number.is_finite():
        raise ValueError("not a finite number")
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def moment(value: Any) -> str:
    """Canonical DateTime text from a date, datetime, ISO text (a zone is cut off) or ``/Date(ms)/``."""
    if isinstance(value, datetime):
        found = value.replace(tzinfo=None)
    elif isinstance(value, date):
        found = datetime(value.year, value.month, value.day)
    else:
        text = str(value).strip()
        match = _DATE_MS.match(text)
        if match:
            found = EPOCH + timedelta(milliseconds=int(match[1]))
        else:
            found = datetime.fromisoformat(text).replace(tzinfo=None)
    text = found.strftime("%Y-%m-%dT%H:%M:%S")
    if found.microsecond:
        text += f".{found.microsecond // 1000:03d}".rstrip("0").rstrip(".")
    return text


def canonical(edm: str, value: Any) -> Any:
    """Bring a value of EDM type ``edm`` into ledger form; raises ValueError when it does not fit the type."""
    if value is None:
        return None
    if edm == "Guid":
        return guid(value)
    if edm == "Double":
        return decimal_text(value)
    if edm == "DateTime":
        return moment(value)
    if edm == "Boolean":
        if isinstance(value, bool) or value in (0, 1):
            return bool(value)
        if str(value).lower() in ("true", "false"):
            return str(value).lower() == "true"
        raise ValueError(f"not a boolean: {value!r}")
    if edm in ("Byte", "Int16", "Int32", "Int64"):
        number = Decimal(decimal_text(int(value) if isinstance(value, bool) else value))
        if number != number.to_integral_value():
            raise ValueError(f"not a whole number: {value!r}")
        return int(number)
    if edm == "String":
        if isinstance(value, dict | list):
            raise ValueError("not a string")
        return str(value)
    return value


def milliseconds(text: str) -> int:
    """Milliseconds since 1970 of a canonical DateTime read as if it were UTC, which is how the wire writes it."""
    return int((datetime.fromisoformat(text) - EPOCH) / timedelta(milliseconds=1))


def padding(entity: Entity, name: str) -> tuple[int, str] | None:
    """Width and side to which the wire pads this property, or None."""
    if name == "Code":
        return _CODE_RULES.get(entity.source)
    if name in _LEFT_18:
        return 18, "left"
    if name == "Unit" and entity.source == "logistics/Items":
        return 8, "right"
    if name in _RIGHT and entity.name != "current/Me":
        return _RIGHT[name], "right"
    return None


def padded(text: str, rule: tuple[int, str] | None) -> str:
    """Text as the wire shows it."""
    if rule is None:
        return text
    return text.rjust(rule[0]) if rule[1] == "left" else text.ljust(rule[0])


def wire(prop: Property, value: Any, rule: tuple[int, str] | None) -> str:
    """JSON token of a canonical value. Int64 is a string, Double a plain number, DateTime ``/Date(ms)/``."""
    if value is None:
        value = prop.default
        if value is None:
            return "null"
    edm = prop.edm
    if edm == "Double":
        return str(value)
    if edm == "Boolean":
        return "true" if value else "false"
    if edm == "DateTime":
        return f'"/Date({milliseconds(value)})/"'
    if edm == "Int64":
        return f'"{value}"'
    if edm in ("Int32", "Int16", "Byte"):
        return str(int(value))
    if edm == "Binary":
        return "null"
    return encode_basestring_ascii(padded(str(value), rule))


def key_text(edm: str, value: Any) -> str:
    """Sortable text of a key value for the ledger's index."""
    return f"{int(value):012d}" if edm.startswith(("Int", "Byte")) else str(value)


def literal(edm: str, value: Any) -> str:
    """OData literal of a canonical value, as used in key URLs and skip tokens."""
    if value is None:
        return "null"
    if edm == "Guid":
        return f"guid'{value}'"
    if edm == "DateTime":
        return "datetime'" + value.replace(":", "%3A") + "'"
    if edm == "Int64":
        return f"{value}L"
    if edm == "String":
        return "'" + str(value).replace("'", "''") + "'"
    if edm == "Boolean":
        return "true" if value else "false"
    return str(value)
