"""Audit events as sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "file.received": _("Received %(name)s"),
    "message.received": _("Mail received"),
    "message.opened": _("Mail opened"),
    "document.read": _("Read: %(pages)s pages, %(fields)s fields, %(lines)s lines"),
    "draft.created": _("Draft made"),
    "draft.joined": _("Second source of the same invoice joined: %(name)s"),
    "field.changed": _("%(field)s: %(old)s → %(new)s"),
    "field.confirmed": _("%(field)s confirmed: %(value)s"),
    "line.changed": _("Line %(line)s, %(column)s: %(old)s → %(new)s"),
    "line.added": _("Line %(line)s added"),
    "line.deleted": _("Line %(line)s deleted: %(description)s %(net)s"),
    "line.split": _("Line %(line)s split"),
    "lines.pasted": _("%(count)s lines pasted"),
    "lines.collapsed": _("Lines taken together: %(lines)s"),
    "draft.kind_changed": _("Kind: %(old)s → %(new)s"),
    "draft.moved": _("Moved from %(old)s to %(new)s"),
    "vendor.mapped": _("Vendor chosen: %(vendor)s"),
    "vendor.resolved": _("Vendor found: %(vendor)s, by %(key)s"),
    "order.linked": _("Order %(order)s linked"),
    "order_line.chosen": _("Line %(line)s: order line %(order_line)s chosen"),
    "hold.raised": _("%(code)s"),
    "hold.gone": _("Solved: %(code)s"),
    "hold.put": _("Put on hold: %(reason)s"),
    "hold.released": _("Overridden: %(code)s. %(reason)s"),
    "draft.approved": _("Approved, %(gross)s"),
    "approval.voided": _("Approval void after a change"),
    "approval.withdrawn": _("Approval withdrawn"),
    "posting.queued": _("Queued for Exact, mark %(marker)s"),
    "posting.undone": _("Taken back before it was sent"),
    "posting.retried": _("Tried again"),
    "posting.failed": _("%(code)s %(text)s"),
    "posting.adopted": _("Existing entry adopted"),
    "draft.posted": _("Posted, entry %(entry)s"),
    "draft.rejected": _("Rejected: %(reason)s"),
    "draft.filed": _("Filed without booking"),
    "draft.reopened": _("Back to review"),
    "iban.called_back": _("Called %(whom)s about the bank account"),
}
