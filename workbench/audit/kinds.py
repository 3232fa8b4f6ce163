"""Kinds of events as somebody looks for them: a word for a group of actions. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Table

KINDS: Table = {
    "in": _("Coming in and reading"),
    "machine": _("Proposals of the machine"),
    "change": _("Changes to documents"),
    "pages": _("Pages and parts"),
    "match": _("Match with orders"),
    "hold": _("Holds"),
    "talk": _("Talk and questions"),
    "approval": _("Approval"),
    "posting": _("Posting"),
    "closed": _("Rejected, filed, reopened"),
    "vendor": _("Vendors and what was learned"),
    "bank": _("Bank accounts"),
    "rule": _("Rules, VAT and tolerances"),
    "people": _("People and roles"),
    "setup": _("Connections, mailboxes, work"),
}
# By the whole action first, else by what stands before its point.
_BY_ACTION = {
    "draft.created": "machine",
    "draft.joined": "machine",
    "draft.approved": "approval",
    "draft.given": "talk",
    "draft.posted": "posting",
    "draft.superseded": "pages",
    "draft.rejected": "closed",
    "draft.filed": "closed",
    "draft.reopened": "closed",
    "vendor.resolved": "machine",
    "line.divided": "machine",
    **dict.fromkeys(("mail.sent", "mail.unknown", "mail.failed", "mail.retried", "mail.given_up"), "talk"),
    "mail.own_address": "people",
}
_BY_NOUN = {
    **dict.fromkeys(("file", "message", "document", "sender", "folder"), "in"),
    "coding": "machine",
    **dict.fromkeys(("draft", "field", "line", "lines", "annex", "bulk"), "change"),
    "pages": "pages",
    **dict.fromkeys(("order", "order_line", "unit", "variance", "receipt", "credit", "taught"), "match"),
    "hold": "hold",
    "talk": "talk",
    "approval": "approval",
    **dict.fromkeys(("posting", "batch", "finding", "first_posting"), "posting"),
    **dict.fromkeys(("vendor", "mapping", "layout"), "vendor"),
    "bank_change": "bank",
    **dict.fromkeys(
        ("rule", "approval_rule", "template", "policy", "tolerance", "match_level", "vat_code", "vat_table"), "rule"
    ),
    **dict.fromkeys(("user", "absence", "token"), "people"),
    **dict.fromkeys(
        ("administration", "exact", "mailbox", "mail", "work", "audit", "evidence", "keys", "keeping"), "setup"
    ),
}


def kind_of(action: str) -> str:
    """The kind of an action; "" for one that nobody gave a kind."""
    return _BY_ACTION.get(action) or _BY_NOUN.get(action.partition(".")[0], "")


def actions_of(kind: str, known: Iterable[str]) -> list[str]:
    """The actions of a kind, of all that are known."""
    return sorted(action for action in known if kind_of(action) == kind)
