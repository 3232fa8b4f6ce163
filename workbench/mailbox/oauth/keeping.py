"""Writing down which app opens a mailbox."""

from __future__ import annotations

from workbench.mailbox.oauth import tokens
from workbench.mailbox.oauth.wish import IDENTITY, AccessWish
from workbench.models import Mailbox, MailboxAccess


def keep_access(mailbox: Mailbox, wish: AccessWish, same: MailboxAccess | None) -> None:
    """Write the app down, in the caller's transaction; ``same``: the row whose app it is, which gets a new secret."""
    row = same or MailboxAccess(mailbox=mailbox)
    secret = tokens.sealed(row, "app", wish.client_secret)
    if same is not None:
        # Without a token at hand the next use tries the new secret.
        MailboxAccess.objects.filter(pk=mailbox.pk).update(
            client_secret=secret, access_token="", expires_at=None, not_before=None, failures=0
        )
        return
    earlier = MailboxAccess.objects.filter(pk=mailbox.pk).values_list("version", flat=True).first()
    fresh = MailboxAccess(
        mailbox=mailbox,
        client_secret=secret,
        # Whoever is renewing the former app's tokens writes nothing into this row.
        version=(earlier or 0) + 1,
        **{name: getattr(wish, name) for name in IDENTITY},
    )
    fresh.save(force_insert=earlier is None, force_update=earlier is not None)
