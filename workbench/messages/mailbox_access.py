"""Mailboxes that a provider's token opens: what is wrong with the app, the consent or the token."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

MAILBOX_ACCESS: dict[str, Message] = {
    # the consent
    "MAILBOX_UNCONNECTED": Message(
        _("Not connected yet"),
        _("Nobody has allowed yet that this mailbox is opened."),
        _("An admin presses “Connect” at the mailbox and signs in as somebody who may open it."),
    ),
    "MAILBOX_CONSENT_ENDED": Message(
        _("The consent has ended"),
        _("It was withdrawn, has expired, or ended with a new password. %(said)s"),
        _("An admin presses “Connect again” at the mailbox. Until then mails wait there; nothing is lost."),
    ),
    "MAILBOX_CONSENT_DENIED": Message(
        _("Nothing was allowed"),
        _("The provider says: “%(said)s”."),
        _("Connect again as somebody who may allow it. At Microsoft 365 an administrator may have to approve the app."),
    ),
    "MAILBOX_CODE_REFUSED": Message(
        _("The consent could not be completed"),
        _("%(host)s does not take it. %(said)s"),
        _("Connect again. If it happens again, compare the redirect address with the one registered for the app."),
    ),
    "MAILBOX_CONSENT_STRANGE": Message(
        _("This consent was not begun here"),
        _("It was begun in another session or more than ten minutes ago, or has been used."),
        _("Nothing has changed. Open the mailbox and connect again."),
    ),
    "MAILBOX_NOT_LASTING": Message(
        _("The provider gives access for an hour only"),
        _("No refresh token came with it, so nothing was kept."),
        _("Let the app ask for lasting access (often the scope offline_access), and connect again."),
    ),
    "MAILBOX_TOKEN_KEY": Message(
        _("The stored consent cannot be read"),
        _("It was encrypted with a key that this instance no longer has."),
        _("Connect again."),
    ),
    # the token service
    "MAILBOX_TOKEN_LATER": Message(
        _("%(host)s gives no token now"),
        _("%(said)s"),
        _("It is tried again by itself; mails wait in the mailbox."),
    ),
    # the app
    "MAILBOX_APP_SECRET": Message(
        _("The app's secret is refused"),
        _("%(host)s says: “%(said)s”."),
        _("Make a new secret at the provider and type its value (not its id) at the mailbox. The consent stays."),
    ),
    "MAILBOX_APP_UNKNOWN": Message(
        _("The app is not known there"),
        _("%(host)s says: “%(said)s”."),
        _("Compare client id and directory (tenant) with the app's page at the provider."),
    ),
    "MAILBOX_APP_REFUSED": Message(
        _("The app gets no token"),
        _("%(host)s says: “%(said)s”."),
        _("Compare the app's rights and its directory (tenant) with the steps at the mailbox."),
    ),
    "MAILBOX_APP_KEY": Message(
        _("The stored secret of the app cannot be read"),
        _("It was encrypted with a key that this instance no longer has."),
        _("Type the secret again at the mailbox."),
    ),
    "MAILBOX_APP_MISSING": Message(
        _("This instance has no app at that provider any more"),
        _("The mailbox was connected with it."),
        _("Give the mailbox an app of its own, or ask who runs Inboek."),
    ),
    # the mail server
    "MAILBOX_NO_OAUTH": Message(
        _("%(host)s takes no tokens"),
        _("It offers neither XOAUTH2 nor OAUTHBEARER."),
        _("Choose the password as the way in, or another server."),
    ),
    "MAILBOX_TOKEN_REFUSED": Message(
        _("%(host)s refuses the token for %(user)s"),
        _("%(said)s"),
        _(
            "Was somebody else signed in, or is the user name another one? IMAP must be on for the mailbox. "
            "Then connect again or test again."
        ),
    ),
    "MAILBOX_NOT_ADMITTED": Message(
        _("%(host)s does not open %(user)s"),
        _("It takes the token, but whoever consented, or the app, has no right to this mailbox."),
        _("Give full access to the mailbox at Microsoft 365, wait up to an hour, and test again."),
    ),
    # setting up
    "MAILBOX_ACCESS_FIELD": Message(
        _("This cannot be used"),
        _("“%(typed)s” is no app, directory, scope or address."),
        _("Copy it from the app's page at the provider; addresses begin with https."),
    ),
    "MAILBOX_TENANT": Message(
        _("The directory is missing"),
        _("An app by itself is admitted by one company's directory (tenant)."),
        _("Type the directory's id, or a domain of the company's."),
    ),
    "MAILBOX_OWN_APP": Message(
        _("An app of its own is needed"),
        _("This instance's app serves mailboxes that somebody consents to."),
        _("Type the client id and secret of an app that was registered for this mailbox."),
    ),
    "MAILBOX_NO_APP": Message(
        _("The client id is missing"),
        _("This instance has no app of its own at that provider."),
        _("Register an app as the steps say, and type its client id and secret."),
    ),
    "MAILBOX_NO_SECRET": Message(
        _("The app's secret is missing"),
        _("With another app the secret is another one too."),
        _("Type the value of a secret of that app."),
    ),
    "MAILBOX_OTHER_HOST": Message(
        _("That provider's tokens are for its own server"),
        _("This mailbox is at %(host)s, so no token is sent there."),
        _("Choose the password or another provider, or add the mailbox anew."),
    ),
}
