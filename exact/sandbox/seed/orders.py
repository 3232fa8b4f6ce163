"""Purchase orders, goods receipts and sales orders.

Orders with a word of their own (``ORDERS``) are what the sample invoices refer to; the others are made by the
dice so that a clerk sees dozens in every state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from exact.sandbox.seed.administrations import BELGIUM, HOSPITALITY, INSTALLATION, SERVICE_USER, Administration, Row
from exact.sandbox.seed.fixed import exchange_rate
from exact.sandbox.seed.identity import dice, guid
from exact.sandbox.seed.items import Item
from exact.sandbox.seed.sectors import centre_for
from exact.sandbox.seed.taxes import charged, code_for, rate_on
from exact.sandbox.seed.vendors import Vendor

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Ordered, received and already invoiced quantity of one item; ``discount`` is a fraction."""

    number: int
    item: Item
    quantity: Decimal
    received: Decimal
    invoiced: Decimal
    price: Decimal
    discount: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        return (self.quantity * self.price * (1 - self.discount)).quantize(CENT)


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase order. ``receipts`` are (days after the order, {line number: quantity}, delivery note)."""

    word: str
    division: int
    number: int
    vendor: Vendor
    day: date
    lines: tuple[OrderLine, ...]
    receipts: tuple[tuple[int, dict[int, Decimal], str], ...] = field(default=())
    cancelled: bool = False

    @property
    def guid(self) -> str:
        return guid(self.division, "order", self.number)

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))


# word | division | vendor | days before today | item number x quantity … | receipts: shares after so many days
# shares "1" all, "0.5" half of each line, "first" only the first line, "" nothing yet; "!" already invoiced
_NAMED = """
clean|1|ketelaar|16|1x8 3x16 4x16 7x20|6:1
clean2|1|bronsveld|21|1x4 2x4 3x4 4x3|5:1
clean3|1|duinker|12|1x2 2x12 6x40 7x18|3:1
price|1|ketelaar|19|6x5 12x2 13x1|7:1
price_low|1|hunze|17|1x120 2x160 4x24|4:1
noreceipt|1|bronsveld|9|5x6 6x6 9x3|
partial|1|duinker|25|8x3 9x30 10x60|6:0.5
twodeliveries|1|hunze|33|3x80 1x60 6x40|5:0.5 14:1
per100|1|boutdirect|15|1x2000 2x1500 3x4000 4x4000 6x250|3:1
long|1|ketelaar|40|1x4 2x6 3x24 4x24 5x8 6x4 7x60 8x30 9x200 10x120 11x10 12x3 14x6|8:1
german|1|rheintal|30|1x2 2x2 3x1|9:1
german2|1|nordsee|26|1x40 2x24 3x12|8:1
french|1|beaumont|28|1x12 2x3|10:1
pounds|1|tyne|24|1x4 2x2|9:1
discount|1|isolatie|14|1x200 2x150 3x30|4:1
overbilled|1|duinker|13|3x10 4x10 11x4|4:1
confirm|1|ketelaar|4|2x5 5x10 14x5|
combined_a|1|bronsveld|22|7x20 8x15|4:1
combined_b|1|bronsveld|18|2x6 3x6|4:1
credit|1|duinker|55|7x24 6x50|4:1!
facturx|1|hunze|11|7x30 8x4|3:1
food|2|marktmeester|8|1x12 3x8 5x24 8x10 9x36 10x4|1:1
food2|2|lagerwerf|6|1x14 2x6|1:1
wine|2|vignoble|35|1x60 2x24|9:1
food3|2|marktmeester|5|2x10 4x9 6x3 7x4|1:first
be_clean|3|vermeulen|18|1x40 2x12 3x6 5x2|5:1
be_bricks|3|peeters|20|1x2400 2x120 3x80|4:1
be_nl|3|ketelaar|23|1x6 6x3 12x2|6:1
be_french|3|beaumont|27|2x2 3x40|8:1
be_open|3|vermeulen|7|1x20 4x60|
"""
_DIVISION = {"1": INSTALLATION, "2": HOSPITALITY, "3": BELGIUM}
_MORE = {INSTALLATION: 62, HOSPITALITY: 16, BELGIUM: 14}


def _received(
    lines: list[tuple[Item, Decimal]], shares: str
) -> tuple[list[tuple[int, dict[int, Decimal]]], list[Decimal]]:
    """Receipts as (days, {line: quantity}) and the total received per line. Shares are cumulative."""
    total = [Decimal(0)] * len(lines)
    receipts = []
    for part in shares.split():
        days, share = part.split(":")
        taken: dict[int, Decimal] = {}
        for place, (_, quantity) in enumerate(lines):
            goal = (
                (quantity if place == 0 else Decimal(0))
                if share == "first"
                else Decimal(int(quantity * Decimal(share)))
            )
            if goal > total[place]:
                taken[place + 1] = goal - total[place]
                total[place] = goal
        receipts.append((int(days), taken))
    return receipts, total


def _order(
    word: str,
    division: int,
    number: int,
    vendor: Vendor,
    day: date,
    chosen: list[tuple[Item, Decimal]],
    shares: str,
    cancelled: bool = False,
) -> Order:
    receipts, received = _received(chosen, shares.rstrip("!"))
    done = shares.endswith("!")
    lines = tuple(
        OrderLine(
            place,
            item,
            quantity,
            got,
            got if done else Decimal(0),
            item.price,
            Decimal("0.15") if vendor.key == "isolatie" else Decimal(0),
        )
        for place, ((item, quantity), got) in enumerate(zip(chosen, received, strict=True), start=1)
    )
    named = tuple((days, taken, f"PB{number % 100000}{place}") for place, (days, taken) in enumerate(receipts, start=1))
    return Order(word, division, number, vendor, day, lines, named, cancelled)


def orders(
    seed: int, today: date, everyone: dict[str, Vendor], listed: dict[tuple[int, str], list[Item]]
) -> list[Order]:
    """All purchase orders of all administrations, oldest number first within each."""
    made: list[Order] = []
    year = today.year % 100
    following = {
        division: year * 100_000 + base for division, base in ((INSTALLATION, 1401), (HOSPITALITY, 701), (BELGIUM, 301))
    }
    plans: list[tuple[int, date, str, str, list[tuple[Item, Decimal]], str, bool]] = []
    for line in _NAMED.strip().splitlines():
        word, mark, key, ago, wanted, shares = line.split("|")
        division = _DIVISION[mark]
        stock = listed[division, key]
        chosen = [(stock[int(w.split("x")[0]) - 1], Decimal(w.split("x")[1])) for w in wanted.split()]
        plans.append((division, today - timedelta(days=int(ago)), word, key, chosen, shares, False))
    for division, count in _MORE.items():
        source = dice(seed, "orders", division)
        keys = [key for where, key in listed if where == division]
        for _ in range(count):
            key = source.choice(keys)
            stock = listed[division, key]
            picks = sorted(source.sample(range(len(stock)), min(len(stock), source.randrange(1, 6))))
            chosen = [
                (
                    stock[p],
                    Decimal(source.choice([1, 2, 4, 5, 10, 12, 20, 25, 50]) * (100 if stock[p].price < 2 else 1)),
                )
                for p in picks
            ]
            age = source.randrange(3, 200)
            state = "1!" if age > 60 else source.choice(["", "0.5", "1", "1", "1!"])
            cancelled = age > 60 and source.random() < 0.06
            shares = f"{min(age - 2, 6)}:{state}" if state and not cancelled else ""
            plans.append((division, today - timedelta(days=age), "", key, chosen, shares, cancelled))
    for division, day, word, key, chosen, shares, cancelled in sorted(
        plans, key=lambda plan: (plan[0], plan[1], plan[2], plan[3])
    ):
        made.append(_order(word, division, following[division], everyone[key], day, chosen, shares, cancelled))
        following[division] += 1
    return made


def _state(done: Decimal, wanted: Decimal, cancelled: bool) -> int:
    return 40 if cancelled else 30 if done >= wanted else 20 if done else 10


def _stamp(day: date) -> datetime:
    return datetime.combine(day, time(10, 15))


def order_rows(admin: Administration, everything: list[Order]) -> dict[str, list[Row]]:
    """``purchaseorder/PurchaseOrders``, ``…/PurchaseOrderLines``, ``…/GoodsReceipts`` and ``…/GoodsReceiptLines``."""
    heads: list[Row] = []
    lines: list[Row] = []
    receipts: list[Row] = []
    receipt_lines: list[Row] = []
    for order in everything:
        if order.division != admin.code:
            continue
        own = [_order_line_row(admin, order, line) for line in order.lines]
        heads.append(_order_row(admin, order, own))
        lines += own
        for place, (days, taken, note) in enumerate(order.receipts, start=1):
            head, parts = _receipt_rows(admin, order, place, order.day + timedelta(days=days), taken, note)
            receipts.append(head)
            receipt_lines += parts
    return {
        "purchaseorder/PurchaseOrders": heads,
        "purchaseorder/PurchaseOrderLines": lines,
        "purchaseorder/GoodsReceipts": receipts,
        "purchaseorder/GoodsReceiptLines": receipt_lines,
    }


def changed_on(admin: Administration, day: date, changed: date | None = None) -> Row:
    """What every row has: the division, and who made and last changed it when."""
    return {
        "Division": admin.code,
        "Created": _stamp(day),
        "Modified": _stamp(changed or day),
        "Creator": SERVICE_USER,
        "Modifier": SERVICE_USER,
    }


def _order_row(admin: Administration, order: Order, lines: list[Row]) -> Row:
    rate = exchange_rate(order.vendor.currency, order.day)
    wanted = sum((line.quantity for line in order.lines), Decimal(0))
    received = sum((line.received for line in order.lines), Decimal(0))
    invoiced = sum((line.invoiced for line in order.lines), Decimal(0))
    vat = sum((row["VATAmount"] for row in lines), Decimal(0))
    last = order.day + timedelta(days=max((days for days, _, _ in order.receipts), default=0))
    return changed_on(admin, order.day, last) | {
        "PurchaseOrderID": order.guid,
        "OrderNumber": order.number,
        "OrderDate": order.day,
        "ReceiptDate": order.day + timedelta(days=5),
        "Supplier": order.vendor.guid(admin.code),
        "SupplierCode": order.vendor.codes[admin.code],
        "SupplierName": order.vendor.name,
        "Description": f"Bestelling {order.number}",
        "YourRef": None,
        "Currency": order.vendor.currency,
        "ExchangeRate": rate,
        "AmountFCExclVat": order.net,
        "AmountFC": order.net + vat,
        "AmountDC": ((order.net + vat) * rate).quantize(CENT),
        "VATAmount": vat,
        "Discount": Decimal(0),
        "OrderStatus": _state(received, wanted, order.cancelled),
        "ReceiptStatus": _state(received, wanted, order.cancelled),
        "InvoiceStatus": _state(invoiced, wanted, order.cancelled),
        "ApprovalStatus": 2,
        "PaymentCondition": order.vendor.terms,
        "PurchaseOrderLineCount": len(order.lines),
        "PurchaseAgentFullName": "Marit Hoekstra",
        "Source": 1,
        "DropShipment": False,
        "Warehouse": guid(admin.code, "warehouse", "1"),
        "WarehouseCode": "1",
    }


def _order_line_row(admin: Administration, order: Order, line: OrderLine) -> Row:
    code = code_for(admin.legislation, line.item.charge)
    rate = rate_on(admin.legislation, code, order.day)
    centre = centre_for(admin.code, "PRJ")
    return changed_on(admin, order.day) | {
        "ID": guid(order.guid, line.number),
        "PurchaseOrderID": order.guid,
        "LineNumber": line.number,
        "Item": line.item.guid,
        "ItemCode": line.item.code,
        "ItemDescription": line.item.description,
        "ItemBarcode": line.item.ean,
        "ItemDivisable": line.item.unit in ("kg", "m", "l"),
        "Description": line.item.description,
        "SupplierItemCode": line.item.supplier_code,
        "Unit": line.item.unit,
        "Quantity": line.quantity,
        "QuantityInPurchaseUnits": line.quantity,
        "ReceivedQuantity": line.received,
        "InvoicedQuantity": line.invoiced,
        "UnitPrice": line.price,
        "NetPrice": line.price * (1 - line.discount),
        "Discount": line.discount,
        "AmountFC": line.net,
        "AmountDC": (line.net * exchange_rate(order.vendor.currency, order.day)).quantize(CENT),
        "VATCode": code,
        "VATPercentage": rate,
        "VATAmount": Decimal(0) if charged(admin.legislation, code) else (line.net * rate).quantize(CENT),
        "ReceiptDate": order.day + timedelta(days=5),
        "CostCenter": centre,
        "CostUnit": None,
        "Rebill": False,
    }


def _receipt_rows(
    admin: Administration, order: Order, place: int, day: date, taken: dict[int, Decimal], note: str
) -> tuple[Row, list[Row]]:
    identity = guid(order.guid, "receipt", place)
    head = changed_on(admin, day) | {
        "ID": identity,
        "ReceiptNumber": order.number * 10 + place - order.number // 100_000 * 900_000,
        "EntryNumber": order.number * 10 + place - order.number // 100_000 * 900_000,
        "ReceiptDate": day,
        "Supplier": order.vendor.guid(admin.code),
        "SupplierCode": order.vendor.codes[admin.code],
        "SupplierName": order.vendor.name,
        "Description": f"Ontvangst bestelling {order.number}",
        "YourRef": note,
        "GoodsReceiptLineCount": len(taken),
        "Warehouse": guid(admin.code, "warehouse", "1"),
        "WarehouseCode": "1",
    }
    parts: list[Row] = []
    for line in order.lines:
        if line.number in taken:
            parts.append(
                changed_on(admin, day)
                | {
                    "ID": guid(identity, line.number),
                    "GoodsReceiptID": identity,
                    "LineNumber": len(parts) + 1,
                    "Item": line.item.guid,
                    "ItemCode": line.item.code,
                    "ItemDescription": line.item.description,
                    "ItemUnitCode": line.item.unit,
                    "Description": line.item.description,
                    "SupplierItemCode": line.item.supplier_code,
                    "PurchaseOrderID": order.guid,
                    "PurchaseOrderLineID": guid(order.guid, line.number),
                    "PurchaseOrderNumber": order.number,
                    "QuantityOrdered": line.quantity,
                    "QuantityReceived": taken[line.number],
                }
            )
    return head, parts
