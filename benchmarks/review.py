"""Clerks at work on the running product, alone and twenty at a time while documents come in: the review screen opened,
five fields changed, approved, the next one."""

from __future__ import annotations

import http.client
import os
import random
import socket
import statistics
import subprocess
import threading
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from benchmarks.books import make_books
from benchmarks.documents_speed import _workers
from benchmarks.instance import in_new_instance
from benchmarks.paper import copies_in_turn, digital_of_all_lengths
from benchmarks.registry import benchmark
from benchmarks.report import SEED, amount

if TYPE_CHECKING:
    from exact.models import Administration
    from workbench.models import Draft

CEILING = 2.0
CLERKS = 20
THINKING = 3.0  # seconds between two steps of a clerk, on average
INCOMING = 1.0  # documents a second that come in: 3,600 an hour
CHANGES = (
    ("description", "Bouten en moeren"),
    ("delivery_date", "03-03-2026"),
    ("payment_reference", "2026-17"),
    ("due_date", "30-04-2026"),
    ("invoice_number", ""),
)
_TOKEN = "a" * 32


@dataclass
class Clerk:
    """One person's session: where to, with what cookies, and what each step took."""

    port: int
    session: str
    drafts: list[str]
    steps: list[tuple[str, float]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def work(self, thinking: float, until: float, source: random.Random) -> None:
        """One draft after the other until the moment has come or none is left; somewhere in the middle of the first."""
        for place, key in enumerate(self.drafts):
            steps = self._of(key)
            for name, path, values in steps if place else steps[source.randrange(len(steps)) :]:
                if perf_counter() > until:
                    return
                sleep(source.expovariate(1 / thinking) if thinking else 0)
                began = perf_counter()
                status = self._ask(path, values)
                self.steps.append((name, perf_counter() - began))
                self.statuses[f"{name} {status}"] += 1

    def _of(self, key: str) -> list[tuple[str, str, dict[str, str] | None]]:
        there = f"/drafts/{key}/"
        changes = [("change", f"{there}fields/{name}/", {"value": value or f"N-{key[:8]}"}) for name, value in CHANGES]
        return [("open", there, None), *changes, ("approve", f"{there}approve/", {"next": "1"})]

    def _ask(self, path: str, values: dict[str, str] | None) -> int:
        from django.conf import settings

        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={_TOKEN}"
        head = {"Cookie": cookies, "HX-Request": "true", "X-CSRFToken": _TOKEN}
        if values is None:
            web.request("GET", path, headers={"Cookie": cookies})
        else:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            web.request("POST", path, urlencode(values), headers=head | form)
        answer = web.getresponse()
        answer.read()
        web.close()  # the server keeps none open for as long as a clerk thinks
        return answer.status


def _judged(books: Administration, number: str, place: int) -> Draft:
    """The judged draft of a good invoice of one of the vendors."""
    from domain.evidence import Source
    from domain.reading import FieldValue, Reading, ReadLine, VatRow
    from workbench.intake import blobs
    from workbench.models import Document, Draft
    from workbench.pipeline.derive import derive_by_id
    from workbench.pipeline.drafting import draft_from_reading

    # Of here: what a vendor from abroad charges is asked about, and nothing would get approved.
    vendor = books.vendors.filter(vat_number__startswith="NL").order_by("pk")[place % 50]
    account = vendor.bank_accounts.first()
    values = {
        "supplier_name": vendor.name,
        "supplier_vat": vendor.vat_number,
        "supplier_registration": vendor.registration,
        "supplier_address": "Boutweg 1, 1234 AB Moeren",
        "supplier_iban": account.iban if account else "",
        "buyer_name": books.aliases[0],
        "buyer_address": "Kade 2, 1011 AB Amsterdam",
        "delivery_date": "2026-03-02",
        "invoice_number": number,
        "issue_date": "2026-03-02",
        "currency": "EUR",
        "net_total": f"{100 + place}.00",
        "vat_total": f"{(100 + place) * 0.21:.2f}",
        "gross_total": f"{(100 + place) * 1.21:.2f}",
    }
    net, vat = values["net_total"], values["vat_total"]
    found = Reading(
        fields={name: FieldValue(value, 1.0, Source.XML, proven=True) for name, value in values.items() if value},
        lines=(ReadLine("Bouten", quantity="1", unit_price=net, net_amount=net, vat_rate="21", source=Source.XML),),
        vat_breakdown=(VatRow("21", net, vat),),
        engine="bench",
    )
    document = Document.objects.create(
        administration=books,
        blob=blobs.put(number.encode()),
        name=f"{number}.pdf",
        kind="pdf",
        state="read",
        reading=found.to_json(),
    )
    draft = draft_from_reading(document, found)
    assert draft is not None
    derive_by_id(draft.pk)
    return Draft.objects.get(pk=draft.pk)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _clerks(books: Administration, port: int, count: int, each: int, first: int) -> list[Clerk]:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from workbench.models import Membership

    made = []
    for number in range(first, first + count):
        user = User.objects.create_user(f"clerk{number}")
        Membership.objects.create(user=user, administration=books, role="clerk")
        Membership.objects.create(user=user, administration=books, role="approver")
        client = Client()
        client.force_login(user)
        drafts = [_judged(books, f"R-{number}-{place}", place) for place in range(each)]
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        made.append(Clerk(port, session, [str(draft.pk) for draft in drafts]))
    return made


def _feed(home: Administration, stop: threading.Event) -> None:
    """Documents come in at their pace until told to stop."""
    from django.db import connection

    from workbench.intake.services import Incoming, receive_files

    for name, data in copies_in_turn(digital_of_all_lengths(), 100_000):
        if stop.wait(1 / INCOMING):
            break
        receive_files([Incoming(name, data)], administration=home, by=None, source="bench")
    connection.close()


def measure(seconds: float, clerks: int) -> dict[str, Any]:
    """Child's side: seconds of each step of one clerk alone, then of all while documents come in."""
    from django.conf import settings
    from django.core.management import call_command

    from workbench.models import Document, Hold
    from workbench.supervisor import plan
    from workbench.supervisor.process import start, stop

    settings.INBOEK_PORT = _free_port()
    for cookie in ("session", "csrf"):
        setattr(settings, f"{cookie.upper()}_COOKIE_NAME", f"inboek_{cookie}_{settings.INBOEK_PORT}")
    os.environ["INBOEK_PORT"] = str(settings.INBOEK_PORT)
    for command in (("createcachetable",), ("collectstatic", "--no-input")):
        call_command(*command, verbosity=0)
    books = [make_books(number) for number in range(2)]
    alone = _clerks(books[0], settings.INBOEK_PORT, 1, 20 + int(seconds), 0)[0]
    many = _clerks(books[0], settings.INBOEK_PORT, clerks, 2 + int(seconds / (7 * THINKING)), 1)
    source = random.Random(SEED)
    web = start(plan.web({}), subprocess.DEVNULL)
    try:
        _until_it_answers(settings.INBOEK_PORT)
        alone.work(0, perf_counter() + seconds / 8, source)
        alone.steps.clear()  # both of the server's processes know everything now
        alone.work(0, perf_counter() + seconds / 2, source)
        ended = threading.Event()
        with _workers():
            feeding = threading.Thread(target=_feed, args=(books[1], ended))
            until = perf_counter() + seconds
            working = [
                threading.Thread(target=clerk.work, args=(THINKING, until, random.Random(place)))
                for place, clerk in enumerate(many)
            ]
            for thread in (feeding, *working):
                thread.start()
            for thread in working:
                thread.join()
            ended.set()
            feeding.join()
    finally:
        stop(web)
    return {
        "alone": alone.steps,
        "loaded": [step for clerk in many for step in clerk.steps],
        "statuses": dict(sum((clerk.statuses for clerk in [alone, *many]), Counter())),
        "held": dict(Counter(Hold.objects.filter(released_at=None, severity="hold").values_list("code", flat=True))),
        "read": Document.objects.filter(administration=books[1], state="read").count(),
    }


def _until_it_answers(port: int) -> None:
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            sleep(0.1)
    raise AssertionError("the web server does not answer")


@benchmark("review")
def review() -> dict[str, Any]:
    """Twenty clerks who open, change, approve while documents come in, against one alone: p95 of a step."""
    seconds, clerks = amount(120, 30, "REVIEW"), CLERKS
    found = in_new_instance("benchmarks.review:measure", seconds=seconds, clerks=clerks)
    bad = {what: often for what, often in found["statuses"].items() if what.split()[1] not in ("200", "409")}
    if bad:
        raise AssertionError(f"steps were refused: {bad}")

    def p95(steps: list[tuple[str, float]], *names: str) -> float:
        return 1000 * statistics.quantiles([took for name, took in steps if name in names], n=20)[-1]

    kinds = sorted({name for name, _ in found["loaded"]}, reverse=True)
    loaded, alone = p95(found["loaded"], *kinds), p95(found["alone"], *kinds)
    return {
        "name": "review",
        "quantity": f"p95 of a step, {clerks} clerks, {INCOMING:g} documents a second coming in",
        "floor": "one clerk alone",
        "ratio": round(loaded / alone, 2),
        "ceiling": CEILING,
        "ok": loaded / alone <= CEILING,
        "p95_ms": f"{alone:.0f} alone, {loaded:.0f} loaded",
        **{f"{kind}_p95_ms": f"{p95(found['alone'], kind):.0f}, {p95(found['loaded'], kind):.0f}" for kind in kinds},
        "steps": f"{len(found['alone'])}, {len(found['loaded'])}",
        "steps_per_s_loaded": round(len(found["loaded"]) / seconds, 1),
        "statuses": ", ".join(f"{what}: {often}" for what, often in sorted(found["statuses"].items())),
        "held": ", ".join(f"{code} {often}" for code, often in found["held"].items()),
        "documents_read_meanwhile": found["read"],
        "seed": SEED,
    }
