"""Pages put in order: what stands in the way, why a cut is proposed, and what was done."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

PAGES: dict[str, Message] = {
    "DRAFT_SUPERSEDED": Message(
        _("Its pages went elsewhere"), _("Other documents were made of them."), _("Go on in those.")
    ),
    "PAGES_BEING_READ": Message(
        _("Being read again"), _("The pages were put in order just now."), _("Wait a moment; it goes by itself.")
    ),
    "PAGES_NO_PAGES": Message(
        _("No pages to arrange"),
        _("An e-invoice without a PDF, a mail or a locked file has no pages of its own."),
        _("Go back to the document."),
    ),
    "PAGES_NONE_CHOSEN": Message(
        _("No page chosen"), _("This is done to the pages that are ticked."), _("Tick one or more pages first.")
    ),
    "PAGES_NONE_LEFT": Message(
        _("No page is left"), _("Every page is removed."), _("Put one back, or reject the document.")
    ),
    "PAGES_ONLY_ANNEX": Message(
        _("Document %(number)s has annexes only"),
        _("An annex goes with a document."),
        _("Join it to its invoice, or make a page of it an ordinary one."),
    ),
    "PAGES_EINVOICE_WHOLE": Message(
        _("An e-invoice is one invoice"),
        _("Its fields come from the XML in the file, whatever its pages."),
        _("Turn, order, remove or add pages; do not cut it."),
    ),
    "PAGES_SOURCE_WHOLE": Message(
        _("This file belongs to the case as it is"),
        _("It is a second source or an annex of the same invoice."),
        _("Turn, order or remove its pages; do not cut it."),
    ),
    "PAGES_TWO_WHOLE": Message(
        _("Two invoices in one document"),
        _("Each has fields of its own that do not come from its pages."),
        _("Keep them apart."),
    ),
}

# Why the reader thinks that a document begins at a page; the rest has no reason worth a sentence.
CUT_REASONS: dict[str, str | Promise] = {
    "PAGE_COUNTER": _("the page counter starts again"),
    "OTHER_NUMBER": _("another invoice number"),
    "NEW_HEADING": _("a new heading and total"),
    "COUNTER_ENDED": _("the page counter before it has ended"),
    "OTHER_SUPPLIER": _("another VAT number or account"),
}

PAGE_EVENTS: dict[str, str | Promise] = {
    "pages.arranged": _("Pages arranged: %(pages)s"),
    "pages.made": _("Made of %(pages)s"),
    "pages.confirmed": _("Pages confirmed as they are: %(pages)s"),
    "draft.superseded": _("Pages went to other documents: %(count)s"),
}


def describe_cut(reason: str) -> str:
    """Why a cut is proposed, in the active language; empty for a reason that says nothing."""
    return str(CUT_REASONS.get(reason, ""))
