"""Audit events as sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.api import TOKEN_EVENTS
from workbench.messages.approval import APPROVAL_EVENTS, ON_BEHALF
from workbench.messages.books import BOOK_EVENTS
from workbench.messages.describing import Lenient, describe
from workbench.messages.keeping import KEEPING_EVENTS
from workbench.messages.mailboxes import MAILBOX_EVENTS
from workbench.messages.outgoing import OUTGOING_EVENTS
from workbench.messages.pages import PAGE_EVENTS
from workbench.messages.params import in_words
from workbench.messages.people import PEOPLE_EVENTS
from workbench.messages.second_factor import SECOND_FACTOR_EVENTS
from workbench.messages.tidy import without_gaps
from workbench.messages.values import money, written

EVENTS: dict[str, str | Promise] = {
    # coming in
    "file.received": _("Received %(name)s"),
    "file.opened": _("Opened %(name)s"),
    "folder.refused": _("Not taken in from the folder: %(name)s"),
    "message.received": _("Mail received"),
    "message.opened": _("Mail opened"),
    "message.settled": _("Mail settled"),
    "message.file_added": _("File added to the mail: %(name)s"),
    "message.admitted": _("Mail taken in after all"),
    "sender.decided": _("Mails of %(name)s: %(verdict)s"),
    "sender.password_kept": _("Password for files of %(name)s remembered"),
    "sender.password_forgotten": _("Password for files of %(name)s forgotten"),
    "sender.forgotten": _("Decision about %(name)s forgotten"),
    "sender.asked": _("The first mail of an unknown sender waits"),
    "sender.not_asked": _("Mails of unknown senders are taken in"),
    "document.read": _("Read: fields %(fields)s, lines %(lines)s, pages %(pages)s"),
    # draft
    "draft.created": _("Draft made: %(kind)s"),
    "draft.joined": _("Second source of the same invoice joined: %(name)s"),
    "annex.attached": _("Annex put with the invoice: %(name)s"),
    "annex.taken_out": _("No annex, but a document of its own: %(name)s"),
    "annex.source_out": _("No second source, but a document of its own: %(name)s"),
    "draft.kind_changed": _("Kind: %(old)s → %(new)s"),
    "draft.moved": _("Moved from %(old)s to %(new)s"),
    "draft.rejected": _("Rejected: %(reason)s"),
    "draft.filed": _("Filed without booking"),
    "draft.reopened": _("Back to review"),
    "field.changed": _("%(field)s: %(old)s → %(new)s"),
    "field.confirmed": _("%(field)s confirmed: %(value)s"),
    "line.changed": _("Line %(line)s, %(column)s: %(old)s → %(new)s"),
    "line.added": _("Line %(line)s added"),
    "line.deleted": _("Line %(line)s deleted: %(description)s %(net)s"),
    "line.split": _("Line %(line)s split"),
    "coding.suggested": _("Accounts suggested by a model for %(found)s of %(lines)s lines"),
    "lines.pasted": _("Lines pasted: %(count)s"),
    "lines.coded": _("%(column)s of lines %(places)s set to %(new)s"),
    "lines.collapsed": _("Lines taken together: %(lines)s"),
    "lines.spread": _("Spread over %(start)s – %(end)s, line %(line)s"),
    "lines.unspread": _("No longer spread, line %(line)s"),
    "lines.taken": _("Lines taken from a table on the page: %(count)s"),
    "draft.stepped_back": _("The last change was undone"),
    "vendor.mapped": _("Vendor chosen: %(vendor)s"),
    "mapping.forgotten": _("Forgotten that %(key)s %(value)s means %(old)s"),
    "mapping.reassigned": _("%(key)s %(value)s now means %(new)s, no longer %(old)s"),
    "taught.forgotten": _("Taught for orders, ended: %(text)s"),
    "vendor.resolved": _("Vendor found: %(vendor)s, by %(key)s"),
    "order.linked": _("Order %(order)s linked"),
    "order_line.chosen": _("Line %(line)s: order line %(order_line)s chosen"),
    "unit.confirmed": _("Line %(line)s, unit confirmed: %(text)s"),
    "variance.answered": _("%(message)s: %(answer)s, %(amount)s. %(reason)s"),
    "variance.seconded": _("%(message)s: second person agrees to %(answer)s, %(amount)s"),
    "variance.taken_back": _("%(message)s: %(answer)s taken back"),
    "receipt.linked": _("Receipt %(receipt)s linked afterwards: %(quantity)s"),
    "receipt.unlinked": _("Receipt %(receipt)s unlinked: %(quantity)s"),
    "credit.settled": _("Settles the credit of %(amount)s expected on invoice %(number)s"),
    "credit.unsettled": _("Does not settle the credit of %(amount)s expected on invoice %(number)s"),
    # talk
    "talk.said": _("Said: %(text)s"),
    "talk.asked": _("Asked %(to)s: %(text)s"),
    "talk.answered": _("Answered: %(text)s"),
    "talk.vendor_asked": _("Asked the vendor: %(text)s"),
    "draft.given": _("Given to %(to)s"),
    # holds
    "hold.raised": _("%(message)s"),
    "hold.gone": _("Solved: %(message)s"),
    "hold.put": _("Put on hold: %(reason)s"),
    "hold.put_until": _("Put on hold until %(until)s: %(reason)s"),
    "hold.taken_off": _("Own hold taken off: %(reason)s"),
    "hold.ended": _("Hold ended on its day: %(reason)s"),
    "hold.released": _("Overridden: %(message)s. %(reason)s"),
    # approval and posting
    "draft.approved": _("Approved, %(gross)s"),
    **APPROVAL_EVENTS,
    "posting.queued": _("Queued for Exact, mark %(marker)s"),
    "posting.undone": _("Taken back before it was sent"),
    "posting.retried": _("Tried again"),
    "posting.failed": _("%(message)s %(text)s"),
    "posting.adopted": _("Existing entry adopted: %(reason)s"),
    "posting.by_hand": _("Booked by hand as entry %(entry)s: %(reason)s"),
    "posting.despite": _("Sent although Exact has one like it: %(reason)s"),
    "posting.decision_asked": _("Decided, waits for a second person: %(decision)s. %(reason)s"),
    "posting.decision_refused": _("Turned down: %(decision)s"),
    "posting.discarded": _("Posting given up: %(reason)s"),
    "finding.resolved": _("Difference with Exact settled: %(reason)s"),
    "draft.posted": _("Posted, entry %(entry)s"),
    "batch.started": _("Approved and posted together: %(drafts)s drafts"),
    "bulk.done": _("Done together: %(bulk)s, %(done)s of %(drafts)s documents"),
    "bulk.undone": _("Taken back together: %(bulk)s, %(done)s documents"),
    "batch.cancelled": _("Stopped: %(stopped)s not sent"),
    # setting up
    "evidence.taken": _("Evidence pack taken"),
    "evidence.asked": _("Evidence packs asked for: %(documents)s documents"),
    "audit.checked": _("Audit log checked: events %(events)s, broken %(broken)s"),
    "administration.chosen": _("Administration %(division)s chosen"),
    "vat_table.confirmed": _("VAT table confirmed: %(rows)s rows"),
    "exact.connected": _("Connected with Exact"),
    "exact.disconnected": _("Disconnected from Exact"),
    "exact.released": _("Connection with Exact released"),
    **BOOK_EVENTS,
    **PEOPLE_EVENTS,
    **SECOND_FACTOR_EVENTS,
    **KEEPING_EVENTS,
    **PAGE_EVENTS,
    **MAILBOX_EVENTS,
    **TOKEN_EVENTS,
    **OUTGOING_EVENTS,
}


# What their values are values of.
_NAMED_BY = {"field.changed": "field", "field.confirmed": "field", "line.changed": "column"}
MONEY = frozenset({"amount", "gross"})
# What a person may add or not: nothing is said where they did not.
REMARKS = frozenset({"reason", "text"})
# Their old and new are kinds of booking, not typed text.
_KINDS = {"draft.kind_changed": ("old", "new")}


def describe_event(action: str, data: Mapping[str, object]) -> str:
    """An audit event as a sentence in the active language; an unknown one shows its own name."""
    sentence = ON_BEHALF.get(action) if data.get("on_behalf_of") else None
    sentence = sentence or EVENTS.get(action)
    if sentence is None:
        return action
    given = Lenient(dict.fromkeys(data, "–"))
    given.update(in_words({name: value for name, value in data.items() if isinstance(value, str | int)}))
    for name in ("old", "new", "value"):
        if data.get(name) and isinstance(data.get(_NAMED_BY.get(action, "")), str):
            given[name] = written(str(data[_NAMED_BY[action]]), str(data[name]))
    for name in MONEY & data.keys():
        given[name] = money(data[name], data.get("currency", ""))
    given.update({name: "" for name in REMARKS & data.keys() if not data[name]})
    for name in _KINDS.get(action, ()):
        given[name] = in_words({"kind": data.get(name)}).get("kind", "–")
    if isinstance(data.get("code"), str):
        params = data.get("params")
        given["message"] = str(describe(str(data["code"]), params if isinstance(params, Mapping) else {}).title)
    return without_gaps(str(sentence) % given)
