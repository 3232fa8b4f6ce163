"""Our own addresses in an exchange with a provider."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def redirect_uri(provider: str) -> str:
    """Where the provider sends the person back to: the address to register with the app. One for each provider, so
    that an answer of one is never taken for another's (RFC 9700, 4.4)."""
    return f"{settings.PUBLIC_URL}{reverse('mailbox-callback', args=[provider])}"


def can_come_back() -> bool:
    """Providers take addresses without encryption on this machine only."""
    return settings.PUBLIC_URL.startswith(("https://", "http://localhost:", "http://127.0.0.1:"))
