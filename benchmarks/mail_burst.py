"""A burst of mails in a mailbox, taken in by the product, against the least it takes to fetch and keep them."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.instance import in_new_instance
from benchmarks.mail_server import HOST, PASSWORD, MailServer, running
from benchmarks.paper import copies, digital_samples
from benchmarks.registry import benchmark
from benchmarks.report import amount, ratios

CEILING = 3.0
ROUNDS = 5
PER_MAIL = 3


def mails(count: int) -> list[bytes]:
    """Mails with three PDFs each, no two alike."""
    files = copies(digital_samples(), count * PER_MAIL)
    made = []
    for number in range(count):
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["Subject"] = "facturen@leverancier.example", f"Factuur {number}"
        mail["Message-ID"] = f"<{number}@leverancier.example>"
        mail.set_content("Bijgaand onze facturen.")
        for name, data in files[number * PER_MAIL : (number + 1) * PER_MAIL]:
            mail.add_attachment(data, maintype="application", subtype="pdf", filename=name)
        made.append(mail.as_bytes())
    return made


def bare(server: MailServer, user: str, folder: Path) -> float:
    """Seconds to fetch every mail of a mailbox, one after the other, and to write and sync each as a file."""
    began = perf_counter()
    with server.client(user) as client:
        client.select("INBOX", readonly=True)
        _answer, found = client.uid("SEARCH", "ALL")
        for uid in found[0].split():
            _answer, parts = client.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
            with (folder / f"{user}-{uid.decode()}").open("wb") as file:
                file.write(parts[0][1])
                file.flush()
                os.fsync(file.fileno())
    return perf_counter() - began


def taken_in(server: MailServer, user: str, count: int) -> float:
    """Seconds until the product has every mail of a mailbox committed and marked as seen."""
    from exact.models import Administration, Connection
    from jobs import runner
    from workbench.mailbox import services
    from workbench.mailbox.pickup import ask_for
    from workbench.models import Mailbox, Message, PickedMail

    connection = Connection.objects.create(base_url="http://127.0.0.1:9")
    books = Administration.objects.create(connection=connection, division=len(user), code=user, name=user)
    mailbox = Mailbox(
        administration=books, host=HOST, port=server.tls, username=user, active=True, created_by="benchmark"
    )
    mailbox.secret = services.sealed(mailbox.pk, PASSWORD)
    mailbox.save()
    began = perf_counter()
    ask_for(mailbox)
    runner.drain(("mailbox_fetch", "mailbox_done"))
    taken = perf_counter() - began
    assert Message.objects.filter(mailbox=mailbox).count() == count
    assert not PickedMail.objects.filter(settled_at=None).exists()
    return taken


def measure(count: int) -> dict[str, Any]:
    """Child's side: seconds per round of the product, and of the least that could be done."""
    from django.conf import settings

    each = max(1, count // ROUNDS)
    with tempfile.TemporaryDirectory(prefix="bench-mail-") as place:
        home = Path(place)
        home.chmod(0o755)
        with running(home, *_free_ports()) as server:
            settings.INBOEK_MAILBOX_HOSTS = frozenset({HOST})
            settings.INBOEK_MAILBOX_CA = server.authority
            rounds, size = _rounds(server, mails(each * ROUNDS), each)
    return {"rounds": rounds, "bytes": size}


def _rounds(server: MailServer, letters: Sequence[bytes], each: int) -> tuple[list[tuple[float, float]], int]:
    from django.conf import settings

    found = []
    for number in range(ROUNDS):
        user, some = f"{'x' * number}bench", letters[number * each : (number + 1) * each]
        server.deliver(user, some)
        # Read once before either side, so that neither finds the mails cold on the disk.
        bare(server, user, settings.INBOEK_HOME)
        found.append((taken_in(server, user, len(some)), bare(server, user, settings.INBOEK_HOME)))
    return found, sum(map(len, letters))


def _free_ports() -> tuple[int, int]:
    with socket.create_server((HOST, 0)) as first, socket.create_server((HOST, 0)) as second:
        return first.getsockname()[1], second.getsockname()[1]


@benchmark("mail-burst")
def mail_burst() -> dict[str, Any]:
    """Mails with three PDFs each, fetched over IMAP, stored, committed and marked as seen."""
    count = amount(200, 50, "MAIL_BURST")
    measured = in_new_instance("benchmarks.mail_burst:measure", count=count)
    quantity = "mail fetched, kept, committed and marked"
    answer = ratios(
        "mail-burst", quantity, "bare fetch, one file written and synced", measured["rounds"], CEILING, mails=count
    )
    total = max(1, count // ROUNDS) * ROUNDS
    return answer | {
        "kilobytes_per_mail": round(measured["bytes"] / total / 1000),
        "ms_per_mail": round(1000 * answer["quantity_s"] / total, 2),
    }
