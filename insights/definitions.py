"""How every figure is counted, in words, by the name of its table; and what stands in a table before it has rows."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Fewer documents than this say little about a vendor.
ENOUGH = 5
MOST_VENDORS = 50
# Due within so many days is soon.
SOON = 7

HOW: Mapping[str, tuple[str | Promise, ...]] = {
    "straight": (
        _("Counted are documents approved in the period; an approval that was withdrawn or voided does not count."),
        _(
            "Posted unchanged: of those that stand in Exact by now, the share of which no person changed a field, "
            "a line, the vendor, the kind, the administration, the pages or an order line. A change that was undone "
            "still counts as one."
        ),
        _("Approved as proposed: the same, of all that were approved, in Exact or not."),
        _(
            "Approved at first sight: nor did a person confirm a field, decide about a difference, override a hold "
            "or put one on. Approving is always a person's act and does not count."
        ),
        _(
            "Against before: in percentage points, against as many days right before, when these had five documents "
            "(of a field: five values) or more. So it is in every table."
        ),
    ),
    "weeks": (
        _("Weeks from Monday, by the day of approval; the first and the last may have fewer days in the period."),
    ),
    "fields": (
        _("Compared is what was read with what was approved, for documents approved in the period."),
        _(
            "As read: nobody touched it. Confirmed: a person said it is right, or typed the same. Corrected: another "
            "value. Filled in: nothing was read, a person gave a value. Cleared: a person took away what was read."
        ),
        _(
            "Right: as read or confirmed, of all values that were read or filled in. What stood on paper and nobody "
            "missed does not count."
        ),
        _(
            "Why a person changed a value cannot be seen. What the business wants otherwise than the paper says (a "
            "prefix before the number, another due date) counts as a correction too."
        ),
    ),
    "lines": (
        _(
            "As printed: description, item, quantity, unit, price, net amount and VAT rate. Changed: a person set one "
            "of these. Added: not read, made by a person. Removed: deleted by a person. Lines made from the totals, "
            "because none were read, count only in the second row."
        ),
        _(
            "Account, VAT code, bearer: changed are lines on which a person set one of these, whether a proposal "
            "stood there or not."
        ),
    ),
    "ways": (
        _(
            "Right: documents of which no header field and no printed part of a line was corrected, filled in or "
            "cleared."
        ),
        _("A document with anything from an e-invoice is an e-invoice; else one with anything recognised is a scan."),
    ),
    "vendors": (
        _("Vendors with five documents or more in the period; at most fifty of them."),
        _("Right: as under “By kind of document”. A sudden fall often means that the vendor changed the layout."),
    ),
    "times": (
        _("Calendar time, nights and weekends too, of documents approved in the period."),
        _(
            "Ready: when the last hold before the approval went, or for a document without one when its draft was "
            "made. Posted: those that stand in Exact by now."
        ),
        _("Median before: of as many days right before."),
    ),
    "people": (
        _(
            "Documents approved in the period: how many a person approved, changed, or only confirmed and decided "
            "about."
        ),
        _("Several people may have worked on one document. It says who worked on what, not how well or how fast."),
    ),
    "exceptions": (
        _(
            "Waiting now: documents in review with such a hold, whatever the period. One with two causes stands in "
            "two rows."
        ),
        _(
            "In the period: documents for which it came up between these days, also when it went by itself later. "
            "Only holds and security holds are kept there; doubts of the reader are not."
        ),
        _("Overridden: documents that a person let through in spite of it, with a reason."),
    ),
    "late": (
        _("Purchase invoices that do not stand in Exact yet, as of now, whatever the period; the total includes VAT."),
        _(
            "Credit notes are left out, and so is what has no due date. Whether a posted invoice was paid, only "
            "Exact knows."
        ),
    ),
}

_WITH_THE_FIRST = _("Stands here as soon as the first document of this period is approved.")
EMPTY: Mapping[str, str | Promise] = {
    "straight": _WITH_THE_FIRST,
    "weeks": _("A week stands here with its first approved document."),
    "fields": _WITH_THE_FIRST,
    "lines": _("Stands here with the first approved lines."),
    "ways": _WITH_THE_FIRST,
    "vendors": _("A vendor stands here from five approved documents in the period on."),
    "times": _WITH_THE_FIRST,
    "people": _WITH_THE_FIRST,
    "exceptions": _("No document was stopped in this period, and none waits."),
    "late": _("No open invoice is late or due within seven days."),
}
