"""Only a configured receiver's word on a mail's origin counts, and only its topmost; STARTTLS is offered or asked."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from tests.workbench.support import desk
from workbench.inbox.authentication import evaluate
from workbench.inbox.receiver import serve, store, tls_from
from workbench.intake.services import Incoming, receive_files
from workbench.models import Message

MX = frozenset({"mx.ons.example"})
FROM = "facturen@bouten.nl"


def mail(*results: str) -> bytes:
    """A mail whose headers start with these results, topmost first."""
    heads = [f"Authentication-Results: {result}" for result in results]
    return "\r\n".join(["Received: from x by y", *heads, f"From: {FROM}", "Subject: f", "", "hallo"]).encode()


@pytest.mark.parametrize(
    ("results", "passed", "how"),
    [
        # nobody we trust
        ([], None, ""),
        (["mx.vreemd.example; dmarc=pass"], None, ""),
        (["; dmarc=pass"], None, ""),
        (["(mx.ons.example) anders; dmarc=pass"], None, ""),
        # the trusted one
        (["mx.ons.example; dmarc=pass header.from=bouten.nl"], True, "dmarc"),
        (["MX.ons.example 1; dkim=pass header.d=bouten.nl header.s=k1"], True, "dkim"),
        (["mx.ons.example; dkim=pass (2048-bit; x) header.i=@mail.bouten.nl"], True, "dkim"),
        (["mx.ons.example; spf=pass smtp.mailfrom=bounce@mail.bouten.nl"], True, "spf"),
        # passed for somebody else's domain proves nothing
        (["mx.ons.example; dkim=pass header.d=mailer.example; spf=pass smtp.mailfrom=x@mailer.example"], None, ""),
        (["mx.ons.example; dkim=pass header.d=bouten.nl.evil.example"], None, ""),
        (['mx.ons.example; dkim=fail reason="x; dmarc=pass" header.d=bouten.nl'], None, ""),
        # failed
        (["mx.ons.example; dmarc=fail header.from=bouten.nl"], False, ""),
        (["mx.ons.example; dkim=fail header.d=bouten.nl; spf=fail smtp.mailfrom=bouten.nl"], False, ""),
        (["mx.ons.example; spf=fail smtp.mailfrom=bouten.nl"], None, ""),  # forwarding looks like this
        (["mx.ons.example; arc=pass; dmarc=fail"], None, ""),
        (["mx.ons.example; dkim=fail header.d=bouten.nl; dkim=pass header.d=bouten.nl"], True, "dkim"),
        (["mx.ons.example; none"], None, ""),
        # only the topmost of that name: what is below it was written before it
        (["mx.ons.example; dmarc=fail", "mx.ons.example; dmarc=pass"], False, ""),
        (["mx.vreemd.example; dmarc=fail", "mx.ons.example; dmarc=pass"], True, "dmarc"),
        (["mx.ons.example;\r\n  dmarc=pass\r\n  header.from=bouten.nl"], True, "dmarc"),
    ],
)
def test_verdicts(results: list[str], passed: bool | None, how: str) -> None:
    found = evaluate(mail(*results), FROM, MX)
    assert (found.passed, found.how) == (passed, how)


def test_a_header_in_the_text_is_no_header() -> None:
    raw = mail() + b"\r\nAuthentication-Results: mx.ons.example; dmarc=pass\r\n"
    assert evaluate(raw, FROM, MX).by == "" and evaluate(mail("mx.ons.example; dmarc=pass"), FROM, frozenset()).by == ""


@pytest.mark.django_db
def test_it_is_kept_with_the_mail_and_never_believed_of_an_uploaded_one(settings: Settings, tmp_path: Path) -> None:
    settings.BLOB_ROOT, settings.INBOEK_MAIL_TRUSTED_RECEIVERS = tmp_path, MX
    books = desk.books()
    from workbench.inbox.addresses import address_of

    raw = mail("mx.ons.example; dmarc=fail header.from=bouten.nl")
    (key,) = store(raw, (address_of(books),), "bounce@bouten.nl")
    receive_files([Incoming("door.eml", raw)], administration=books, by=None)
    desk.work()
    came = Message.objects.get(pk=key)
    assert (came.envelope_sender, came.authentication["passed"]) == ("bounce@bouten.nl", False)
    handed_in = Message.objects.exclude(pk=key).get()
    assert handed_in.authentication["passed"] is None and handed_in.authentication["by"] == ""


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    cert_path, key_path = folder / "cert.pem", folder / "key.pem"
    cert_path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert_path, key_path


@contextmanager
def receiving(**options: Any) -> Iterator[int]:
    """A receiver in a thread; its port."""
    ports: list[int] = []
    opened = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    def ready(port: int) -> None:
        ports.append(port)
        opened.set()

    thread = threading.Thread(
        target=lambda: loop.run_until_complete(serve("127.0.0.1", 0, ready=ready, stop=stop, **options))
    )
    thread.start()
    try:
        assert opened.wait(20)
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        loop.close()


def test_starttls_is_offered_with_a_certificate_and_can_be_demanded(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    believing = ssl.create_default_context()
    believing.check_hostname, believing.verify_mode = False, ssl.CERT_NONE
    with receiving() as port, smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        client.ehlo()
        assert not client.has_extn("starttls")
    with receiving(tls=tls_from(cert, key), require_tls=True) as port:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
            client.ehlo()
            assert client.has_extn("starttls")
            assert client.docmd("MAIL FROM:<a@b.example>")[0] == 530, "nothing without it"
            client.starttls(context=believing)
            client.ehlo()
            assert client.docmd("MAIL FROM:<a@b.example>")[0] == 250
    with pytest.raises(OSError):
        tls_from(key, key)
