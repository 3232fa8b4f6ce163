"""The bell by mail: what waits for a person by name, at once or every morning, each notice once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from workbench.bell import selectors as bell
from workbench.frame.selectors import visible_administrations
from workbench.logs import redact_text
from workbench.models import Digest, MailKind, Notice, Preference
from workbench.outgoing.server import mail_is_on
from workbench.outgoing.services import queue

HOUR = 8
MOST = 40


def send_due() -> int:
    """Write the digests that are due; how many."""
    if not mail_is_on():
        return 0
    now = timezone.localtime()
    unread = Notice.objects.filter(read_at=None).order_by().values("person").annotate(newest=Max("pk"))
    newest = dict(unread.values_list("person", "newest"))
    people = User.objects.filter(is_active=True, pk__in=newest).exclude(email="").select_related("preference")
    due = [each for each in people.order_by("pk") if _is_due(getattr(each, "preference", None), newest[each.pk], now)]
    return sum(_write(person, now) for person in due)


def wish_of(preference: Preference | None) -> Digest:
    """When a person is mailed: daily, until they say otherwise."""
    return Digest(preference.digest) if preference and preference.digest else Digest.DAILY


def _is_due(preference: Preference | None, newest: int, now: datetime) -> bool:
    wish = wish_of(preference)
    if wish is Digest.NEVER or (preference is not None and preference.digest_upto >= newest):
        return False
    if wish is Digest.AT_ONCE:
        return True
    # By what was done last, not by the hour: an instance that was off at eight tells at nine.
    return now.hour >= HOUR and (preference is None or preference.digest_day != now.date())


def _write(person: User, now: datetime) -> int:
    """One digest, and how far it goes, in one commit."""
    with transaction.atomic():
        preference, _ = Preference.objects.select_for_update(of=("self",)).get_or_create(user=person)
        newest = Notice.objects.filter(person=person, read_at=None).aggregate(newest=Max("pk"))["newest"] or 0
        if not _is_due(preference, newest, now):
            return 0
        with translation.override(preference.language or settings.LANGUAGE_CODE):
            rows = [row for row in bell.rows_for(person, visible_administrations(person)) if _is_new(row, preference)]
            if rows:
                _queue(person, rows, newest)
        preference.digest_upto, preference.digest_day = newest, now.date()
        preference.save(update_fields=["digest_upto", "digest_day"])
    return bool(rows)


def _is_new(row: bell.Row, preference: Preference) -> bool:
    return row.notice.read_at is None and row.notice.pk > preference.digest_upto


def _queue(person: User, rows: list[bell.Row], newest: int) -> None:
    count = len(rows)
    shown = [(row, f"{settings.PUBLIC_URL}{bell.address_of(row.notice)}") for row in rows[:MOST]]
    context = {
        "person": person,
        "rows": shown,
        "more": max(0, count - MOST),
        "all": f"{settings.PUBLIC_URL}{reverse('notices')}",
    }
    queue(
        MailKind.DIGEST,
        key=f"digest:{person.pk}:{newest}",
        to=person.email,
        # How many, and nothing of what: subjects are read over shoulders.
        subject=ngettext("Inboek: %(n)d thing waits for you", "Inboek: %(n)d things wait for you", count)
        % {"n": count},
        text=redact_text(render_to_string("outgoing/digest.txt", context)),
        person=person,
    )


def set_wish(person: User, wish: Digest, *, alarms: bool | None = None) -> None:
    """When a person is mailed from now on; what waits already is not mailed at once. ``alarms``: for admins."""
    with transaction.atomic():
        preference, _ = Preference.objects.select_for_update(of=("self",)).get_or_create(user=person)
        if wish is Digest.AT_ONCE and wish_of(preference) is not Digest.AT_ONCE:
            preference.digest_upto = Notice.objects.filter(person=person).aggregate(last=Max("pk"))["last"] or 0
        preference.digest = wish
        preference.mail_alarms = preference.mail_alarms if alarms is None else alarms
        preference.save(update_fields=["digest", "digest_upto", "mail_alarms"])
