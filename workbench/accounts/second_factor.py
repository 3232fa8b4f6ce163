"""The second step of the log-in: the only writer. Secrets are sealed, codes open once, and each change is audited."""

from __future__ import annotations

import hashlib
import secrets
import time
from enum import StrEnum

import structlog
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from exact import sealing
from workbench.accounts import guesses, totp
from workbench.accounts.people import Person, Visitor
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.models import Membership, RecoveryCode, SecondFactor

log = structlog.get_logger(__name__)

ISSUER = "Inboek"
RECOVERY_CODES = 10
# Letters and digits that are not mistaken for one another; sixteen of them are 79 bits.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class Outcome(StrEnum):
    """What came of a typed code."""

    TAKEN = "taken"
    WRONG = "wrong"
    TOO_MANY = "too_many"


def factor_of(person: Visitor) -> SecondFactor | None:
    """The person's second factor, when it counts."""
    return SecondFactor.objects.filter(person_id=person.pk).exclude(confirmed_at=None).first()


def required_for(person: Person) -> bool:
    """Whether the instance asks a second factor of this person: by role in any administration. A superuser counts as
    an admin, for he may do what admins do."""
    roles = settings.INBOEK_SECOND_FACTOR_FOR
    if not roles:
        return False
    if person.is_superuser and "admin" in roles:
        return True
    return Membership.objects.filter(user_id=person.pk, role__in=roles).exists()


def begin(person: Person) -> str:
    """The secret to put into an app; the same one until it is confirmed, so that a page may be loaded again.

    Raises DraftRefused("SECOND_FACTOR_THERE") when one counts already.
    """
    with transaction.atomic():
        row, _made = SecondFactor.objects.select_for_update().get_or_create(person_id=person.pk)
        if row.confirmed_at is not None:
            raise DraftRefused("SECOND_FACTOR_THERE")
        try:
            return sealing.unseal(_owner(row), row.secret)
        except sealing.Unreadable:  # nothing there yet, or keys that are gone: nobody uses it so far
            secret = totp.new_secret()
            row.secret = sealing.seal(_owner(row), secret)
            row.save(update_fields=["secret"])
            return secret


def begun(person: Person) -> str:
    """The secret that waits for its first code; "" when nothing was begun."""
    row = SecondFactor.objects.filter(person_id=person.pk, confirmed_at=None).first()
    try:
        return sealing.unseal(_owner(row), row.secret) if row else ""
    except sealing.Unreadable:
        return ""


def confirm(person: Person, typed: str) -> list[str]:
    """The first code of the app was typed: from now on it is asked for. The recovery codes, which are kept hashed only.

    Raises DraftRefused: CODE_WRONG, SECOND_FACTOR_THERE.
    """
    secret = begin(person)
    step = totp.step_taken(secret, _plain(typed), time.time(), after=0)
    if step is None:
        raise DraftRefused("CODE_WRONG")
    with transaction.atomic():
        row = SecondFactor.objects.select_for_update().get(person_id=person.pk)
        if row.confirmed_at is not None:
            raise DraftRefused("SECOND_FACTOR_THERE")
        row.confirmed_at, row.last_step = timezone.now(), step
        row.save(update_fields=["confirmed_at", "last_step"])
        codes = _make_codes(row)
        audit.record("user.second_factor_set", by=person, name=person.username)
    return codes


def new_codes(person: Person) -> list[str]:
    """Ten fresh recovery codes; those before count no more. Raises SecondFactor.DoesNotExist."""
    with transaction.atomic():
        row = SecondFactor.objects.select_for_update().exclude(confirmed_at=None).get(person_id=person.pk)
        codes = _make_codes(row)
        audit.record("user.recovery_codes_made", by=person, name=person.username)
    return codes


def codes_left(factor: SecondFactor) -> int:
    """How many recovery codes are unused."""
    return factor.recovery_codes.filter(used_at=None).count()


def check(request: HttpRequest, person: Person, typed: str) -> Outcome:
    """Whether a typed code opens: one of the app that was not used before, or an unused recovery code.

    Guesses are counted as those at passwords are, on a counter of their own. Whoever checks holds the person's row, so
    that neither a code nor a guess slips through twice at one moment.
    """
    with transaction.atomic():
        row = SecondFactor.objects.select_for_update().exclude(confirmed_at=None).filter(person_id=person.pk).first()
        if row is None or guesses.too_many(request, person.username, guesses.CODE):
            return Outcome.TOO_MANY if row else Outcome.WRONG
        plain = _plain(typed)
        if (_of_app(row, plain) if plain.isdecimal() else _of_recovery(row, plain, person)) is True:
            return Outcome.TAKEN
        guesses.count(request, person.username, guesses.CODE)
        log.warning("second_factor_refused", person=person.pk)
        if guesses.too_many(request, person.username, guesses.CODE):
            audit.record("user.code_guessed", by=person, name=person.username)
    return Outcome.WRONG


def _of_app(row: SecondFactor, plain: str) -> bool:
    try:
        secret = sealing.unseal(_owner(row), row.secret)
    except sealing.Unreadable as unreadable:
        log.error("second_factor_unreadable", person=row.person_id, why=str(unreadable))
        return False
    step = totp.step_taken(secret, plain, time.time(), after=row.last_step)
    if step is None:
        return False
    row.last_step = step
    row.save(update_fields=["last_step"])
    return True


def _of_recovery(row: SecondFactor, plain: str, person: Person) -> bool:
    used = RecoveryCode.objects.filter(factor=row, digest=_digest(row, plain), used_at=None)
    if not used.update(used_at=timezone.now()):
        return False
    audit.record("user.recovery_code_used", by=person, name=person.username, left=codes_left(row))
    return True


def remove(person: User) -> bool:
    """Take the second factor away with its codes; whether there was one. Who may is the caller's to know, and so is
    telling it."""
    gone, _rows = SecondFactor.objects.filter(person_id=person.pk).delete()
    return bool(gone)


def take_off(person: Person) -> None:
    """A person wants none any more. Raises DraftRefused("SECOND_FACTOR_REQUIRED") where the instance asks for one."""
    if required_for(person):
        raise DraftRefused("SECOND_FACTOR_REQUIRED")
    with transaction.atomic():
        if remove(person):
            audit.record("user.second_factor_removed", by=person, name=person.username)


def _make_codes(row: SecondFactor) -> list[str]:
    row.recovery_codes.all().delete()
    codes = [
        "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=row, digest=_digest(row, _plain(code))) for code in codes)
    return codes


def _digest(row: SecondFactor, plain: str) -> str:
    return hashlib.sha256(f"{row.person_id}:{plain}".encode()).hexdigest()


def _plain(typed: str) -> str:
    """As typed, without what only makes it readable."""
    return "".join(typed.split()).replace("-", "").lower()[:40]


def _owner(row: SecondFactor) -> str:
    return f"second factor:{row.person_id}"
