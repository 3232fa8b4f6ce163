"""Troubles of the instance that its admins are mailed about: once when one has lasted, and once when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from exact.models import Administration, Connection, ConnectionState, PostingState
from workbench.accounts.rights import Right, roles_with
from workbench.health.given_up import KINDS, about, dead_jobs
from workbench.health.readiness import work
from workbench.mailbox.selectors import failing
from workbench.messages import describe
from workbench.models import MailKind, Trouble
from workbench.outgoing.server import mail_is_on
from workbench.outgoing.services import queue

# What mends itself within this long is never told.
PATIENCE = timedelta(minutes=5)
# Where a trouble is mended.
PAGES = {
    "ALARM_WORK": "given-up-work",
    "ALARM_POSTING": "posting",
    "ALARM_EXACT": "connect",
    "ALARM_MAILBOX": "mailboxes",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A trouble as it stands now. ``key`` is the same as long as it is the same trouble."""

    key: str
    code: str
    params: dict[str, str] = field(default_factory=dict)
    administration: Administration | None = None


def look() -> None:
    """Compare what is wrong now with what was; mail what has lasted, and what is over. Nothing while mail is off."""
    if not mail_is_on():
        return
    now = timezone.now()
    found = {trouble.key: trouble for trouble in troubles()}
    known = {row.key: row for row in Trouble.objects.filter(over_at=None).select_related("administration")}
    for key, trouble in found.items():
        row = known.get(key)
        if row is None:
            Trouble.objects.get_or_create(
                key=key,
                over_at=None,
                defaults={
                    "code": trouble.code,
                    "params": trouble.params,
                    "administration": trouble.administration,
                    "since": now,
                },
            )
        elif row.told_at is None and now - row.since >= PATIENCE:
            _tell(row, now)
    for key, row in known.items():
        if key not in found:
            _end(row, now)


def troubles() -> Iterator[Found]:
    """What is wrong now that a person must mend."""
    yield from _given_up()
    dead = Administration.objects.filter(postings__state=PostingState.DEAD).distinct().order_by("pk")
    for books in dead:
        yield Found(f"posting:{books.pk}", "ALARM_POSTING", {"administration": books.name}, books)
    stopped = (ConnectionState.NEEDS_CONSENT, ConnectionState.HELD)
    for link in Connection.objects.filter(state__in=stopped).order_by("pk"):
        yield Found(f"exact:{link.pk}", "ALARM_EXACT", {"name": link.name})
    for row in failing(Administration.objects.filter(active=True)):
        box = row.mailbox
        yield Found(f"mailbox:{box.pk}", "ALARM_MAILBOX", {"name": str(box)}, box.administration)
    if silent := work():
        yield Found("work", "ALARM_NO_WORKER", {"said": silent.partition(": ")[2]})


def _given_up() -> Iterator[Found]:
    seen = set()
    for job in dead_jobs():
        if job.kind in ("mail_send", "mail_alarms"):
            continue  # mail about mail goes round
        row = about(job)
        key = f"given-up:{job.kind}:{row.administration.pk if row.administration else 0}"
        if key not in seen:
            seen.add(key)
            yield Found(key, "ALARM_WORK", {"work": job.kind}, row.administration)


def _tell(row: Trouble, now: datetime) -> None:
    with transaction.atomic():
        if Trouble.objects.filter(pk=row.pk, told_at=None, over_at=None).update(told_at=now):
            _mail(row, MailKind.ALARM)


def _end(row: Trouble, now: datetime) -> None:
    """What was told is told to be over; what was not is as if it had not been."""
    with transaction.atomic():
        if row.told_at is None:
            Trouble.objects.filter(pk=row.pk, told_at=None).delete()
        elif Trouble.objects.filter(pk=row.pk, over_at=None).update(over_at=now):
            _mail(row, MailKind.OVER)


def _mail(row: Trouble, kind: MailKind) -> None:
    """To every admin of the books, or of any when it is about none, in their own language."""
    for person in _admins(row.administration):
        preference = getattr(person, "preference", None)
        if preference is not None and not preference.mail_alarms:
            continue
        with translation.override((preference.language if preference else "") or settings.LANGUAGE_CODE):
            told = describe(row.code, _in_words(row.params))
            over = kind == MailKind.OVER
            page = PAGES.get(row.code, "start")
            context = {
                "person": person,
                "told": told,
                "over": over,
                "trouble": row,
                "address": f"{settings.PUBLIC_URL}{reverse(page)}",
            }
            sentence = _("Inboek: over: %(what)s") if over else _("Inboek: %(what)s")
            queue(
                kind,
                key=f"{kind}:{row.pk}:{person.pk}",
                to=person.email,
                subject=sentence % {"what": told.title},
                text=render_to_string("outgoing/alarm.txt", context),
                administration=row.administration,
                person=person,
            )


def _admins(administration: Administration | None) -> list[User]:
    of = {} if administration is None else {"memberships__administration": administration}
    rows = User.objects.filter(is_active=True, memberships__role__in=roles_with(Right.CONFIGURE), **of)
    return list(rows.exclude(email="").select_related("preference").distinct().order_by("pk"))


def _in_words(params: dict[str, str]) -> dict[str, str]:
    """The kind of work by its name, in the active language."""
    return {name: str(KINDS.get(value, value)) if name == "work" else value for name, value in params.items()}
