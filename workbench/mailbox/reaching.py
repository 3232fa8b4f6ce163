"""Which addresses a mailbox's server may have: an admin types its name, and must not reach our own network by it."""

from __future__ import annotations

import ipaddress
import socket

from django.conf import settings

from workbench.mailbox.trouble import MailboxTrouble, said

# All of the internet's IPv6 addresses lie in one network (RFC 4291, 2.4; IANA's registry). Outside it are those that
# carry IPv4, where an inner address would pass as a public one, and inside it one such network is left (RFC 3056).
_UNICAST = ipaddress.ip_network("2000::/3")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")


def is_public(address: str) -> bool:
    """Whether an address lies in the public internet: not our machine, network, or a service of the host's."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found not in _UNICAST or found in _SIX_TO_FOUR:
            return False
    return found.is_global and not found.is_multicast


def addresses_of(host: str, port: int) -> list[str]:
    """Where to connect to, resolved once so that nothing can change between the check and the connection.

    Hosts that the operator named in ``INBOEK_MAILBOX_HOSTS`` may lie anywhere. Raises MailboxTrouble: MAILBOX_HOST
    when the name is not known, MAILBOX_INSIDE when any of its addresses is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise MailboxTrouble("MAILBOX_HOST", host=host, said=said(error)) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host.lower() not in settings.INBOEK_MAILBOX_HOSTS and not all(is_public(each) for each in addresses):
        raise MailboxTrouble("MAILBOX_INSIDE", host=host)
    return addresses
