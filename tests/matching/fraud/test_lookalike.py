"""Domains that want to be taken for a vendor's, and those that merely resemble one."""

from __future__ import annotations

import pytest

from matching.fraud.api import find_lookalike

KNOWN = ["jansenbouw.nl", "devriesinstallatie.nl", "kpn.com", "peeterstransport.be", "acme.co.uk"]


@pytest.mark.parametrize(
    ("domain", "resembles"),
    [
        ("jansenb0uw.nl", "jansenbouw.nl"),
        ("jansenbouvv.nl", "jansenbouw.nl"),
        ("jansénbouw.nl", "jansenbouw.nl"),
        ("j\u0430nsenbouw.nl", "jansenbouw.nl"),  # a Cyrillic a
        ("xn--jnsenbouw-0yh.nl", "jansenbouw.nl"),  # the same as it travels
        ("jansen-bouw.nl", "jansenbouw.nl"),
        ("jansenbouw.com", "jansenbouw.nl"),
        ("jansenbuow.nl", "jansenbouw.nl"),
        ("jnasenbuow.nl", "jansenbouw.nl"),  # two pairs turned round
        ("janssenbouw.nl", "jansenbouw.nl"),
        ("jansenbouw-facturen.nl", "jansenbouw.nl"),
        ("jansenbouw.nl.evil.com", "jansenbouw.nl"),
        ("peetertransport.be", "peeterstransport.be"),
        ("acme.com", "acme.co.uk"),
    ],
)
def test_imitations(domain: str, resembles: str) -> None:
    found = find_lookalike(domain, KNOWN)
    assert found is not None and found.resembles == resembles


@pytest.mark.parametrize(
    "domain",
    [
        "jansenbouw.nl",
        "facturen.jansenbouw.nl",
        "jansenhout.nl",  # another trade of another Jansen
        "jansenwonen.nl",
        "kpm.com",
        "bakkerij.nl",
        "other.co.uk",
    ],
)
def test_others(domain: str) -> None:
    assert find_lookalike(domain, KNOWN) is None
