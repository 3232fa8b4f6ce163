"""Setting mailboxes up: the only writer of what an admin chooses. Each change is audited; no password is."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from exact import sealing
from exact.models import Administration
from jobs.clock import database_now
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.mailbox import health
from workbench.mailbox.oauth import tokens
from workbench.mailbox.oauth.keeping import keep_access
from workbench.mailbox.oauth.providers import PRESETS
from workbench.mailbox.oauth.wish import AccessWish, access_wish_from, check_host, check_secret
from workbench.mailbox.pickup import ask_for, ask_to_settle
from workbench.mailbox.session import LOOK_SECONDS, logged_in
from workbench.mailbox.trouble import MailboxTrouble
from workbench.models import Mailbox
from workbench.models.mailbox import Security
from workbench.models.mailbox_access import AccessFlow

PORTS = {Security.TLS: 993, Security.STARTTLS: 143}
_HOST = re.compile(r"^(?=.{1,253}$)[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
CHANGEABLE = ("port", "security", "done_folder", "receiver")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form says. ``password`` "" keeps the one there is; ``existing``: mails that are there already too;
    ``access``: the app that opens it, None for the password."""

    host: str
    port: int
    security: str
    username: str
    password: str
    folder: str
    done_folder: str
    receiver: str
    existing: bool
    access: AccessWish | None = None


def wish_from(typed: Mapping[str, str]) -> Wish:
    """What was typed, checked; a known provider's server when none was. Raises DraftRefused: MAILBOX_FIELD with the
    part that is none, or what ``access_wish_from`` does."""
    given = {name: typed.get(name, "").strip() for name in ("host", "port", "username", "folder", "done_folder")}
    access = access_wish_from(typed)
    preset = PRESETS.get(access.provider) if access else None
    if preset is not None:
        given |= {"host": given["host"] or preset.host, "port": ""}
    security = Security.TLS.value if preset else typed.get("security", Security.TLS.value)
    if security not in Security.values:
        raise DraftRefused("MAILBOX_FIELD", typed=security[:60])
    host, port = given["host"].lower().rstrip("."), given["port"] or str(PORTS[Security(security)])
    receiver = typed.get("receiver", "").strip().lower()
    for text, right in ((host, _HOST.match(host)), (receiver, not receiver or _HOST.match(receiver))):
        if not right:
            raise DraftRefused("MAILBOX_FIELD", typed=text[:60])
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise DraftRefused("MAILBOX_FIELD", typed=port[:60])
    for name, most in (("username", 254), ("folder", 200), ("done_folder", 200)):
        if len(given[name]) > most or _CONTROL.search(given[name]):
            raise DraftRefused("MAILBOX_FIELD", typed=_CONTROL.sub("", given[name])[:60])
    password = typed.get("password", "")
    if not given["username"] or "\0" in password:
        raise DraftRefused("MAILBOX_FIELD", typed=given["username"])
    # That one folder's name is the same in capitals and without (RFC 3501, 5.1).
    folder, done_folder = (
        "INBOX" if name.upper() == "INBOX" else name for name in (given["folder"] or "INBOX", given["done_folder"])
    )
    if done_folder == folder:
        raise DraftRefused("MAILBOX_SAME_FOLDER", typed=folder)
    return Wish(
        host, int(port), security, given["username"], password, folder, done_folder, receiver,
        bool(typed.get("existing")), access,
    )  # fmt: skip


def sealed(mailbox_id: uuid.UUID, password: str) -> str:
    """A password as a mailbox's row keeps it: encrypted, and of use in that row only."""
    return sealing.seal(f"mailbox:{mailbox_id}", password)


def add(administration: Administration, wish: Wish, *, by: Person) -> Mailbox:
    """Have a mailbox's folder picked up for an administration.

    Raises RightMissing; DraftRefused: MAILBOX_NO_PASSWORD, MAILBOX_OTHER_HOST, MAILBOX_NO_SECRET, or MAILBOX_TAKEN
    when that folder is picked up for it.
    """
    require(by, Right.CONFIGURE, administration)
    if wish.access:
        check_host(wish.access, wish.host)
        check_secret(wish.access)
    elif not wish.password:
        raise DraftRefused("MAILBOX_NO_PASSWORD")
    key = uuid.uuid4()
    with transaction.atomic():
        mailbox, made = Mailbox.objects.get_or_create(
            administration=administration,
            host=wish.host,
            username=wish.username,
            folder=wish.folder,
            defaults={
                "id": key,
                "port": wish.port,
                "security": wish.security,
                "secret": "" if wish.access else sealed(key, wish.password),
                "done_folder": wish.done_folder,
                "receiver": wish.receiver,
                "created_by": by.get_username(),
                # Servers count days by their own clock, so a day earlier.
                "since": None if wish.existing else (database_now() - timedelta(days=1)).date(),
            },
        )
        if not made:
            raise DraftRefused("MAILBOX_TAKEN", name=str(mailbox))
        if wish.access:
            keep_access(mailbox, wish.access, None)
        audit.record("mailbox.added", by=by, administration=administration, name=str(mailbox)[:200], host=wish.host)
        # Until somebody consents there is nothing to look into; then that asks.
        if not (wish.access and wish.access.flow == AccessFlow.PERSON):
            ask_for(mailbox)
    return mailbox


def change(mailbox: Mailbox, wish: Wish, *, by: Person) -> list[str]:
    """Change how a mailbox is reached and what is done with taken mails; the names of what changed.

    Server, user and folder stay: they say which mails are meant. Raises RightMissing.
    """
    require(by, Right.CONFIGURE, mailbox.administration)
    with transaction.atomic():
        changed = [name for name in CHANGEABLE if getattr(mailbox, name) != getattr(wish, name)]
        for name in changed:
            setattr(mailbox, name, getattr(wish, name))
        if wish.password and mailbox.sign_in == "password":
            mailbox.secret = sealed(mailbox.pk, wish.password)
            changed.append("password")
        if changed:
            _ask_soon(mailbox)
            health.forget_failure(mailbox)
            mailbox.done_failure = ""
            fields = [*health.FIELDS, "done_failure", "secret", *CHANGEABLE]
            mailbox.save(update_fields=fields)
            _told("mailbox.changed", mailbox, by, fields=", ".join(changed))
    return changed


def look(mailbox: Mailbox, *, by: Person) -> MailboxTrouble | None:
    """Try the connection now: log in, open the folder, see whether mails can be moved; None when all is well.

    The outcome is written down as that of any other look; when it works, the mailbox is picked up at once. Raises
    RightMissing.
    """
    require(by, Right.CONFIGURE, mailbox.administration)
    trouble = None
    tokens.forget_pause(mailbox.pk)
    try:
        with logged_in(mailbox, seconds=LOOK_SECONDS) as session:
            session.open()
            session.check_done_folder()
    except MailboxTrouble as found:
        trouble = found
    with transaction.atomic():
        if trouble is not None:
            health.failed(mailbox, trouble)
        else:
            _ask_soon(mailbox)
            Mailbox.objects.filter(pk=mailbox.pk).update(done_failure="")
            health.succeeded(mailbox)
    return trouble


def _ask_soon(mailbox: Mailbox) -> None:
    if mailbox.active:
        ask_for(mailbox)
        ask_to_settle(mailbox)


def switch(mailbox: Mailbox, *, active: bool, by: Person) -> None:
    """Pause a mailbox, or go on with it where it stopped. Raises RightMissing."""
    require(by, Right.CONFIGURE, mailbox.administration)
    with transaction.atomic():
        if active:
            ask_for(mailbox)
            ask_to_settle(mailbox)
        if not Mailbox.objects.filter(pk=mailbox.pk, active=not active).update(active=active):
            return
        mailbox.active = active
        if active:
            health.forget_failure(mailbox)
            mailbox.save(update_fields=health.FIELDS)
            _told("mailbox.resumed", mailbox, by)
        else:
            _told("mailbox.paused", mailbox, by)


def remove(mailbox: Mailbox, *, by: Person) -> None:
    """Stop picking a mailbox up and forget its password or tokens; what came in stays. Raises RightMissing."""
    require(by, Right.CONFIGURE, mailbox.administration)
    key = mailbox.pk
    with transaction.atomic():
        mailbox.delete()
        _told("mailbox.removed", mailbox, by)
    tokens.forget_journal(key)


def _told(event: str, mailbox: Mailbox, by: Person, **data: Any) -> None:
    audit.record(event, by=by, administration=mailbox.administration, name=str(mailbox)[:200], **data)
