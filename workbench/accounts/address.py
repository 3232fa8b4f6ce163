"""From where somebody asks."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address a request came from; behind proxies of ours, the one that the first of them saw.

    Each proxy adds whom it heard at the end of ``X-Forwarded-For``; what stands before those of our own number of
    proxies anybody may have written. Of IPv6 the network counts: whoever has one has all addresses in it.
    """
    hops = settings.INBOEK_TRUSTED_PROXIES
    told = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    for said in (told[-hops] if 0 < hops <= len(told) else "", request.META.get("REMOTE_ADDR", "")):
        try:
            found = ipaddress.ip_address(said.partition("%")[0])
        except ValueError:
            continue
        if found.version == 6 and found.ipv4_mapped is None:
            return str(ipaddress.ip_network((found, 64), strict=False))
        return str(getattr(found, "ipv4_mapped", None) or found)
    return ""
