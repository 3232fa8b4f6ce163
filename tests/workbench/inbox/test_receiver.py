"""Real SMTP against the receiver's own process."""

from __future__ import annotations

import hashlib
import re
import signal
import smtplib
import socket
import threading
import time
from pathlib import Path

import pytest

from tests.workbench.inbox.conftest import Receiver, write_mail

pytestmark = pytest.mark.processes
SENDER = "f@leverancier.example"


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_an_accepted_mail_is_stored_byte_for_byte_with_its_work(receiver: Receiver) -> None:
    raw = write_mail(1)
    with receiver.client() as client:
        client.sendmail(SENDER, [receiver.addresses[0]], raw)
    assert receiver.stored() == [
        {
            "administration": "korenwolf",
            "recipient": receiver.addresses[0],
            "sha256": digest(raw),
            "whole": True,
            "again": False,
            "job": True,
        }
    ]


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("korenwolf-aaaaaa@inboek.localhost", 550, "Copy the address"),
        ("korenwolf@inboek.localhost", 550, "Copy the address"),
        ("someone@elsewhere.example", 550, "passes nothing on"),
        ("korenwolf-aaaaaa@elsewhere.example", 550, "passes nothing on"),
    ],
    ids=["wrong secret", "no secret", "other domain: no relay", "our local part, other domain"],
)
def test_an_unknown_address_is_refused_with_the_next_action(
    receiver: Receiver, address: str, code: int, words: str
) -> None:
    with receiver.client() as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail(SENDER, [address], write_mail())
    [(got, text)] = refused.value.recipients.values()
    assert got == code
    assert words in text.decode()


def test_a_known_address_beside_an_unknown_one_gets_its_mail(receiver: Receiver) -> None:
    with receiver.client() as client:
        refused = client.sendmail(SENDER, [receiver.addresses[1], "x@elsewhere.example"], write_mail(2))
    assert list(refused) == ["x@elsewhere.example"]
    assert [m["administration"] for m in receiver.stored()] == ["tafelrond"]


def test_a_mail_to_two_administrations_becomes_one_message_each(receiver: Receiver) -> None:
    one, two = receiver.addresses
    extra = one.replace("@", "+installaties@")
    with receiver.client() as client:
        client.sendmail(SENDER, [one, two, extra], write_mail(3))
    assert sorted(m["administration"] for m in receiver.stored()) == ["korenwolf", "tafelrond"]


def test_the_same_mail_twice_leaves_two_traces_of_which_one_is_the_repeat(receiver: Receiver) -> None:
    raw = write_mail(4)
    for _ in range(2):
        with receiver.client() as client:
            client.sendmail(SENDER, [receiver.addresses[0]], raw)
    assert [m["again"] for m in receiver.stored()] == [False, True]


def test_a_very_long_line_arrives_whole(receiver: Receiver) -> None:
    raw = write_mail(5, body="<p>" + "x" * 500_000 + "</p>")
    with receiver.client() as client:
        client.sendmail(SENDER, [receiver.addresses[0]], raw)
    assert [m["sha256"] for m in receiver.stored()] == [digest(raw)]


def test_a_line_without_carriage_return_is_refused(receiver: Receiver) -> None:
    smuggled = write_mail(6) + b"first\n.\nMAIL FROM:<x@y.example>\r\n"
    with receiver.client() as client:
        client.ehlo()
        client.mail(SENDER)
        client.rcpt(receiver.addresses[0])
        client.docmd("DATA")
        client.send(smuggled + b".\r\n")
        code, text = client.getreply()
        assert code == 550, text
        assert client.noop()[0] == 250
    assert receiver.stored() == []


def test_the_size_is_announced_and_kept(receiver: Receiver) -> None:
    with receiver.client() as client:
        client.ehlo()
        size = int(client.esmtp_features["size"])
        assert size == 50 * 1024 * 1024
        code, _text = client.docmd("MAIL", f"FROM:<{SENDER}> SIZE={size + 1}")
        assert code == 552


def test_a_mail_of_25_megabytes_is_taken(receiver: Receiver) -> None:
    line = "QUJD" * 19
    raw = write_mail(7, body="\n".join([line] * 330_000))
    assert len(raw) > 25_000_000
    with receiver.client() as client:
        client.sendmail(SENDER, [receiver.addresses[0]], raw)
    assert [m["sha256"] for m in receiver.stored()] == [digest(raw)]


def test_when_the_bytes_cannot_be_stored_the_sender_is_asked_to_come_again(
    receiver: Receiver, blob_folder: Path
) -> None:
    away = blob_folder.with_name("blobs-away")
    blob_folder.rename(away)
    blob_folder.write_text("not a folder")
    raw = write_mail(8)
    try:
        with receiver.client() as client:
            with pytest.raises(smtplib.SMTPDataError) as refused:
                client.sendmail(SENDER, [receiver.addresses[0]], raw)
            assert refused.value.smtp_code == 451
    finally:
        blob_folder.unlink()
        away.rename(blob_folder)
    assert receiver.stored() == []
    with receiver.client() as client:
        client.sendmail(SENDER, [receiver.addresses[0]], raw)
    assert [m["sha256"] for m in receiver.stored()] == [digest(raw)]


def test_what_was_acknowledged_before_a_kill_is_there_afterwards(receiver: Receiver) -> None:
    """Clients send as fast as they can while the process is killed: no acknowledged mail may be missing."""
    acknowledged: list[str] = []
    mails = [write_mail(number, body=f"mail {number}\n" + "y" * 70 + "\n") for number in range(100, 400)]

    def send(own: list[bytes]) -> None:
        try:
            with receiver.client() as client:
                for raw in own:
                    client.sendmail(SENDER, [receiver.addresses[0]], raw)
                    acknowledged.append(digest(raw))
        except (OSError, smtplib.SMTPException):
            pass

    senders = [threading.Thread(target=send, args=(mails[part::3],)) for part in range(3)]
    for sender in senders:
        sender.start()
    end = time.monotonic() + 60
    while len(acknowledged) < 25 and time.monotonic() < end:
        time.sleep(0.005)
    receiver.process.send_signal(signal.SIGKILL)
    for sender in senders:
        sender.join(30)
    receiver.process.wait(60)
    assert 25 <= len(acknowledged) < len(mails), "the kill came in the middle"
    stored = receiver.stored()
    assert set(acknowledged) <= {m["sha256"] for m in stored}
    assert all(m["whole"] and m["job"] for m in stored)
    receiver.begin()
    with receiver.client() as client:
        client.sendmail(SENDER, [receiver.addresses[0]], write_mail(999))


def test_it_stops_cleanly_while_a_client_is_connected(receiver: Receiver) -> None:
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=10) as idle:
        assert re.match(rb"220 ", idle.recv(200))
        receiver.process.terminate()
        assert receiver.process.wait(60) == 0
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", receiver.port), timeout=2)
