"""What an admin types about the app that opens a mailbox, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from workbench.drafts.changing import DraftRefused
from workbench.mailbox.oauth.providers import PRESETS, SHARED_TENANTS
from workbench.models.mailbox_access import AccessFlow, MailboxAccess, Provider

_TENANT = re.compile(r"^[A-Za-z0-9][A-Za-z0-9.-]{0,119}$")
_SIGNS = re.compile(r"^[\x21-\x7e]*$")
_SCOPE = re.compile(r"^[\x21\x23-\x5b\x5d-\x7e ]*$")  # RFC 6749, 3.3
# What says which app is meant: with another one, no secret or token of the present one may be used.
IDENTITY = ("provider", "flow", "tenant", "authorise_url", "token_url", "scope", "client_id")


@dataclass(frozen=True, slots=True)
class AccessWish:
    """``client_id`` "": the instance's app. ``client_secret`` "": the one there is, or none."""

    provider: str
    flow: str
    tenant: str
    authorise_url: str
    token_url: str
    scope: str
    client_id: str
    client_secret: str = field(repr=False)

    def same_app(self, access: MailboxAccess) -> bool:
        """Is it the app whose secret and tokens the row has?"""
        return all(getattr(self, name) == getattr(access, name) for name in IDENTITY)


def access_wish_from(typed: Mapping[str, str]) -> AccessWish | None:
    """What was typed; None for a password. Raises DraftRefused: MAILBOX_ACCESS_FIELD with what cannot be used,
    MAILBOX_TENANT, MAILBOX_OWN_APP, MAILBOX_NO_APP or MAILBOX_NO_SECRET."""
    provider = typed.get("sign_in", "password")
    if provider == "password":
        return None
    given = {name: typed.get(name, "").strip() for name in (*IDENTITY, "client_secret")}
    flow = given["flow"] or AccessFlow.PERSON.value
    if provider not in Provider.values or flow not in AccessFlow.values:
        raise DraftRefused("MAILBOX_ACCESS_FIELD", typed=f"{provider} {flow}"[:60])
    for name, most in (("client_id", 200), ("client_secret", 500)):
        if len(given[name]) > most or not _SIGNS.match(given[name]):
            # Never the secret itself.
            raise DraftRefused("MAILBOX_ACCESS_FIELD", typed=given[name][:60] if name == "client_id" else "…")
    wish = AccessWish(
        provider,
        flow if provider != Provider.GOOGLE else AccessFlow.PERSON.value,
        _tenant(given["tenant"], flow) if provider == Provider.MICROSOFT else "",
        **_addresses(given, provider, flow),
        client_id=given["client_id"],
        client_secret=given["client_secret"],
    )
    _check_app(wish)
    return wish


def _tenant(typed: str, flow: str) -> str:
    if typed and not _TENANT.match(typed):
        raise DraftRefused("MAILBOX_ACCESS_FIELD", typed=typed[:60])
    if flow == AccessFlow.APP and (typed or SHARED_TENANTS[0]).lower() in SHARED_TENANTS:
        raise DraftRefused("MAILBOX_TENANT")
    return typed


def _addresses(given: Mapping[str, str], provider: str, flow: str) -> dict[str, str]:
    """The addresses of another provider: encrypted, with a host, without a user in them."""
    if provider != Provider.OTHER:
        return {"authorise_url": "", "token_url": "", "scope": ""}
    by_app = flow == AccessFlow.APP
    found = {"authorise_url": "" if by_app else given["authorise_url"], "token_url": given["token_url"]}
    for name, url in found.items():
        if not (by_app and name == "authorise_url") and not _usable(url):
            raise DraftRefused("MAILBOX_ACCESS_FIELD", typed=url[:60])
    if len(given["scope"]) > 500 or not _SCOPE.match(given["scope"]):
        raise DraftRefused("MAILBOX_ACCESS_FIELD", typed=given["scope"][:60])
    return {**found, "scope": given["scope"]}


def _usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = len(url) <= 500 and bool(_SIGNS.match(url)) and not parts.fragment
    return plain and parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and port != 0


def _check_app(wish: AccessWish) -> None:
    """The instance's app serves consenting people only: by itself it would open what others gave it access to."""
    if wish.client_id:
        return
    if wish.flow == AccessFlow.APP:
        raise DraftRefused("MAILBOX_OWN_APP")
    if not settings.INBOEK_MAILBOX_APPS.get(wish.provider, ("", ""))[0]:
        raise DraftRefused("MAILBOX_NO_APP")


def check_secret(wish: AccessWish) -> None:
    """A secret is there when the app needs one of its own. Raises DraftRefused: MAILBOX_NO_SECRET."""
    public = wish.provider == Provider.OTHER and wish.flow == AccessFlow.PERSON
    if wish.client_id and not wish.client_secret and not public:
        raise DraftRefused("MAILBOX_NO_SECRET")


def check_host(wish: AccessWish, host: str) -> None:
    """A known provider's token goes to its own servers only. Raises DraftRefused: MAILBOX_OTHER_HOST."""
    preset = PRESETS.get(wish.provider)
    if preset is not None and host not in preset.hosts:
        raise DraftRefused("MAILBOX_OTHER_HOST", host=host)
