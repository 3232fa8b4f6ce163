"""What older profiles and careless senders write elsewhere than EN 16931 does, put right by the sums. Pure.

OIOUBL (Denmark) and early UBL 2.0 keep the *tax* in TaxExclusiveAmount; some give the billed quantity as price base."""

from __future__ import annotations

from decimal import Decimal

from domain.money import decimal_or_none
from ocr.einvoice.told import Told

_HALF = Decimal("0.005")
_CENT = Decimal("0.01")


def net_from_lines(told: Told) -> None:
    """Take the lines' total with discounts and charges as net total where what stands there is the tax, and only this
    net total and the tax make the gross total."""
    lines, gross = decimal_or_none(told.totals.get("line_total")), decimal_or_none(told.fields.get("gross_total"))
    if lines is None or gross is None:
        return
    stated = decimal_or_none(told.fields.get("net_total"))
    vat = decimal_or_none(told.fields.get("vat_total")) or Decimal(0)
    discounts, charges = (
        decimal_or_none(told.totals.get(n)) or Decimal(0) for n in ("allowance_total", "charge_total")
    )
    expected = lines - discounts + charges
    rounding = decimal_or_none(told.totals.get("rounding")) or Decimal(0)
    adds_up = any(abs(expected + vat + more - gross) <= _HALF for more in (Decimal(0), rounding))
    if adds_up and stated is not None and stated == vat and stated != expected:
        told.fields["net_total"] = str(expected)


def price_base(quantity: str, price: str, per: str, net: str) -> str:
    """The quantity a line's price is for: as stated ("1" when absent), but 1 where only quantity × price makes the net
    amount."""
    numbers = [decimal_or_none(written) for written in (quantity, price, per, net)]
    if any(number is None for number in numbers):
        return per or "1"
    many, each, base, amount = (abs(number or Decimal(0)) for number in numbers)
    if not base or not amount:
        return per if base else "1"
    simple = abs(many * each - amount) <= _HALF
    return "1" if simple and abs(many * each / base - amount) > _CENT else per


def vat_of_several(told: Told, sums: list[str]) -> str:
    """The document's VAT when it is told in several tax totals: all of them where together they make the gross total
    (one per rate), else the first."""
    net, gross = (decimal_or_none(told.fields.get(name)) for name in ("net_total", "gross_total"))
    amounts = [amount for written in sums if (amount := decimal_or_none(written)) is not None]
    together = sum(amounts, Decimal(0))
    if len(amounts) > 1 and net is not None and gross is not None and abs(net + together - gross) <= _HALF:
        return str(together)
    return sums[0] if sums else ""
