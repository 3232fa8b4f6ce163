"""The customer's name in doubt keeps no bill back that is sure in everything else: it is left out."""

from __future__ import annotations

from domain.findings import Severity
from domain.reading import DocumentType
from ocr.local.verify import Verdict, judge
from ocr.local.work import Work

_BILLS = frozenset({DocumentType.INVOICE, DocumentType.CREDIT_NOTE})
_NAME = "buyer_name"
_DOUBTS = frozenset({"CLOSE_CANDIDATES", "LOW_CONFIDENCE"})


def leave_out(work: Work, verdict: Verdict) -> Verdict:
    """The verdict without the customer's name, where a doubt about that name is all that stands against the bill.

    To book a bill nobody needs the name it is addressed to; a firm and a person over one address are the usual doubt.
    On a scan such a doubt goes with others, and who looks at the paper sees the name."""
    stops = [f for f in verdict.findings if f.severity is not Severity.INFO]
    if verdict.auto_ok or work.layout.is_ocr or work.kind.best not in _BILLS or _NAME not in work.fields:
        return verdict
    if not stops or any(f.field != _NAME or f.code not in _DOUBTS for f in stops):
        return verdict
    name = work.fields.pop(_NAME)
    work.note("SEVERAL_CANDIDATES", Severity.INFO, _NAME, values=name.value)
    without = judge(work)
    if without.auto_ok:
        return without
    work.fields[_NAME] = name
    work.findings.pop()
    return verdict
