"""Consent of a person: to the provider's page and back, bound to the session that began it, once, for ten minutes.

What the session keeps never leaves the server: the proof key (PKCE) that the provider asks for with the code.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
import uuid
from collections.abc import MutableMapping
from typing import Any

from workbench.mailbox.oauth import tokens
from workbench.mailbox.oauth.addresses import redirect_uri
from workbench.mailbox.oauth.providers import consent_address
from workbench.mailbox.trouble import MailboxTrouble
from workbench.models.mailbox_access import MailboxAccess, Provider

STATE_SECONDS = 600
MOST_BEGUN = 5  # consents begun in one session, in tabs beside each other
_KEPT = "mailbox_consents"


def begin(access: MailboxAccess, session: MutableMapping[str, Any]) -> str:
    """Where to send a person to. Raises MailboxTrouble when there is no app to ask for."""
    client_id, _secret = tokens.app_of(access)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    begun = {key: each for key, each in session.get(_KEPT, {}).items() if time.time() - each["at"] < STATE_SECONDS}
    latest = sorted(begun.items(), key=lambda item: item[1]["at"])[-(MOST_BEGUN - 1) :]
    mailbox = {"mailbox": str(access.pk), "provider": access.provider, "verifier": verifier, "at": time.time()}
    session[_KEPT] = {**dict(latest), state: mailbox}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return consent_address(
        tokens.service(access),
        client_id=client_id,
        redirect_uri=redirect_uri(access.provider),
        state=state,
        challenge=challenge,
        account=access.mailbox.username,
    )


def returned(session: MutableMapping[str, Any], provider: str, state: str) -> tuple[uuid.UUID, str] | None:
    """The mailbox whose consent was begun in this session under ``state``, with its proof key; None when it was not,
    or too long ago, or came back already."""
    begun = dict(session.get(_KEPT, {}))
    found = begun.pop(state, None)
    if found is None:
        return None
    session[_KEPT] = begun
    if found["provider"] != provider or time.time() - found["at"] >= STATE_SECONDS:
        return None
    return uuid.UUID(found["mailbox"]), str(found["verifier"])


def finish(access: MailboxAccess, code: str, verifier: str, *, by: str) -> None:
    """Swap the code for tokens. Raises MailboxTrouble, and then nothing has changed."""
    if access.provider not in Provider.values or not code or len(code) > 8000:
        raise MailboxTrouble("MAILBOX_CODE_REFUSED", host=tokens.service(access).host, said="")
    tokens.exchange_code(access, code, verifier, redirect_uri(access.provider), by=by)
