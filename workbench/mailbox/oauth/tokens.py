"""The tokens of one mailbox: encrypted at rest, renewed ahead of time by one worker at a time, never lost to a crash.

As with Exact's (``exact/tokens.py``): a refresh token may work once only, so whoever renews wins the row first by one
conditional UPDATE, writes the raw answer to a journal and syncs it, and only then commits the new tokens. A claim ends
by itself after ``CLAIM``, which is longer than a question to the service can last; what its dead holder had received is
in the journal. Never call these inside a transaction: others must see the claim.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from exact import sealing, token_journal
from jobs.clock import database_now
from workbench.mailbox.oauth import endpoint
from workbench.mailbox.oauth.answers import Granted, NoTokens, parse_grant, pause_after, refusal
from workbench.mailbox.oauth.providers import Service, service_of
from workbench.mailbox.trouble import MailboxTrouble, said
from workbench.models.mailbox_access import AccessFlow, AccessState, MailboxAccess

log = structlog.get_logger(__name__)

AHEAD, SHARE_AHEAD = timedelta(minutes=5), 5  # a token is renewed this long before its end, or its last fifth
LEAST = timedelta(seconds=30)  # of use for a log-in that begins now
CLAIM = timedelta(seconds=endpoint.BEGIN_SECONDS + endpoint.CALL_SECONDS + 20)
WAIT_SECONDS, POLL_SECONDS = 25.0, 0.25


def sealed(access: MailboxAccess, place: str, secret: str) -> str:
    """A secret as the row keeps it, of use in that row and place only; "" stays ""."""
    return sealing.seal(_owner(access, place), secret) if secret else ""


def _owner(access: MailboxAccess, place: str) -> str:
    return f"mailbox-{place}:{access.pk}"


def _opened(access: MailboxAccess, place: str, stored: str) -> str:
    """The secret. Raises MAILBOX_APP_KEY or MAILBOX_TOKEN_KEY when our keys do not open it."""
    if not stored:
        return ""
    try:
        return sealing.unseal(_owner(access, place), stored)
    except sealing.Unreadable as error:
        raise MailboxTrouble("MAILBOX_APP_KEY" if place == "app" else "MAILBOX_TOKEN_KEY") from error


def service(access: MailboxAccess) -> Service:
    """The addresses of the row's provider."""
    return service_of(
        access.provider,
        access.flow,
        tenant=access.tenant,
        authorise_url=access.authorise_url,
        token_url=access.token_url,
        scope=access.scope,
    )


def app_of(access: MailboxAccess) -> tuple[str, str]:
    """Id and secret of the app: the row's own, else the instance's. Raises MAILBOX_APP_KEY, MAILBOX_APP_MISSING."""
    if access.client_id:
        return access.client_id, _opened(access, "app", access.client_secret)
    client_id, secret = settings.INBOEK_MAILBOX_APPS.get(access.provider, ("", ""))
    if not client_id:
        raise MailboxTrouble("MAILBOX_APP_MISSING")
    return client_id, secret


def access_token(mailbox_id: uuid.UUID) -> str:
    """A token that can be used now, renewed when its end is near. Waits for another worker that is renewing.

    Raises MailboxTrouble: nobody has consented, the consent or the app is no longer taken, or no token can be had now.
    """
    deadline, trouble = time.monotonic() + WAIT_SECONDS, None
    while True:
        row = MailboxAccess.objects.get(pk=mailbox_id)
        _refuse_unusable(row)
        now = database_now()
        left, ahead = _left(row, now)
        paused = row.not_before is not None and row.not_before > now
        claimed = row.claimed_until is not None and row.claimed_until > now
        if left > ahead or ((paused or claimed) and left > LEAST):
            return _opened(row, "access", row.access_token)
        if paused or (claimed and time.monotonic() > deadline):
            raise trouble or MailboxTrouble("MAILBOX_TOKEN_LATER", host=service(row).host, said="")
        if claimed:
            time.sleep(POLL_SECONDS)
        else:
            trouble = _renew(row, now)


def _left(row: MailboxAccess, now: datetime) -> tuple[timedelta, timedelta]:
    """How long the present token can be used yet, and how long before its end it is renewed."""
    if not row.access_token or row.expires_at is None or row.renewed_at is None:
        return timedelta(0), AHEAD
    return row.expires_at - now, min(AHEAD, (row.expires_at - row.renewed_at) / SHARE_AHEAD)


def _refuse_unusable(row: MailboxAccess) -> None:
    if row.flow == AccessFlow.APP:
        return
    if row.state == AccessState.WAITING:
        raise MailboxTrouble("MAILBOX_UNCONNECTED")
    if row.state == AccessState.ENDED or not row.refresh_token:
        raise MailboxTrouble("MAILBOX_CONSENT_ENDED", said="")


def expire(mailbox_id: uuid.UUID, token: str) -> bool:
    """The mail server refused this token before its end: have it renewed at the next use. False when that was done
    for a token younger than ``AHEAD``, or by somebody else."""
    row = MailboxAccess.objects.get(pk=mailbox_id)
    now = database_now()
    if row.renewed_at is not None and row.renewed_at > now - AHEAD:
        return False
    if not row.access_token or _opened(row, "access", row.access_token) != token:
        return False
    same = MailboxAccess.objects.filter(pk=mailbox_id, version=row.version, access_token=row.access_token)
    return bool(same.update(expires_at=now))


def exchange_code(row: MailboxAccess, code: str, verifier: str, redirect_uri: str, *, by: str) -> None:
    """Swap a person's consent for tokens and keep them; what was there before is replaced.

    Raises MailboxTrouble, and then nothing has changed: MAILBOX_NOT_LASTING when the consent would end within hours.
    """
    started = database_now()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    given = _asked(row, form, (code, verifier))
    if isinstance(given, NoTokens):
        ended = given.code == "MAILBOX_CONSENT_ENDED"
        raise MailboxTrouble("MAILBOX_CODE_REFUSED" if ended else given.code, host=service(row).host, said=given.said)
    if not given.refresh_token:
        raise MailboxTrouble("MAILBOX_NOT_LASTING")
    with transaction.atomic():
        kept = MailboxAccess.objects.select_for_update().get(pk=row.pk)
        MailboxAccess.objects.filter(pk=row.pk).update(
            **_fresh(kept, given, started),
            version=kept.version + 1,
            claimed_until=None,
            consented_by=by,
            consented_at=started,
        )
    forget_journal(row.pk)


def forget_journal(mailbox_id: uuid.UUID) -> None:
    """Nothing that was received before is of use any more."""
    token_journal.drop(_journal(mailbox_id))


def forget_pause(mailbox_id: uuid.UUID) -> None:
    """A person wants to know now."""
    MailboxAccess.objects.filter(pk=mailbox_id).update(not_before=None)


def _journal(mailbox_id: uuid.UUID) -> str:
    return f"mailbox-{mailbox_id}"


def _renew(row: MailboxAccess, now: datetime) -> MailboxTrouble | None:
    """Win the row, ask, journal, commit. Returns when the row has changed, with what to say when that is a pause.
    Raises MailboxTrouble with what is refused for good."""
    recovering = row.claimed_until is not None
    claim = MailboxAccess.objects.filter(pk=row.pk, version=row.version, claimed_until=row.claimed_until)
    if not claim.update(version=row.version + 1, claimed_until=now + CLAIM):
        return None
    row.version += 1
    if recovering and _recovered(row):
        return None
    started = database_now()
    try:
        given = _asked(row, *_renewal(row), journal=started)
    except MailboxTrouble as trouble:
        if trouble.code != "MAILBOX_TOKEN_LATER":
            _mine(row).update(claimed_until=None)
            raise
        _pause(row, "")
        return trouble
    if isinstance(given, Granted):
        _adopt(row, given, started)
        return None
    return _refused(row, given)


def _renewal(row: MailboxAccess) -> tuple[dict[str, str], tuple[str, ...]]:
    """The form that asks for the next token, and the secrets in it."""
    if row.flow == AccessFlow.APP:
        return {"grant_type": "client_credentials", "scope": service(row).scope}, ()
    refresh = _opened(row, "refresh", row.refresh_token)
    return {"grant_type": "refresh_token", "refresh_token": refresh}, (refresh,)


def _asked(
    row: MailboxAccess, form: Mapping[str, str], secrets: tuple[str, ...], *, journal: datetime | None = None
) -> Granted | NoTokens:
    """One question with the app's id and secret. ``journal``: keep tokens on disk, as asked for then, before they are
    committed. Raises MailboxTrouble when there is no answer or no app."""
    client_id, client_secret = app_of(row)
    form = {**form, "client_id": client_id, **({"client_secret": client_secret} if client_secret else {})}
    if journal is not None:
        try:
            token_journal.make_room(_journal(row.pk))
        except OSError as error:
            raise MailboxTrouble("MAILBOX_STORAGE", said=said(error)) from error
    answer = endpoint.ask(service(row).token_url, form)
    if answer.status == 200:
        try:
            given = parse_grant(answer.body)
        except ValueError as error:
            return NoTokens("MAILBOX_TOKEN_LATER", str(error))
        if journal is not None and given.refresh_token:
            token_journal.write(_journal(row.pk), row.version, journal, answer.body, sealing.fernet())
        return given
    refused = refusal(answer.status, answer.body, answer.retry_after)
    words = refused.said
    for secret in (client_secret, *secrets):
        words = words.replace(secret, "…") if secret else words
    return replace(refused, said=said(words))


def _refused(row: MailboxAccess, refused: NoTokens) -> MailboxTrouble:
    """Give the row back, after a pause when the same may be answered later: that is returned. Raises what lasts; the
    tokens stay then too, but for those of a consent that is over."""
    log.warning("mailbox_token_refused", mailbox=str(row.pk), code=refused.code, said=refused.said)
    if refused.code == "MAILBOX_CONSENT_ENDED" and row.flow == AccessFlow.APP:
        refused = replace(refused, code="MAILBOX_APP_REFUSED")  # there is nobody who could consent
    trouble = MailboxTrouble(refused.code, host=service(row).host, said=refused.said)
    if not refused.lasting:
        _pause(row, refused.retry_after)
        return trouble
    over = {"state": AccessState.ENDED, "access_token": "", "refresh_token": "", "expires_at": None}
    _mine(row).update(claimed_until=None, **(over if refused.code == "MAILBOX_CONSENT_ENDED" else {}))
    raise trouble


def _mine(row: MailboxAccess) -> Any:
    return MailboxAccess.objects.filter(pk=row.pk, version=row.version)


def _pause(row: MailboxAccess, retry_after: str) -> None:
    """Leave the service alone for a while, and give the row back."""
    row.failures += 1
    wait = timedelta(seconds=pause_after(row.failures, retry_after))
    _mine(row).update(not_before=database_now() + wait, failures=row.failures, claimed_until=None)


def _recovered(row: MailboxAccess) -> bool:
    """Commit what a dead holder of the claim had received; False when there is nothing newer than the row."""
    kept = token_journal.read(_journal(row.pk), sealing.fernet())
    if kept is None or (row.renewed_at is not None and kept[0] <= row.renewed_at):
        return False
    _adopt(row, parse_grant(kept[1]), kept[0])
    return True


def _adopt(row: MailboxAccess, given: Granted, started: datetime) -> None:
    _mine(row).update(**_fresh(row, given, started), claimed_until=None)
    forget_journal(row.pk)


def _fresh(row: MailboxAccess, given: Granted, started: datetime) -> dict[str, Any]:
    """The columns that new tokens set. A service that gives no new refresh token lets the present one stay."""
    renewed = {"refresh_token": sealed(row, "refresh", given.refresh_token)} if given.refresh_token else {}
    return {
        **renewed,
        "access_token": sealed(row, "access", given.access_token),
        "expires_at": started + timedelta(seconds=given.expires_in),
        "renewed_at": started,
        "state": AccessState.OPEN,
        "not_before": None,
        "failures": 0,
    }
