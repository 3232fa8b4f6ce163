"""What became of each sample of the demonstration, as facts that can be compared with what was expected."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.servers.instance import ROOT

# Runs inside the instance: per sample the ledger's outcomes and every draft that came of it.
COLLECT = """
import django, hashlib, json, uuid
django.setup()
from exact.models import Administration
from samples.inbox import as_mail, sample_inbox
from workbench.demo import inbox
from workbench.inbox.addresses import address_of
from workbench.models import IntakeEntry, Message

books = {a.division: a for a in Administration.objects.all()}

def entries_of(path, division, how):
    if how == "mail":
        raw = inbox.on_the_wire(as_mail(path, address_of(books[division])))
        digest = hashlib.sha256(raw).hexdigest()
        message = Message.objects.get(raw_id=digest, administration=books[division])
        return list(message.entries.all())
    return list(IntakeEntry.objects.filter(batch=uuid.uuid5(inbox._NAMESPACE, f"{division}/{path.name}")))

def draft_facts(draft):
    return {
        "kind": draft.kind, "state": draft.state, "currency": draft.currency, "match": draft.match_state,
        "gross": str(draft.gross_total), "auto_ok": draft.auto_ok,
        "vendor": draft.vendor.code.strip() if draft.vendor else None,
        "documents": sorted((d.kind, d.role) for d in draft.documents.all()),
        "holds": [[h.code, h.severity, h.field, h.params]
                  for h in draft.holds.filter(released_at=None).exclude(severity="info")],
        "lines": [{"gl_account": l.gl_account, "cost_centre": l.cost_centre, "vat_code": l.vat_code.strip(),
                   "treatment": l.vat_treatment,
                   "gl_source": l.choices.get("gl_account", {}).get("source", "")} for l in draft.lines.all()],
    }

found = {}
for path, division, how in sample_inbox():
    entries = entries_of(path, division, how)
    documents = [e.document for e in entries if e.document]
    documents += [part for d in documents for part in d.parts.all()]
    drafts = {d.draft_id: d.draft for d in documents if d.draft}
    found[path.stem] = {
        "intake": [e.outcome for e in entries],
        "states": [d.state for d in documents],
        "drafts": [draft_facts(d) for d in drafts.values()],
    }
print(json.dumps(found))
"""


def expectations() -> dict[str, dict[str, Any]]:
    """Per sample the ``outcome`` of its truth, with the document type."""
    found = {}
    for path in sorted((ROOT / "samples" / "truth").glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        found[truth["id"]] = truth["outcome"] | {"document_type": truth["document_type"]}
    return found


@dataclass(frozen=True)
class Judged:
    """One sample: what was wanted of it and what became of it."""

    sample: str
    wanted: dict[str, Any]
    found: dict[str, Any]

    @property
    def drafts(self) -> list[dict[str, Any]]:
        """The drafts that came of it; one, but for files that hold several invoices."""
        drafts: list[dict[str, Any]] = self.found["drafts"]
        return drafts

    @property
    def expects(self) -> set[str]:
        """All words of the expectation."""
        return {self.wanted["expected"], *self.wanted["also"]}

    def problems(self) -> list[str]:
        """Each difference as a sentence; empty when everything is as expected."""
        said = []
        if not self.drafts:
            return ["no draft"]
        if set(self.found["states"]) - {"read"}:
            said.append(f"documents are {self.found['states']}")
        for draft in self.drafts:
            said += self._of(draft)
        return said

    def _of(self, draft: dict[str, Any]) -> list[str]:
        said = []
        codes = {code for code, *_ in draft["holds"]}
        duplicate_ok = bool({"duplicate", "joined"} & set(self.found["intake"])) or len(draft["documents"]) > 1
        missing = set(self.wanted["holds"]) - codes - ({"DUPLICATE_SUSPECT"} if duplicate_ok else set())
        if missing:
            said.append(f"missing holds {sorted(missing)}")
        kinds = KINDS.get(self.wanted["expected"])
        if kinds and draft["kind"] not in kinds:
            said.append(f"kind {draft['kind']}, not {' or '.join(kinds)}")
        if draft["kind"] == "none":
            return said
        if "ambiguous_vendor" not in self.expects and draft["vendor"] != self.wanted["vendor_code"]:
            said.append(f"vendor {draft['vendor']}, not {self.wanted['vendor_code']}")
        match = MATCHES.get(self.wanted["expected"])
        if match and draft["match"] not in match:
            said.append(f"match {draft['match'] or 'none'}, not {match[0]}")
        if "foreign_currency" in self.expects and draft["currency"] == "EUR":
            said.append("currency EUR")
        unwanted = sorted(codes - set(self.wanted["holds"]) - ALLOWED.get(self.wanted["expected"], set()) - INFORMS)
        if unwanted and self.wanted["expected"] in CLEAN:
            said.append(f"unexpected holds {unwanted}")
        return said + self._coding(draft)

    def _coding(self, draft: dict[str, Any]) -> list[str]:
        """Wrong accounts and VAT codes; an empty cell is no error, only a question to the clerk.

        The vendor's default in Exact is a stated fallback, not a judgement: what it gives is not compared.
        """
        wanted = self.wanted["coding"]
        if not wanted or len(wanted) != len(draft["lines"]) or not draft["vendor"]:
            return []
        said = []
        for column in ("gl_account", "vat_code"):
            wrong = {
                (row[column], line[column])
                for row, line in zip(wanted, draft["lines"], strict=True)
                if row[column]
                and line[column]
                and row[column] != line[column]
                and not (column == "gl_account" and line["gl_source"] == "vendor")
            }
            said += [f"{column} {got}, not {want}" for want, got in sorted(wrong)]
        return said


KINDS = {
    "credit_note": ("credit_note",),
    "not_an_invoice": ("none",),
    "order": ("purchase_order", "sales_order"),
}
MATCHES = {"clean_match": ("matched", "within_tolerance"), "missing_receipt": ("awaiting_receipt",)}
# Expectations that want nothing in the way beyond what they name.
CLEAN = {"clean_match", "no_order", "reverse_charge", "foreign_currency", "nonstandard_vat", "not_structured"}
CLEAN |= {"missing_receipt", "price_variance"}
ALLOWED: dict[str, set[str]] = {}
# Questions about single values or cells that a clerk answers in passing; which of them arise is the reader's business.
INFORMS = {"READ_DOUBTFUL", "GL_UNKNOWN", "COST_CENTRE_MISSING", "COST_UNIT_MISSING", "BE_NOT_STRUCTURED"}
INFORMS |= {"STAFF_BENEFIT_YEARLY", "BE_DISPUTE_CLOCK"}
