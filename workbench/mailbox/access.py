"""The app that opens a mailbox: setting it, and a person's consent. Each change is audited; no secret is."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from django.db import transaction

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.mailbox import health
from workbench.mailbox.oauth import consent, tokens
from workbench.mailbox.oauth.keeping import keep_access
from workbench.mailbox.oauth.wish import AccessWish, check_host, check_secret
from workbench.mailbox.pickup import ask_for, ask_to_settle
from workbench.mailbox.services import sealed
from workbench.models import Mailbox, MailboxAccess


def set_access(mailbox: Mailbox, wish: AccessWish | None, password: str, *, by: Person) -> bool:
    """Have a mailbox opened by an app, or (None) by ``password``; where it was picked up to stays. Whether anything
    changed. With another app, or another way in, what opened it before is forgotten.

    Raises RightMissing; DraftRefused: MAILBOX_NO_PASSWORD, MAILBOX_OTHER_HOST, MAILBOX_NO_SECRET.
    """
    require(by, Right.CONFIGURE, mailbox.administration)
    if wish is None and not password:
        raise DraftRefused("MAILBOX_NO_PASSWORD")
    present = MailboxAccess.objects.filter(pk=mailbox.pk).first()
    same = wish is not None and present is not None and wish.same_app(present)
    if wish is not None and not same:
        check_host(wish, mailbox.host)
        check_secret(wish)
    if wish is not None and same and not wish.client_secret:
        return False
    with transaction.atomic():
        if mailbox.active:
            ask_for(mailbox)
            ask_to_settle(mailbox)
        health.forget_failure(mailbox)
        mailbox.done_failure = ""
        mailbox.secret = sealed(mailbox.pk, password) if wish is None else ""
        mailbox.save(update_fields=[*health.FIELDS, "done_failure", "secret"])
        if wish is None:
            MailboxAccess.objects.filter(pk=mailbox.pk).delete()
        else:
            keep_access(mailbox, wish, present if same else None)
        name, books = str(mailbox)[:200], mailbox.administration
        if wish is None:
            audit.record("mailbox.changed", by=by, administration=books, name=name, fields="password")
        else:
            provider, app = wish.provider, wish.client_id
            audit.record("mailbox.access_set", by=by, administration=books, name=name, provider=provider, app=app)
    if not same:
        tokens.forget_journal(mailbox.pk)
    mailbox.refresh_from_db()
    return True


def begin_consent(mailbox: Mailbox, session: MutableMapping[str, Any], *, by: Person) -> str:
    """The provider's address to send a person to. Raises RightMissing; MailboxTrouble without an app."""
    require(by, Right.CONFIGURE, mailbox.administration)
    return consent.begin(MailboxAccess.objects.select_related("mailbox").get(pk=mailbox.pk), session)


def finish_consent(mailbox: Mailbox, code: str, verifier: str, *, by: Person) -> None:
    """Keep what a person consented to, and have the mailbox picked up. Raises RightMissing; MailboxTrouble, and then
    nothing has changed."""
    require(by, Right.CONFIGURE, mailbox.administration)
    row = MailboxAccess.objects.get(pk=mailbox.pk)
    consent.finish(row, code, verifier, by=by.get_username())
    with transaction.atomic():
        if mailbox.active:
            ask_for(mailbox)
            ask_to_settle(mailbox)
        health.forget_failure(mailbox)
        mailbox.save(update_fields=health.FIELDS)
        audit.record(
            "mailbox.connected",
            by=by,
            administration=mailbox.administration,
            name=str(mailbox)[:200],
            provider=row.provider,
        )
