"""What Exact, or the way to Exact, said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

EXACT: dict[str, Message] = {
    "EXACT_REFUSED": Message(
        _("Exact refused the entry"),
        _("%(text)s"),
        _("Correct the draft and post it again."),
        Message(_("Exact refused the entry"), _("Exact gave no reason."), _("Correct the draft and post it again.")),
    ),
    "EXACT_UNKNOWN": Message(
        _("Exact did not answer"),
        _("We look in Exact first, so that nothing is booked twice."),
        _("Nothing to do: it settles itself within minutes."),
    ),
    "EXACT_HELD": Message(
        _("Posting is on hold"),
        _("%(text)s"),
        _("An admin releases the connection."),
        Message(
            _("Posting is on hold"),
            _("The connection with Exact is stopped; nothing is lost."),
            _("An admin releases the connection."),
        ),
    ),
    "FOREIGN_DUPLICATE": Message(
        _("Already booked in Exact"),
        _("Another entry there has this vendor and number."),
        _("Compare them: adopt that entry, or reject this document."),
    ),
    "given_up_arrived": Message(
        _("An earlier posting of this document arrived after all"),
        _("It was sent before the document was changed, and Exact booked it late."),
        _("Adopt that entry, or remove it in Exact and try again."),
    ),
    "EXACT_DOUBLE": Message(
        _("Two entries in Exact carry our mark"),
        _("One of them is one too many."),
        _("Remove one in Exact, then adopt the other."),
    ),
    "POSTING_DEAD": Message(
        _("Posting was given up"),
        _("%(text)s"),
        _("Look in Exact, then retry, adopt or discard."),
        Message(
            _("Posting was given up"),
            _("It was tried several times without an outcome."),
            _("Look in Exact, then retry, adopt or discard."),
        ),
    ),
    # errors of a call, by the stable code of exact.errors
    "exact_error": Message(
        _("Something went wrong with Exact"),
        _("%(text)s"),
        _("Try again; tell an admin when it stays."),
        Message(
            _("Something went wrong with Exact"),
            _("Exact gave no reason."),
            _("Try again; tell an admin when it stays."),
        ),
    ),
    "not_reachable": Message(
        _("Exact cannot be reached"),
        _("No connection could be made; nothing is lost."),
        _("Nothing to do: it is tried again by itself."),
    ),
    "outcome_unknown": Message(
        _("Exact did not answer"),
        _("We look in Exact first, so that nothing is booked twice."),
        _("Nothing to do: it settles itself within minutes."),
    ),
    "refused_by_exact": Message(
        _("Exact refused the entry"),
        _("%(text)s"),
        _("Correct the draft and post it again."),
        Message(_("Exact refused the entry"), _("Exact gave no reason."), _("Correct the draft and post it again.")),
    ),
    "already_exists": Message(
        _("Exact says this is there already"),
        _("It was not found by its mark."),
        _("Look in Exact, then adopt that entry or correct the number."),
    ),
    "rate_limited": Message(
        _("Exact's limit is reached"),
        _("Exact allows a number of calls per minute and per day."),
        _("Nothing to do: it goes on by itself."),
    ),
    "breaker_open": Message(
        _("Paused after errors"),
        _("Exact blocks an app that makes too many errors; we stop before that."),
        _("Nothing to do: it goes on by itself within the hour."),
    ),
    "unauthorised": Message(
        _("Exact does not accept our key"),
        _("The link with Exact must be renewed."),
        _("Ask an admin to connect again."),
    ),
    "forbidden": Message(
        _("Exact does not allow this"),
        _("A right, a module or a scope is missing in Exact."),
        _("Ask an admin to check the user's rights in Exact."),
    ),
    "not_found": Message(
        _("Exact does not have this"),
        _("The part or row does not exist there."),
        _("Ask an admin to check the modules of this administration."),
    ),
    "wrong_division": Message(
        _("Exact answered for another administration"),
        _("Everything of this connection was stopped; this entry may stand in the wrong books."),
        _("Look where it went, remove it there, and only then try again."),
    ),
    "needs_consent": Message(
        _("The link with Exact has expired"),
        _("Exact wants your consent again; nothing is lost."),
        _("Ask an admin to connect again."),
    ),
    "connection_held": Message(
        _("The connection with Exact is on hold"), _("Postings wait; nothing is lost."), _("An admin releases it.")
    ),
    "administration_held": Message(
        _("Posting is on hold in this administration"),
        _("Postings wait; nothing is lost."),
        _("An admin releases it."),
    ),
    "token_busy": Message(
        _("The key for Exact is being renewed"), _("That takes seconds."), _("Nothing to do: it goes on by itself.")
    ),
    "token_budget": Message(
        _("The day's keys for Exact are used up"),
        _("Exact allows a number of keys a day."),
        _("Nothing to do: it goes on tomorrow. Tell an admin."),
    ),
    "consent_refused": Message(
        _("The link with Exact was not made"),
        _("Consent was refused, or the answer was too old."),
        _("Connect again."),
    ),
    "not_allowed": Message(
        _("This is never done"), _("Inboek does not send such requests."), _("Do it in Exact itself.")
    ),
    "sent_too_often": Message(
        _("Posting was given up"),
        _("It was tried several times without an outcome."),
        _("Look in Exact, then retry, adopt or discard."),
    ),
    "attachment_unreadable": Message(
        _("The original cannot be read from disk"),
        _("Without it nothing is posted."),
        _("Ask an admin to restore the file, then retry."),
    ),
    "attachment_too_large": Message(
        _("The original is too large for Exact"),
        _("Exact did not take %(text)s. Without its original nothing is posted."),
        _("Take out pages that are not needed, scan it smaller, or book it in Exact by hand."),
    ),
    "double": Message(
        _("Two entries in Exact carry our mark"),
        _("One of them is one too many."),
        _("Remove one in Exact, then adopt the other."),
    ),
    "foreign_duplicate": Message(
        _("Already booked in Exact"),
        _("Another entry there has this vendor and number."),
        _("Compare them: adopt that entry, or reject this document."),
    ),
}
