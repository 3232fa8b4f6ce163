"""What goes out and what does not: the rules, without a server or a database."""

from __future__ import annotations

import smtplib
import socket
import ssl
from datetime import timedelta

import pytest

from workbench.models.outgoing import MailState
from workbench.outgoing.guard import MOST_A_DAY, Asker, Silence, silence_about
from workbench.outgoing.outcomes import MOST_ATTEMPTS, may_try_again, outcome_of
from workbench.outgoing.quoting import names_account, without_quote
from workbench.outgoing.server import ServerInvalid, parse
from workbench.outgoing.services import one_line
from workbench.outgoing.tokens import new_token, token_in, with_token
from workbench.outgoing.wording import FATES, WHOLE, CameIn, answer, language_of_sender
from workbench.talk.letters import LANGUAGES

JAN = "jan@bakker.example"


def asker(
    address: str = JAN, *, passed: bool | None = True, known: bool = False, today: int = 0, null: bool = False
) -> Asker:
    return Asker(address, passed, known, today, null)


@pytest.mark.parametrize(
    ("headers", "who", "silence"),
    [
        ("", asker(), Silence.NONE),
        ("Auto-Submitted: no", asker(), Silence.NONE),
        ("", asker(passed=None, known=True), Silence.NONE),
        # machines
        ("Auto-Submitted: auto-replied (vacation)", asker(), Silence.AUTOMATIC),
        ("auto-submitted: Auto-Generated; x=y", asker(), Silence.AUTOMATIC),
        ("X-Auto-Response-Suppress: All", asker(), Silence.AUTOMATIC),
        ("X-Autoreply: yes", asker(), Silence.AUTOMATIC),
        # lists
        ("List-Id: <nieuws.bakker.example>", asker(), Silence.LIST),
        ("List-Unsubscribe: <mailto:x@y.example>", asker(), Silence.LIST),
        ("Precedence: bulk", asker(), Silence.LIST),
        ("Precedence: auto_reply", asker(), Silence.LIST),
        # bounces
        ("", asker(null=True), Silence.BOUNCE),
        ("Return-Path: <>", asker(), Silence.BOUNCE),
        ('Content-Type: multipart/report; report-type=delivery-status; boundary="b"', asker(), Silence.BOUNCE),
        # nobody reads there
        ("", asker("MAILER-DAEMON@bakker.example"), Silence.NOBODY),
        ("", asker("no-reply+7@bakker.example"), Silence.NOBODY),
        ("", asker(""), Silence.NOBODY),
        # ourselves
        ("", asker("Boekhouding@een.example"), Silence.OURSELVES),
        ("", asker("een-abcdef+rabc@mail.een.example"), Silence.OURSELVES),
        # backscatter
        ("", asker(passed=None), Silence.UNPROVEN),
        ("", asker(passed=False, known=True), Silence.UNPROVEN),
        # round and round
        ("", asker(today=MOST_A_DAY - 1), Silence.NONE),
        ("", asker(today=MOST_A_DAY), Silence.OFTEN),
    ],
)
def test_who_is_answered(headers: str, who: Asker, silence: Silence) -> None:
    raw = f"From: x\r\nSubject: f\r\n{headers}\r\n\r\nAuto-Submitted: auto-replied\r\n".replace(
        "\r\n\r\n\r\n", "\r\n\r\n"
    )
    assert silence_about(raw.encode(), who, {"boekhouding@een.example"}, {"mail.een.example"}) is silence


@pytest.mark.parametrize(
    ("error", "begun", "state", "code"),
    [
        (smtplib.SMTPRecipientsRefused({JAN: (550, b"no such user")}), False, "failed", "MAIL_REFUSED_ADDRESS"),
        (smtplib.SMTPRecipientsRefused({JAN: (451, b"greylisted")}), False, "waiting", "MAIL_LATER"),
        (smtplib.SMTPSenderRefused(553, b"not yours", "x"), False, "failed", "MAIL_REFUSED_TEXT"),
        (smtplib.SMTPDataError(554, b"spam"), True, "failed", "MAIL_REFUSED_TEXT"),
        (smtplib.SMTPDataError(452, b"full"), True, "waiting", "MAIL_LATER"),
        (smtplib.SMTPAuthenticationError(535, b"no"), False, "waiting", "MAIL_LOGIN"),
        (smtplib.SMTPConnectError(421, b"busy"), False, "waiting", "MAIL_LATER"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), False, "waiting", "MAIL_NOT_ENCRYPTED"),
        (ssl.SSLCertVerificationError("self-signed"), False, "waiting", "MAIL_NOT_ENCRYPTED"),
        (socket.gaierror("not known"), False, "waiting", "MAIL_NO_ANSWER"),
        (smtplib.SMTPServerDisconnected("gone"), False, "waiting", "MAIL_NO_ANSWER"),
        # The only doubt there is: the text was handed over and no answer came.
        (smtplib.SMTPServerDisconnected("gone"), True, "unknown", "MAIL_UNKNOWN"),
        (TimeoutError(), True, "unknown", "MAIL_UNKNOWN"),
        (RuntimeError(), True, "unknown", "MAIL_UNKNOWN"),
        (ValueError("header"), False, "failed", "MAIL_BROKEN"),
    ],
)
def test_what_an_error_means(error: Exception, begun: bool, state: str, code: str) -> None:
    tried = outcome_of(error, begun=begun, host="smtp.test")
    assert (tried.state, tried.code) == (MailState(state), code)


def test_tried_often_or_long_enough() -> None:
    assert may_try_again(1, timedelta(0)) and not may_try_again(MOST_ATTEMPTS, timedelta(0))
    assert not may_try_again(1, timedelta(days=3))


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp+starttls://u%40x:p%2Fw@mail.example", ("smtp+starttls", "mail.example", 587, "u@x", "p/w")),
        ("smtps://u:p@mail.example:2465", ("smtps", "mail.example", 2465, "u", "p")),
        ("smtp://relay.internal", ("smtp", "relay.internal", 25, "", "")),
        ("smtp://u:p@127.0.0.1:2525/", ("smtp", "127.0.0.1", 2525, "u", "p")),
    ],
)
def test_servers(url: str, found: tuple[str, str, int, str, str]) -> None:
    server = parse(url, "Een <a@een.example>")
    assert (server.scheme, server.host, server.port, server.user, server.password) == found
    assert server.address == "a@een.example" and "p%2F" not in repr(server) and "p/w" not in repr(server)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("https://mail.example", "a@een.example"),
        ("smtp://", "a@een.example"),
        ("smtp://mail.example:haha", "a@een.example"),
        ("smtps://u:p/w@mail.example", "a@een.example"),
        ("smtps://mail.example/?x", "a@een.example"),
        ("smtp://u:p@mail.example", "a@een.example"),  # a password in the clear
        ("smtps://u@mail.example", "a@een.example"),
        ("smtps://u:p@mail.example", ""),
        ("smtps://u:p@mail.example", "Een"),
        ("smtps://u:p@mail.example", "a@een.example\nBcc: b@een.example"),
    ],
)
def test_servers_that_are_not_used(url: str, sender: str) -> None:
    with pytest.raises(ServerInvalid):
        parse(url, sender)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Factuur\r\nBcc: x@y.example", "Factuur Bcc: x@y.example"),
        ("Factuur\x00\u202e 7\u2028Cc: z", "Factuur 7 Cc: z"),
        ("  a \t b ", "a b"),
    ],
)
def test_a_subject_is_one_line(typed: str, line: str) -> None:
    assert one_line(typed) == line


@pytest.mark.parametrize(
    ("address", "token"),
    [
        ("een-abcdef+rabcdefghijkm@mail.example", "abcdefghijkm"),
        ("EEN-ABCDEF+RABCDEFGHIJKM@MAIL.EXAMPLE", "abcdefghijkm"),
        ("een-abcdef+facturen@mail.example", ""),
        ("een-abcdef+rabcdefghijk@mail.example", ""),  # one too short
        ("een-abcdef@mail.example", ""),
        ("", ""),
    ],
)
def test_the_token_of_an_address(address: str, token: str) -> None:
    assert token_in(address) == token


def test_tokens_differ_and_are_found_again() -> None:
    made = {new_token() for _ in range(50)}
    assert len(made) == 50
    assert all(token_in(with_token("een-abcdef@mail.example", token)) == token for token in made)


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ("Klopt, 4500-9.\n\nOp 3 nov 2026 om 10:02 schreef Marieke <mk@een.example>:\n> Ons nummer?", "Klopt, 4500-9."),
        ("Yes.\n\nOn Tue, 3 Nov 2026 at 10:02 Marieke Koster\n<mk@een.example> wrote:\n> Which?", "Yes."),
        ("Ja.\r\n\r\nVan: Marieke\r\nVerzonden: dinsdag\r\nOnderwerp: Vraag\r\n\r\nOns", "Ja."),
        ("Gut.\n-----Ursprüngliche Nachricht-----\nVon: x", "Gut."),
        ("> Ons nummer?\nKlopt.", "> Ons nummer?\nKlopt."),  # answered below: nothing is lost
        ("Op 3 november leveren wij de rest.", "Op 3 november leveren wij de rest."),
    ],
)
def test_what_the_person_wrote(mail: str, said: str) -> None:
    assert without_quote(mail) == said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ons nieuwe nummer is nl91 abna 0417 1643 00 vanaf nu", True),
        ("NL91ABNA0417164300.", True),
        ("NL91ABNA0417164301", False),
        ("Bestelling NL12 4500 1200 3400 5600", False),
    ],
)
def test_an_account_in_an_answer(text: str, named: bool) -> None:
    assert names_account(text) is named


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fate", FATES)
def test_every_fate_is_told_in_every_language(fate: str, language: str) -> None:
    written = answer(CameIn("Factuur 7", "Eén BV", [("f.pdf", fate)]), language)
    assert "f.pdf: " in written.text and "Eén BV" in written.text and "Factuur 7" in written.subject
    assert "{" not in written.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("whole", WHOLE)
def test_what_is_wrong_with_the_whole_mail(whole: str, language: str) -> None:
    written = answer(CameIn("Factuur 7", "Eén BV", (), whole), language)
    assert "PDF" in written.text or whole == "link"
    assert "{" not in written.text


@pytest.mark.parametrize(
    ("read", "address", "language"),
    [
        ("fr", JAN, "fr"),
        ("", "x@laden.de", "de"),
        ("", "x@winkel.be", "nl"),
        ("es", "x@shop.com", "en"),
        ("", "x", "en"),
    ],
)
def test_the_language_of_an_answer(read: str, address: str, language: str) -> None:
    assert language_of_sender(read, address, "en") == language


def test_the_library_refuses_what_would_be_a_second_header() -> None:
    """What stands behind our own cleaning."""
    from django.core.mail import BadHeaderError
    from django.core.mail import EmailMessage as Mail

    with pytest.raises(BadHeaderError):
        Mail("a\nBcc: b@c.example", "", "a@een.example", [JAN]).message()
