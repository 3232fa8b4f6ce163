"""What is in doubt and not needed keeps no bill back that is sure in everything else: it is left out."""

from __future__ import annotations

from domain.findings import Severity
from domain.reading import DocumentType
from ocr.local.verify import Verdict, judge
from ocr.local.work import Work

_BILLS = frozenset({DocumentType.INVOICE, DocumentType.CREDIT_NOTE, DocumentType.RECEIPT})
_DOUBTS = frozenset({"CLOSE_CANDIDATES", "LOW_CONFIDENCE"})


def leave_out(work: Work, verdict: Verdict) -> Verdict:
    """The verdict without the customer's name, or without the net amount of a bill that has no VAT, where doubts about
    these are all that stands against the bill.

    To book a bill nobody needs the name it is addressed to (a firm and a person over one address are the usual doubt),
    nor its total under a second name. On a scan such a doubt goes with others, and who looks at the paper sees it."""
    stops = [f for f in verdict.findings if f.severity is not Severity.INFO]
    names = {f.field for f in stops}
    if verdict.auto_ok or work.layout.is_ocr or work.kind.best not in _BILLS or not stops:
        return verdict
    if not names <= _needless(work) or any(f.code not in _DOUBTS for f in stops):
        return verdict
    before = list(work.findings)
    out = {name: work.fields.pop(name) for name in sorted(names)}
    for name, found in out.items():
        work.note("SEVERAL_CANDIDATES", Severity.INFO, name, values=found.value)
    without = judge(work)
    if not without.auto_ok:
        work.fields.update(out)
        work.findings[:] = before
        return verdict
    return without


def _needless(work: Work) -> set[str]:
    """Fields present that nothing is lost without."""
    net, gross = work.fields.get("net_total"), work.fields.get("gross_total")
    total_twice = net is not None and gross is not None and net.value == gross.value
    untaxed = total_twice and "vat_total" not in work.fields
    return {name for name, out in (("buyer_name", True), ("net_total", untaxed)) if out and name in work.fields}
