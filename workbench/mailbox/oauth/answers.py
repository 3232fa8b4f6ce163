"""What a token service answers: tokens, or why there are none (RFC 6749, 5.1 and 5.2): pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

# What may stand in a token (RFC 6749, appendix A): nothing that ends a header or a line of IMAP.
_TOKEN = re.compile(r"[\x21-\x7e]{1,20000}")
USUAL_SECONDS = 3600  # when the answer does not say how long a token lasts
SHORTEST_SECONDS, LONGEST_SECONDS = 60, 7 * 86_400
LONGEST_PAUSE = 3600.0

# A person has to consent again. Providers may change the figures in their words (Microsoft says so of its AADSTS
# numbers), so only the standard's own names decide.
_CONSENT = {"invalid_grant", "interaction_required", "consent_required", "login_required", "access_denied"}
_SECRET = {"invalid_client"}
_APP = {"unauthorized_client"}
_LATER = {"temporarily_unavailable", "server_error", "slow_down"}


@dataclass(frozen=True, slots=True)
class Granted:
    """Tokens that were given; ``refresh_token`` "" when the present one stays. ``expires_in`` in seconds."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int


@dataclass(frozen=True, slots=True)
class NoTokens:
    """``code`` is the message's, ``said`` the service's own words; ``retry_after`` as its header says."""

    code: str
    said: str
    retry_after: str = ""

    @property
    def lasting(self) -> bool:
        """False when the same question may be answered later."""
        return self.code != "MAILBOX_TOKEN_LATER"


def parse_grant(body: bytes) -> Granted:
    """The tokens in an answer. Raises ValueError when it holds none that can be used."""
    answer = _object(body)
    access, refresh = answer.get("access_token"), answer.get("refresh_token") or ""
    if not (isinstance(access, str) and _TOKEN.fullmatch(access)):
        raise ValueError("no access token")
    if not (isinstance(refresh, str) and (not refresh or _TOKEN.fullmatch(refresh))):
        raise ValueError("no refresh token")
    if str(answer.get("token_type") or "bearer").lower() != "bearer":
        raise ValueError("not a bearer token")
    return Granted(access, refresh, _lifetime(answer.get("expires_in")))


def _lifetime(given: object) -> int:
    try:
        seconds = int(str(given)) if given is not None else USUAL_SECONDS
    except ValueError:
        seconds = USUAL_SECONDS
    return max(SHORTEST_SECONDS, min(seconds, LONGEST_SECONDS))


def refusal(status: int, body: bytes, retry_after: str = "") -> NoTokens:
    """Why there are no tokens in an answer."""
    try:
        answer = _object(body)
    except ValueError:
        answer = {}
    error = answer.get("error")
    error = error if isinstance(error, str) else ""
    words = answer.get("error_description")
    said = _first_line(words if isinstance(words, str) else "") or error or f"status {status}"
    if status == 429 or status >= 500 or error in _LATER or not (error and 400 <= status < 500):
        return NoTokens("MAILBOX_TOKEN_LATER", said, retry_after)
    if error in _CONSENT:
        return NoTokens("MAILBOX_CONSENT_ENDED", said)
    if error in _SECRET:
        return NoTokens("MAILBOX_APP_SECRET", said)
    return NoTokens("MAILBOX_APP_UNKNOWN" if error in _APP else "MAILBOX_APP_REFUSED", said)


def pause_after(failures: int, retry_after: str) -> float:
    """Seconds to leave a service alone after so many failures in a row (from 1): as it asks, else doubled each time
    up to five minutes."""
    asked = float(retry_after) if retry_after.isascii() and retry_after.isdecimal() else 0.0
    return min(LONGEST_PAUSE, max(asked, min(300.0, 2.0 ** min(failures, 9))))


def _object(body: bytes) -> dict[str, object]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError("not an answer of a token service") from error
    if not isinstance(answer, dict):
        raise ValueError("not an answer of a token service")
    return answer


def _first_line(words: str) -> str:
    """Microsoft adds trace numbers and the time on lines of their own."""
    return words.strip().partition("\n")[0].strip()
