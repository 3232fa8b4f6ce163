"""The links of a mail: all that may lead to the invoice, with the host as it is, and none that misleads unmarked."""

from __future__ import annotations

import pytest

from ocr.mail import MailParts
from ocr.mail_links import MOST, links_of, points_to_document


def hosts(html: str = "", text: str = "") -> list[tuple[str, str, bool]]:
    return [(link.host, link.text, link.misleading) for link in links_of(MailParts(html=html, text=text))]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (
            '<a href="https://portal.bakker.nl/f/1">Download uw factuur</a>',
            [("portal.bakker.nl", "Download uw factuur", False)],
        ),
        # An address as its own text says nothing more.
        ('<a href="https://bakker.nl/1">https://bakker.nl/1</a>', [("bakker.nl", "", False)]),
        ('<a href="https://evil.example/x">www.bakker.nl</a>', [("evil.example", "www.bakker.nl", True)]),
        ('<a href="https://www.bakker.nl/x">bakker.nl</a>', [("www.bakker.nl", "bakker.nl", False)]),
        ('<a href="https://bakker.nl.evil.example/x">bakker.nl</a>', [("bakker.nl.evil.example", "bakker.nl", True)]),
        # Letters of another script show what they are.
        ('<a href="https://bаkker.nl/">factuur</a>', [("xn--bkker-4ve.nl", "factuur", False)]),
        # Who is before the @ is not the host.
        ('<a href="https://bakker.nl@evil.example/">factuur</a>', [("evil.example", "factuur", False)]),
        ('<a href="https://x.nl/u"><img alt="Bekijk factuur"></a>', [("x.nl", "Bekijk factuur", False)]),
        ('<a href="mailto:a@b.nl">mail</a><a href="javascript:x">x</a><a href="//x.nl">y</a>', []),
        ('<a href="https://x.nl/unsubscribe?u=1">Afmelden</a>', []),
        ("<a href='https://[bad'>x</a>", []),
    ],
)
def test_a_link_shows_its_true_host(html: str, found: list[tuple[str, str, bool]]) -> None:
    assert hosts(html) == found


def test_the_invoice_goes_first_each_link_once_and_never_too_many() -> None:
    html = '<a href="https://x.nl/">Home</a><a href="https://x.nl/f">Factuur</a><a href="https://x.nl/f"></a>'
    assert hosts(html, "zie https://x.nl/f.") == [("x.nl", "Factuur", False), ("x.nl", "Home", False)]
    assert len(hosts(text=" ".join(f"https://x.nl/{n}" for n in range(100)))) == MOST


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Download uw factuur via onderstaande link", True),
        ("Your invoice is ready. Click here to view it.", True),
        ("Ihre Rechnung können Sie hier herunterladen", True),
        ("Bekijk onze nieuwe folder", False),
    ],
)
def test_whether_the_invoice_is_behind_the_link(text: str, answer: bool) -> None:
    links = links_of(MailParts(text="https://x.nl/1"))
    assert points_to_document(text, links) is answer
    assert not points_to_document(text, ())
