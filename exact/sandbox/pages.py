"""The human side of the sandbox: what stands in the ledger, entries with their lines and papers, and the call log."""

from datetime import datetime
from html import escape
from typing import Any

from exact.sandbox import html
from exact.sandbox.calllog import CallLog
from exact.sandbox.calls import Response
from exact.sandbox.catalogue import NO_DIVISION, load
from exact.sandbox.ledger import Ledger, Row
from exact.sandbox.values import moment

ENTRIES, ENTRY_LINES = "purchaseentry/PurchaseEntries", "purchaseentry/PurchaseEntryLines"
NEWEST = 100


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and len(value) >= 19 and value[4:5] == "-" and value[10:11] == "T":
        return escape(value[:10] if value[11:19] == "00:00:00" else value[:19].replace("T", " "))
    return escape(str(value))


class Pages:
    """Renders the pages from the ledger."""

    def __init__(self, ledger: Ledger, log: CallLog) -> None:
        self.ledger, self.log = ledger, log

    def home(self) -> Response:
        """All administrations with their row counts, the newest calls."""
        parts = []
        rows = []
        for stored in self.ledger.rows(NO_DIVISION, "system/Divisions"):
            code = stored.row["Code"]
            counts = [self.ledger.count(code, name) for name in (ENTRIES, "documents/Documents", "crm/Accounts")]
            orders = self.ledger.count(code, "purchaseorder/PurchaseOrders")
            name = html.link(f"/_sandbox/division/{code}", stored.row.get("Description") or code)
            rows.append([str(code), name, *map(str, counts), str(orders)])
        heads = ["Code", "Administration", "Purchase entries", "Documents", "Accounts", "Purchase orders"]
        parts.append("<h2>Administrations</h2>" + html.table(heads, rows, frozenset({2, 3, 4, 5})))
        parts.append("<h2>Newest calls</h2>" + self._log_table(25))
        parts.append(f"<p>{html.link('/_sandbox/calls', 'All calls')}</p>")
        return Response.html(html.page("Exact sandbox", "".join(parts)))

    def calls(self) -> Response:
        """The newest calls of the log."""
        return Response.html(html.page("Exact sandbox: calls", self._log_table(500)))

    def _log_table(self, last: int) -> str:
        rows = []
        for entry in reversed(self.log.entries(last)):
            at = moment(datetime.fromtimestamp(entry["time"]))
            cells = [
                at.replace("T", " "),
                entry.get("division"),
                entry.get("method"),
                entry.get("path"),
                entry.get("status"),
            ]
            rows.append([escape(str("" if c is None else c)) for c in [*cells, entry.get("fault")]])
        return html.table(["Time", "Administration", "Method", "Path", "Status", "Fault"], rows)

    def division(self, code: int) -> Response:
        """An administration: newest entries, documents and orders."""
        row = self.ledger.get(NO_DIVISION, "system/Divisions", f"{code:012d}")
        if row is None:
            return self.missing()
        found = self.ledger.rows(code, ENTRIES, order="version DESC", limit=NEWEST)
        rows = []
        for entry in (stored.row for stored in found):
            number = html.link(f"/_sandbox/entry/{entry['EntryID']}", entry.get("EntryNumber") or entry["EntryID"])
            names = ("EntryDate", "SupplierName", "YourRef", "Description", "Journal", "Status")
            amount = f"{_text(entry.get('Currency'))} {_text(entry.get('AmountFC'))}"
            rows.append([number, *[_text(entry.get(name)) for name in names], amount])
        heads = ["Number", "Date", "Supplier", "Your ref.", "Description", "Journal", "Status", "Amount"]
        body = "<h2>Purchase entries</h2>" + html.table(heads, rows, frozenset({7}))
        body += self._documents(code) + self._orders(code)
        return Response.html(
            html.page(f"{code} {row.get('Description') or ''}", f"<p>{html.link('/', 'Home')}</p>" + body)
        )

    def _documents(self, code: int) -> str:
        rows = []
        for stored in self.ledger.rows(code, "documents/Documents", order="version DESC", limit=NEWEST):
            document = stored.row
            files = ", ".join(self._files(code, document["ID"]))
            rows.append(
                [_text(document.get(name)) for name in ("HID", "Subject", "TypeDescription", "AccountName")] + [files]
            )
        return "<h2>Documents</h2>" + html.table(["Number", "Subject", "Type", "Account", "Files"], rows)

    def _orders(self, code: int) -> str:
        rows = []
        for stored in self.ledger.rows(code, "purchaseorder/PurchaseOrders", order="version DESC", limit=NEWEST):
            names = ("OrderNumber", "OrderDate", "SupplierName", "ReceiptStatus", "InvoiceStatus", "AmountFC")
            rows.append([_text(stored.row.get(name)) for name in names])
        heads = ["Number", "Date", "Supplier", "Receipt status", "Invoice status", "Amount"]
        return "<h2>Purchase orders</h2>" + html.table(heads, rows, frozenset({5}))

    def _files(self, code: int, document: str) -> list[str]:
        found = self.ledger.children(code, "documents/DocumentAttachments", document)
        return [html.link(f"/_sandbox/attachment/{row['ID']}", row.get("FileName") or row["ID"]) for row in found]

    def entry(self, key: str) -> Response:
        """One entry with lines, ledger lines and papers; the page that "open in Exact" leads to."""
        places = self.ledger.execute("SELECT division FROM entity WHERE resource=? AND key=?", (ENTRIES, key.lower()))
        if not places:
            return self.missing()
        division = places[0][0]
        entry = self.ledger.get(division, ENTRIES, key.lower()) or {}
        facts = "".join(
            f"<dt>{escape(name)}</dt><dd>{_text(entry[name])}</dd>"
            for name in load()[ENTRIES].properties
            if entry.get(name) is not None
        )
        lines = self._rows(division, ENTRY_LINES, entry, _LINE_COLUMNS, frozenset({3, 4}))
        ledger_lines = self._rows(
            division, "financialtransaction/TransactionLines", entry, _LEDGER_COLUMNS, frozenset({3, 4})
        )
        files = "".join(f"<li>{item}</li>" for item in self._files(division, entry.get("Document") or ""))
        body = f"<p>{html.link(f'/_sandbox/division/{division}', 'Administration')}</p><dl>{facts}</dl>"
        body += f"<h2>Lines</h2>{lines}<h2>Ledger</h2>{ledger_lines}<h2>Files</h2><ul>{files}</ul>"
        return Response.html(html.page(f"Purchase entry {entry.get('EntryNumber')}", body))

    def _rows(self, division: int, resource: str, entry: Row, columns: tuple[str, ...], numeric: frozenset[int]) -> str:
        found = self.ledger.children(division, resource, entry["EntryID"])
        return html.table(list(columns), [[_text(row.get(c)) for c in columns] for row in found], numeric)

    def attachment(self, key: str) -> Response:
        """A file as download."""
        rows = self.ledger.execute("SELECT bytes, division FROM content WHERE id=?", (key.lower(),))
        if not rows:
            return self.missing()
        content, division = rows[0]
        row = self.ledger.get(division, "documents/DocumentAttachments", key.lower()) or {}
        return download(content, row.get("FileName") or key)

    def missing(self) -> Response:
        """Nothing here."""
        return Response.html(html.page("Not found", f"<p>{html.link('/', 'Home')}</p>"), 404)


def download(content: bytes, name: str) -> Response:
    """Bytes as a download with a harmless file name."""
    safe = "".join(c if c.isalnum() or c in "._- " else "_" for c in name)
    safe = safe.encode("ascii", "replace").decode().replace("?", "_")
    headers = {"Content-Disposition": f'attachment; filename="{safe}"', "X-Content-Type-Options": "nosniff"}
    return Response(200, content, "application/octet-stream", headers)


_LINE_COLUMNS = (
    "LineNumber",
    "GLAccountCode",
    "Description",
    "AmountFC",
    "VATAmountFC",
    "VATCode",
    "CostCenter",
    "CostUnit",
)
_LEDGER_COLUMNS = (
    "LineNumber",
    "GLAccountCode",
    "GLAccountDescription",
    "AmountDC",
    "AmountFC",
    "VATCode",
    "Description",
)
