"""What the API answers when a request is not done, and what happens to its tokens."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

API: dict[str, Message] = {
    # tokens
    "TOKEN_INCOMPLETE": Message(
        _("The token was not made"),
        _("It needs a name, at least one administration and something it may do."),
        _("Fill in what is missing."),
    ),
    "TOKEN_INVALID": Message(
        _("The token is not known"),
        _("The request carries no token, or one that is not right."),
        _("Send the header Authorization with “Bearer” and a token that an admin made."),
    ),
    "TOKEN_EXPIRED": Message(
        _("The token has expired"), _("Its last day is over."), _("Ask an admin for a new token.")
    ),
    "TOKEN_REVOKED": Message(_("The token was revoked"), _("An admin ended it."), _("Ask an admin for a new token.")),
    "SCOPE_MISSING": Message(
        _("The token may not do this"),
        _("It was made without the scope “%(scope)s”."),
        _("Ask an admin for a token that may."),
    ),
    "TOO_MANY_REQUESTS": Message(
        _("Too many requests"),
        _("This token has used up its requests of this minute."),
        _("Ask again in %(seconds)s seconds, as Retry-After says."),
    ),
    # requests
    "METHOD_NOT_SERVED": Message(
        _("This method is not served here"), _("The header Allow names those that are."), _("Use one of them.")
    ),
    "NOT_HERE": Message(
        _("There is nothing here"),
        _("The address or the id does not exist, or the token does not reach it."),
        _("Check the address, the id and the administrations of the token."),
    ),
    "ADMINISTRATION_NEEDED": Message(
        _("Which administration?"),
        _("The token reaches more than one, or none that is in use."),
        _("Send “administration” with its short name or division."),
    ),
    "ADMINISTRATION_UNKNOWN": Message(
        _("That administration is not known"),
        _("It does not exist, or the token does not reach it."),
        _("Send its short name or division; both stand under “Exact and settings”."),
    ),
    "LENGTH_REQUIRED": Message(
        _("The length is missing"),
        _("Without Content-Length a file that broke off cannot be told from a whole one."),
        _("Send the header Content-Length."),
    ),
    "REQUEST_TOO_LARGE": Message(
        _("Too much in one request"),
        _("At most 50 files and 100 MB together, each file at most 25 MB."),
        _("Divide the files over several requests, each with its own key."),
    ),
    "BODY_UNREADABLE": Message(
        _("The request broke off or cannot be read"), _("Nothing was taken in."), _("Send it again, with the same key.")
    ),
    "NO_FILE": Message(
        _("No file in the request"), _("Nothing was taken in."), _("Send a file as part of a form, or as the body.")
    ),
    "ALL_REFUSED": Message(
        _("No file was taken in"), _("Each was refused; “files” says why."), _("Do what stands with each file.")
    ),
    "IDEMPOTENCY_KEY": Message(
        _("That Idempotency-Key cannot be used"),
        _("It is longer than 255 characters or has blanks or other signs than ASCII."),
        _("Take a UUID for every new request."),
    ),
    "IDEMPOTENCY_KEY_REUSED": Message(
        _("This Idempotency-Key was used for something else"),
        _("The first request with it had other files or another administration; nothing was taken in now."),
        _("Take a new key for a new request."),
    ),
    "CURSOR_INVALID": Message(
        _("“since” is not understood"),
        _("It is no date, no moment, and no cursor of an earlier answer."),
        _("Send “next” of the last answer, or a date such as 2026-11-01."),
    ),
    "API_FAILED": Message(
        _("Something went wrong here"),
        _("It was written to the log; nothing was taken in."),
        _("Send it again later, with the same key."),
    ),
}

TOKEN_EVENTS: dict[str, str | Promise] = {
    "token.made": _("API token made: %(name)s, %(prefix)s, for %(days)s days"),
    "token.revoked": _("API token revoked: %(name)s, %(prefix)s"),
}
