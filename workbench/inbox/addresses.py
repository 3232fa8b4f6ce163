"""The forwarding address of an administration: its code and six letters that cannot be guessed."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings

from exact.models import Administration


def _secret_part(administration: Administration) -> str:
    digest = hmac.new(
        settings.SECRET_KEY.encode(), f"inbox:{administration.division}".encode(), hashlib.sha256
    ).digest()
    return base64.b32encode(digest).decode().lower()[:6]


def mail_domain() -> str:
    """The domain the receiver accepts mail for."""
    return str(getattr(settings, "INBOEK_MAIL_DOMAIN", "") or "inboek.localhost")


def receives_mail() -> bool:
    """Whether mail from outside reaches the forwarding addresses, as far as settings tell: a domain was chosen."""
    return bool(settings.INBOEK_MAIL_DOMAIN)


def address_of(administration: Administration) -> str:
    """Where invoices for this administration are sent."""
    return f"{administration.code}-{_secret_part(administration)}@{mail_domain()}"


def administration_for(address: str) -> Administration | None:
    """Whose address this is; a suffix after ``+`` is allowed. None when it is nobody's (the mail is refused)."""
    local, _at, domain = address.strip().lower().rpartition("@")
    if domain != mail_domain().lower():
        return None
    local = local.split("+", 1)[0]
    code, _dash, secret = local.rpartition("-")
    administration = Administration.objects.filter(code=code, active=True).first()
    if administration is None or not hmac.compare_digest(secret, _secret_part(administration)):
        return None
    return administration
