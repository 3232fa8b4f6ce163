"""Where the tokens for a mailbox come from, and what is asked for: pure.

Microsoft: learn.microsoft.com, "Authenticate an IMAP, POP or SMTP connection using OAuth" and "OAuth 2.0
authorization code flow". Google: developers.google.com, "XOAUTH2 mechanism" and "Using OAuth 2.0 for web servers".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from workbench.models.mailbox_access import AccessFlow, Provider

_MICROSOFT = "https://login.microsoftonline.com"
# Directories that are none of one company: an app by itself (client credentials) is asked for in a company's own.
SHARED_TENANTS = ("common", "organizations", "consumers")


@dataclass(frozen=True, slots=True)
class Preset:
    """A known provider: its mail servers (TLS, port 993), and whose word on a mail's origin counts there."""

    name: str
    hosts: tuple[str, ...]
    receiver: str = ""

    @property
    def host(self) -> str:
        """The server of a new mailbox."""
        return self.hosts[0]


# Tokens of these two are sent to their own servers only. Microsoft's header on origins carries no name, so nothing in
# it can be told from a stranger's words.
PRESETS: dict[str, Preset] = {
    Provider.MICROSOFT: Preset("Microsoft 365", ("outlook.office365.com", "outlook.office.com")),
    Provider.GOOGLE: Preset("Google", ("imap.gmail.com", "imap.googlemail.com"), receiver="mx.google.com"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """A provider's two addresses and the scope; ``extra`` goes along when a person is sent to the first."""

    authorise_url: str
    token_url: str
    scope: str
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Who is asked for tokens."""
        return urlsplit(self.token_url).hostname or ""


def service_of(
    provider: str, flow: str, *, tenant: str = "", authorise_url: str = "", token_url: str = "", scope: str = ""
) -> Service:
    """The provider's addresses. ``tenant`` is Microsoft's; the last three are for another provider."""
    if provider == Provider.MICROSOFT:
        base = f"{_MICROSOFT}/{tenant or SHARED_TENANTS[0]}/oauth2/v2.0"
        by_app = flow == AccessFlow.APP
        return Service(
            f"{base}/authorize",
            f"{base}/token",
            "https://outlook.office365.com/.default"
            if by_app
            else "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
            # Whoever is logged in already may not be who opens the mailbox.
            {"prompt": "select_account"},
        )
    if provider == Provider.GOOGLE:
        return Service(
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
            "https://mail.google.com/",
            # A refresh token comes only with offline access, and the second time only when consent is asked again.
            {"access_type": "offline", "prompt": "consent"},
        )
    return Service(authorise_url, token_url, scope)


def consent_address(
    service: Service, *, client_id: str, redirect_uri: str, state: str, challenge: str, account: str
) -> str:
    """Where a person is sent to consent (RFC 6749, 4.1.1; PKCE: RFC 7636). ``account`` is only a hint."""
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **({"scope": service.scope} if service.scope else {}),
        **({"login_hint": account} if "@" in account else {}),
        **service.extra,
    }
    return f"{service.authorise_url}{'&' if urlsplit(service.authorise_url).query else '?'}{urlencode(query)}"
