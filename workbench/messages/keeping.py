"""Terms of keeping, and removal after them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

KEEPING: dict[str, Message] = {
    "TERM_INVALID": Message(
        _("Not a term"),
        _("%(typed)s is no whole number, or too large."),
        _("Type whole years up to 50 and days up to 3650; 0 for no term."),
    ),
    "REMOVE_UNSURE": Message(
        _("Nothing was removed"),
        _("No document is ticked, or it is not ticked that it cannot be undone."),
        _("Tick both."),
    ),
    "DOCUMENT_REMOVED": Message(
        _("The document was removed"),
        _("Its term had passed; original, pages and texts are gone, the proof stays in the audit log."),
        _("Nothing to do."),
    ),
}

KEEPING_EVENTS: dict[str, str | Promise] = {
    "keeping.changed": _("Term of keeping, %(what)s: %(old)s → %(new)s"),
    "document.kept": _("%(name)s stays whatever the term: %(reason)s"),
    "document.let_go": _("%(name)s no longer stays beyond its term"),
    "document.removed": _("%(name)s removed after its term. %(reason)s"),
    "message.removed": _("Mail without anything to book removed after its term"),
}
