"""Which mails are the same one."""

from __future__ import annotations

import pytest

from workbench.intake.identity import identity_of

MAIL = b"Subject: x\r\nMessage-ID: <1@a.example>\r\n\r\nTekst\r\nnog een\r\n"


@pytest.mark.parametrize(
    "other",
    [
        b"Received: from mx by lists\r\n" + MAIL,
        MAIL.replace(b"\r\n", b"\n"),
        MAIL + b"\r\n",
        MAIL.replace(b"Message-ID: <1@a.example>", b"MESSAGE-ID:\r\n <1@a.example> "),
        MAIL.replace(b"Subject: x", b"Subject: [lijst] x"),
    ],
    ids=["another way", "other line ends", "a line more", "a folded head", "another subject"],
)
def test_the_same_mail_by_another_way(other: bytes) -> None:
    assert identity_of(other) == identity_of(MAIL) != ""


@pytest.mark.parametrize(
    "other",
    [MAIL.replace(b"Tekst", b"tekst"), MAIL.replace(b"<1@", b"<2@")],
    ids=["other content under the same id", "another id"],
)
def test_another_mail(other: bytes) -> None:
    assert identity_of(other) not in ("", identity_of(MAIL))


@pytest.mark.parametrize(
    "raw",
    [b"", b"Message-ID: <1@a.example>", MAIL.replace(b"Message-ID", b"X-Message-ID"), b"A: " + b"x" * 300_000 + MAIL],
    ids=["nothing", "no body", "no id", "a head without end"],
)
def test_a_mail_without_identity(raw: bytes) -> None:
    assert identity_of(raw) == ""
