"""Everything that can go wrong with Exact, as a closed list.

Two questions decide what may happen next: who is the origin, and was the request executed? Only ``Sent.NO`` and
``Sent.REFUSED`` allow a write to be sent again; ``Sent.UNKNOWN`` is settled by looking.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    """Whose turn it is to act."""

    OURS = "ours"
    NETWORK = "network"
    EXACT = "exact"
    LIMIT = "limit"
    CONSENT = "consent"


class Sent(StrEnum):
    """What is known about the execution of the request."""

    NO = "not_sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class ExactError(Exception):
    """Base of all. ``code`` is stable and translated by the screens; ``text`` is Exact's own wording, if any."""

    code = "exact_error"
    origin = Origin.EXACT
    sent = Sent.UNKNOWN

    def __init__(self, text: str = "", *, status: int = 0, reason: str = "", retry_at: datetime | None = None):
        super().__init__(text or self.code)
        self.text = text
        self.status = status
        self.reason = reason
        self.retry_at = retry_at


class NotSent(ExactError):
    """No byte of the request left: name unknown, connection refused, TLS failed."""

    code, origin, sent = "not_reachable", Origin.NETWORK, Sent.NO


class OutcomeUnknown(ExactError):
    """The request left but no usable answer came: reset, time-out, 5xx, unreadable or HTML answer."""

    code, origin, sent = "outcome_unknown", Origin.NETWORK, Sent.UNKNOWN


class BusinessRefusal(ExactError):
    """Exact says what is wrong with the data (status 400, or 500 with a sentence of its own)."""

    code, origin, sent = "refused_by_exact", Origin.EXACT, Sent.REFUSED


class AlreadyExists(BusinessRefusal):
    """Exact says this is there already."""

    code = "already_exists"


class RateLimited(ExactError):
    """Over a limit, ours or theirs; ``retry_at`` tells when to come back."""

    code, origin, sent = "rate_limited", Origin.LIMIT, Sent.NO


class BreakerOpen(RateLimited):
    """Too many counted errors on this endpoint; Exact would block the key, so we stop first."""

    code = "breaker_open"


class Unauthorised(ExactError):
    """401 although the token should be valid."""

    code, origin, sent = "unauthorised", Origin.CONSENT, Sent.REFUSED


class Forbidden(ExactError):
    """403: no right, no module, scope missing, division blocked."""

    code, origin, sent = "forbidden", Origin.EXACT, Sent.REFUSED


class NotFound(ExactError):
    """404: the endpoint or the row does not exist here."""

    code, origin, sent = "not_found", Origin.EXACT, Sent.REFUSED


class WrongDivision(ExactError):
    """An answer spoke of another division than the one asked: stop everything of this connection."""

    code, origin, sent = "wrong_division", Origin.EXACT, Sent.UNKNOWN


class NeedsConsent(ExactError):
    """The refresh token is gone; only a person can renew the consent."""

    code, origin, sent = "needs_consent", Origin.CONSENT, Sent.NO


class ConnectionHeld(ExactError):
    """The connection was put on hold by us or by a person; ``text`` says why."""

    code, origin, sent = "connection_held", Origin.CONSENT, Sent.NO


class TokenBusy(ExactError):
    """Someone else is renewing the token, or Exact's token service is not answering; come back."""

    code, origin, sent = "token_busy", Origin.NETWORK, Sent.NO


class TokenBudget(ExactError):
    """The day's token calls are used up."""

    code, origin, sent = "token_budget", Origin.LIMIT, Sent.NO


class ConsentRefused(ExactError):
    """The consent answer was not usable: forged or old state, refused by the user, code expired."""

    code, origin, sent = "consent_refused", Origin.CONSENT, Sent.REFUSED


class NeverDone(ExactError):
    """Something this client never does, such as deleting a division."""

    code, origin, sent = "not_allowed", Origin.OURS, Sent.NO
