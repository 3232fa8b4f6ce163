"""Tokens of programs: made and revoked by admins, checked at every request."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.selectors import configured_by
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.models import ApiToken

# inboek_ + what finds the row + _ + 256 random bits.
_SHAPE = re.compile(r"inboek_([a-z0-9]{10})_[A-Za-z0-9_-]{43}")
_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
DAYS = (30, 90, 365)
PER_MINUTE = 300


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a token does not count. ``code`` is a message's; an unknown one and a wrong one are told alike."""

    code: str


def make(
    *, name: str, administrations: list[int], upload: bool, read: bool, days: int, by: Person
) -> tuple[ApiToken, str]:
    """Make a token for administrations (ids) that ``by`` sets up; the row and the token, which is shown once.

    Raises RightMissing; DraftRefused without a name, an administration, a scope or a proper number of days.
    """
    chosen = list(configured_by(by).filter(pk__in=administrations))
    name = " ".join(name.split())[:60]
    if not name or not chosen or len(chosen) != len(set(administrations)) or not (upload or read) or days not in DAYS:
        raise DraftRefused("TOKEN_INCOMPLETE")
    prefix = "".join(secrets.choice(_SIGNS) for _ in range(10))
    token = f"inboek_{prefix}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        row = ApiToken.objects.create(
            name=name,
            prefix=prefix,
            digest=_digest(token),
            may_upload=upload,
            may_read=read,
            created_by=by,
            expires_at=timezone.now() + timedelta(days=days),
        )
        row.administrations.set(chosen)
        for administration in chosen:
            audit.record("token.made", by=by, administration=administration, name=name, prefix=prefix, days=days)
    return row, token


def tokens_of(by: Person) -> QuerySet[ApiToken]:
    """The tokens that reach an administration which ``by`` sets up, newest first. Raises RightMissing."""
    return ApiToken.objects.filter(administrations__in=configured_by(by)).distinct().select_related("created_by")


def revoke(token: ApiToken, *, by: Person) -> bool:
    """Shut a token out of the administrations that ``by`` sets up, at once; revoked when none is left.

    Returns whether it is revoked altogether. Raises RightMissing.
    """
    with transaction.atomic():
        row = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
        mine = list(row.administrations.filter(pk__in=configured_by(by)))
        whole = len(mine) == row.administrations.count()
        if whole and row.revoked_at is None:
            # The administrations stay with it, to be seen; it opens none of them any more.
            row.revoked_at = timezone.now()
            row.save(update_fields=["revoked_at"])
        elif not whole:
            row.administrations.remove(*mine)
        else:
            return True
        for administration in mine:
            audit.record("token.revoked", by=by, administration=administration, name=row.name, prefix=row.prefix)
    return whole


def check(shown: str) -> ApiToken | Refused:
    """The row of a token that counts now. A wrong one costs one look-up and one hash, and writes nothing."""
    found = _SHAPE.fullmatch(shown)
    row = ApiToken.objects.filter(prefix=found.group(1)).first() if found else None
    # The same work whether or not there is such a row.
    right = hmac.compare_digest(row.digest if row else "0" * 64, _digest(shown))
    if row is None or not right:
        return Refused("TOKEN_INVALID")
    if row.revoked_at is not None:
        return Refused("TOKEN_REVOKED")
    return row if row.expires_at > timezone.now() else Refused("TOKEN_EXPIRED")


def take_turn(token: ApiToken) -> int:
    """Count one request; 0, or after how many seconds the next is welcome. One conditional statement, so that two
    processes never let more through together."""
    now = timezone.now()
    minute = int(now.timestamp()) // 60
    free = Q(minute__lt=minute) | Q(used__lt=PER_MINUTE)
    used = Case(When(minute=minute, then=F("used") + 1), default=Value(1))
    taken = ApiToken.objects.filter(free, pk=token.pk).update(used=used, minute=minute, last_used_at=now)
    return 0 if taken else 60 - int(now.timestamp()) % 60


def administrations_of(token: ApiToken) -> QuerySet[Administration]:
    """What a token reaches now: its administrations that are in use."""
    return token.administrations.filter(active=True)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
