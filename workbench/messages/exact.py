"""What Exact, or the way to Exact, said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

EXACT: dict[str, Message] = {
    "EXACT_REFUSED": Message(_("Exact refused the entry"), _("%(text)s"), _("Correct the draft and post it again.")),
    "EXACT_UNREACHABLE": Message(
        _("Exact cannot be reached"),
        _("Posting waits; nothing is lost."),
        _("Nothing to do: it is tried again by itself."),
    ),
    "EXACT_UNKNOWN": Message(
        _("Exact did not answer"),
        _("We look in Exact first, so that nothing is booked twice."),
        _("Nothing to do: it settles itself within minutes."),
    ),
    "EXACT_SIGNED_OUT": Message(
        _("The link with Exact has expired"), _("Exact wants your consent again."), _("Ask an admin to connect again.")
    ),
    "EXACT_HELD": Message(_("Posting is on hold"), _("%(text)s"), _("An admin releases the connection.")),
    "FOREIGN_DUPLICATE": Message(
        _("Already booked in Exact"),
        _("Entry %(entry)s has this vendor and number."),
        _("Compare them: adopt that entry, or reject this document."),
    ),
    "EXACT_DOUBLE": Message(
        _("Two entries in Exact carry our mark"), _("%(text)s"), _("Remove one in Exact, then adopt the other.")
    ),
    "POSTING_DEAD": Message(
        _("Posting was given up"), _("%(text)s"), _("Look in Exact, then retry, adopt or discard.")
    ),
    "NOT_READY": Message(_("Not ready to post"), _("%(reason)s"), _("Solve what is open first.")),
    "NOT_ALLOWED": Message(_("You may not do this"), _("%(reason)s"), _("Ask someone who may.")),
    "OVER_LIMIT": Message(
        _("Above your limit"),
        _("You may approve up to %(limit)s; this is %(amount)s."),
        _("Ask an approver with a higher limit."),
    ),
    "CHANGED_MEANWHILE": Message(
        _("Changed meanwhile"), _("%(who)s changed this after you opened it."), _("Look at it again.")
    ),
}
