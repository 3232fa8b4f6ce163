"""A written-out case as a plain dictionary: read it, run it, answer with a plain dictionary.

The format is described in ``docs/rules.md`` ("match"). The tests' tables and ``manage.py rules match`` use it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from domain.money import ZERO
from domain.orders import GoodsReceiptLine, InvoiceForMatch
from domain.tolerances import ToleranceTable
from matching.three_way.books import Books, rematch, rematch_waiting, wants_rematch
from matching.three_way.case_before import consumption, told_once, used_once
from matching.three_way.case_invoice import invoice
from matching.three_way.case_orders import known, orders_of, receipt
from matching.three_way.case_output import result_json
from matching.three_way.case_prices import agreed_prices
from matching.three_way.case_rules import policy, table
from matching.three_way.case_values import CaseError, known_keys
from matching.three_way.engine import Known
from matching.three_way.policy import MatchPolicy
from matching.three_way.results import MatchResult
from matching.three_way.self_billing import self_bill

__all__ = ["Case", "CaseError", "Event", "load_case", "run_case"]

TOP_KEYS = (
    "id",
    "title",
    "about",
    "note",
    "expect",
    "orders",
    "receipts",
    "invoice",
    "events",
    "order_charges",
    "tolerances",
    "stricter_only",
    "policy",
    "agreed_prices",
    "unit_factors",
    "supplier_items",
    "chosen",
    "history",
    "consumption",
    "prepaid",
)
EVENTS = ("receipt", "return", "inspection", "invoice", "order", "self_bill", "tolerances", "post")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens, in order."""

    kind: str
    data: Any


@dataclass(frozen=True, slots=True)
class Case:
    """A case ready to run."""

    id: str
    books: Books
    tolerances: ToleranceTable
    policy: MatchPolicy
    known: Known
    events: tuple[Event, ...]


def load_case(data: Mapping[str, Any]) -> Case:
    """Read a case. Raises ``CaseError`` naming the place of what cannot be understood."""
    known_keys(data, TOP_KEYS, "case")
    lines = orders_of(data.get("orders", ()))
    base = replace(known(data), prices=agreed_prices(data))
    default = lines[0] if len(lines) == 1 else None
    receipts = tuple(receipt(row, at, lines, default) for at, row in enumerate(data.get("receipts", ()), 1))
    used = consumption(data, receipts)
    books = Books(
        told_once(lines, base.history),
        used_once(receipts, used),
        base.charges,
        base.history,
        used,
        tuple(base.prepaid.items()),
    )
    events = [Event("invoice", row) for row in ([data["invoice"]] if "invoice" in data else [])]
    for at, row in enumerate(data.get("events", ()), 1):
        kind = next((name for name in EVENTS if name in row), None)
        if kind is None:
            raise CaseError(f"events[{at}]: one of {', '.join(EVENTS)} expected, got {', '.join(row) or 'nothing'}")
        events.append(Event(kind, row[kind]))
    if not events:
        raise CaseError("a case needs an invoice, or events with an invoice among them")
    return Case(str(data.get("id", "")), books, table(data), policy(data.get("policy", {})), base, tuple(events))


def run_case(data: Mapping[str, Any]) -> dict[str, Any]:
    """Run a case: the last document's verdict at top level, every event's outcome under ``steps``.

    Receipts, returns, inspections, orders and tolerances make all waiting documents match again, as in the product.
    """
    return _Run(load_case(data)).run()


class _Run:
    def __init__(self, case: Case) -> None:
        self.case, self.books, self.table = case, case.books, case.tolerances
        self.documents: dict[str, InvoiceForMatch] = {}
        self.results: dict[str, MatchResult] = {}
        self.posted: set[str] = set()
        self.steps: list[dict[str, Any]] = []

    def run(self) -> dict[str, Any]:
        for at, event in enumerate(self.case.events, 1):
            changed = getattr(self, f"_{event.kind}")(event.data, at)
            step: dict[str, Any] = {"event": event.kind}
            if isinstance(changed, dict):
                step |= changed
            step["documents"] = {key: result_json(result) for key, result in self.results.items()}
            step["open_to_bill"] = self._open()
            self.steps.append(step)
        last = next(reversed(self.results.values()), None)
        answer: dict[str, Any] = {"case": self.case.id}
        if last is not None:
            answer |= result_json(last)
        answer["open_to_bill"] = self._open()
        answer["receipts"] = [
            {"receipt": r.key, "quantity": f"{r.quantity:f}", "consumed": f"{r.consumed:f}"}
            for r in self.books.seen_by("").receipts
        ]
        if len(self.case.events) > 1:
            answer["steps"] = self.steps
        return answer

    def _open(self) -> dict[str, dict[str, str]]:
        rows = {}
        for order in self.books.orders:
            two_way, three_way = self.books.open_to_bill(order.key)
            rows[order.key] = {"two_way": f"{two_way:f}", "three_way": f"{three_way:f}"}
        return rows

    def _waiting(self) -> None:
        self._again(
            [
                document
                for key, document in self.documents.items()
                if key not in self.posted and wants_rematch(self.results[key])
            ]
        )

    def _again(self, waiting: list[InvoiceForMatch]) -> None:
        self.books, changed = rematch_waiting(
            self.books, waiting, tolerances=self.table, policy=self.case.policy, known=self.case.known
        )
        self.results |= changed

    def _invoice(self, data: Mapping[str, Any], at: int) -> None:
        document = invoice(data, f"invoice-{len(self.documents) + 1}")
        self.documents[document.key] = document
        result = rematch(self.books, document, tolerances=self.table, policy=self.case.policy, known=self.case.known)
        self.books = self.books.record(result)
        self.results[document.key] = result
        if len(self.documents) > 1:
            self._waiting()

    def _receipt(self, data: Mapping[str, Any] | Sequence[Mapping[str, Any]], at: int) -> None:
        for row in [data] if isinstance(data, Mapping) else data:
            self.books = self.books.receive(self._one_receipt(row, len(self.books.receipts) + 1))
        self._waiting()

    def _one_receipt(self, row: Mapping[str, Any], number: int) -> GoodsReceiptLine:
        lines = self.books.orders
        return receipt(row, number, lines, lines[0] if len(lines) == 1 else None)

    def _return(self, data: Mapping[str, Any], at: int) -> None:
        self._change(data, "returned")

    def _inspection(self, data: Mapping[str, Any], at: int) -> None:
        self._change(data, "rejected")

    def _change(self, data: Mapping[str, Any], name: str) -> None:
        wanted = data.get("receipt", "")
        hits = [r for r in self.books.receipts if not wanted or wanted in (r.key, r.receipt)]
        if not hits:
            raise CaseError(f"no receipt {wanted!r} to change")
        quantity = Decimal(str(data["quantity"]))
        row = hits[-1]
        self.books = self.books.receive(replace(row, **{name: getattr(row, name) + quantity}))
        # Goods that went away may have been what a document rested on that waited for nothing any more.
        self._again([document for key, document in self.documents.items() if key not in self.posted])

    def _order(self, data: Mapping[str, Any], at: int) -> None:
        changed = {line.key: line for line in orders_of([data])}
        kept = tuple(changed.pop(line.key, line) for line in self.books.orders)
        self.books = replace(self.books, orders=kept + tuple(changed.values()))
        self._waiting()

    def _tolerances(self, data: Any, at: int) -> None:
        self.table = table({"tolerances": data})
        self._waiting()

    def _post(self, data: str, at: int) -> None:
        if data not in self.results:
            raise CaseError(f"post: no document {data!r} came before")
        self.books = self.books.record(self.results[data], posted=True, number=data)
        self.posted.add(data)

    def _self_bill(self, data: Any, at: int) -> dict[str, Any]:
        bill = self_bill(self.books.orders, self.books.seen_by("").receipts)
        self.books = self.books.receive(*bill.receipts)
        total = sum((line.amount for line in bill.lines), ZERO)
        return {
            "self_billed": f"{total:f}",
            "lines": [
                {"order_line": line.order_line, "quantity": f"{line.quantity:f}", "amount": f"{line.amount:f}"}
                for line in bill.lines
            ],
        }
