"""Whether the money of a paper holds together: net and VAT make the total, or something as good says so."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from domain.reading import DocumentType, ReadLine
from ocr.local.marks import CENT
from ocr.local.text import plain
from ocr.local.work import Work

ORDERS = frozenset({DocumentType.PURCHASE_ORDER, DocumentType.ORDER_CONFIRMATION, DocumentType.DELIVERY_NOTE})


def adds_up(work: Work) -> bool:
    """True when arithmetic over several printed amounts bears the total out; orders may come without prices."""
    gross = work.fields.get("gross_total")
    if gross is None:
        net = work.fields.get("net_total")
        nothing = net is None and "vat_total" not in work.fields
        return work.kind.best in ORDERS and (nothing or bool({"lines", "repeated"} & work.totals.proof))
    if gross.proven:
        return True
    if work.totals.broken:
        return False
    if _same_without_vat(work) or _exempt(work):
        return True
    return not work.layout.is_ocr and (_lines_tell(work) or _no_tax(work))


def _same_without_vat(work: Work) -> bool:
    """No VAT anywhere, and lines, net and total, each under its own name, are one amount: an untaxed bill."""
    net, gross = work.totals.net, work.totals.gross
    if net is None or gross is None or work.totals.vat is not None or work.totals.rows:
        return False
    named = net.label is not None and gross.label is not None and net.amount is not gross.amount
    return named and net.value == gross.value and "lines" in work.totals.proof


_EXEMPT = re.compile(
    r"tva non applicable|exonere de tva|autoliquidation|vrijgesteld van (?:de )?btw|btw[- ]?vrij(?:gesteld)?\b"
    r"|btw verlegd"
    r"|exempt from vat|vat exempt|reverse charge|steuerfrei|umsatzsteuerfrei|nicht steuerbar|kleinunternehmer"
    r"|19 ustg|keine umsatzsteuer|keine mwst|293 ?b|geen btw (?:verschuldigd|berekend)|no vat (?:is )?charged"
    r"|kleine ondernemersregeling|steuerschuldnerschaft des leistungsempfangers|ohne ausweis (?:der|von) umsatzsteuer"
)


def _exempt(work: Work) -> bool:
    """The paper says that no VAT is charged, and its lines make its total."""
    if work.totals.vat is not None or work.totals.rows:
        return False
    lines = "lines" in work.totals.proof
    if work.totals.gross is not None and work.totals.gross.label is not None and len(work.items.lines) > 1:
        lines = lines or work.items.total() == work.totals.gross.value
    return lines and bool(_EXEMPT.search(plain(work.layout.text())))


_TAX = re.compile(
    r"\b(?:btw|vat|tva|mwst|ust|umsatzsteuer|mehrwertsteuer|omzetbelasting|tax(?:es)?|gst|hst|iva|moms|mva|alv|dph|dds|ddv|igic)"
    r"\b|t\.v\.a"
)


def _no_tax(work: Work) -> bool:
    """No word for a tax on the paper, no amount called net, and the billed lines make the total: two lines at least,
    or one that multiplies out."""
    gross, lines = work.totals.gross, work.items.lines
    if gross is None or gross.label is None or work.totals.vat is not None:
        return False
    if work.totals.net is not None and (work.totals.net.label is not None or work.totals.net.value != gross.value):
        return False
    if work.totals.rows or work.items.total() != gross.value or _TAX.search(plain(work.layout.text())):
        return False
    return len(lines) > 1 or _multiplies(lines[0]) or _told_thrice(work, gross.value)


def _told_thrice(work: Work, total: Decimal) -> bool:
    """The total of a bill of one line stands in it and at two more places at least, and nothing larger does."""
    money = [abs(a.value) for a in work.amounts if a.is_money]
    return money.count(abs(total)) > 2 and max(money) == abs(total)


def _multiplies(line: ReadLine) -> bool:
    try:
        return Decimal(line.quantity) * Decimal(line.unit_price) == Decimal(line.net_amount)
    except InvalidOperation:
        return False


def _lines_tell(work: Work) -> bool:
    """Net is printed nowhere: the billed lines and VAT make the total, or the lines do and VAT is a rate's part of it.

    Two lines at least, or the one would only repeat the total."""
    gross, vat, lines = work.totals.gross, work.totals.vat, work.items.total()
    if work.totals.net is not None or gross is None or gross.label is None or vat is None or lines is None:
        return False
    if not vat.value or work.totals.margin < 0:
        return False
    if lines + vat.value == gross.value:
        return True
    rates = {a.value for a in work.amounts if a.percent and a.line.number not in work.items.used_lines}
    part = any(abs(gross.value * r / (100 + r) - vat.value) <= CENT for r in rates if r > Decimal(0))
    return lines == gross.value and part
