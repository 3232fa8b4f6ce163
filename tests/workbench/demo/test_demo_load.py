"""The demonstration is loaded by its own command, once, and only into a sandbox."""

from __future__ import annotations

import pytest

from samples.inbox import sample_inbox
from tests.servers import starting
from tests.workbench.support.demo import DemoInstance
from workbench.demo.inbox import on_the_wire
from workbench.demo.people import PASSWORD, PEOPLE

pytestmark = pytest.mark.processes

STATE = """
import django, json
django.setup()
from django.contrib.auth import authenticate
from exact.models import Administration, Connection
from jobs.models import Job
from matching.models import VatCodeMapping
from workbench.demo.people import PASSWORD
from workbench.models import IntakeEntry, Membership, Message
print(json.dumps({
    "connections": [c.state for c in Connection.objects.all()],
    "synced": sorted(Administration.objects.exclude(synced_at=None).values_list("division", flat=True)),
    "vat": {a.division: VatCodeMapping.objects.filter(administration=a).count() for a in Administration.objects.all()},
    "uploads": IntakeEntry.objects.filter(message=None, parent=None).count(),
    "messages": Message.objects.count(),
    "repeats": Message.objects.exclude(same_as=None).count(),
    "roles": sorted({(m.user.username, m.role, str(m.approval_limit or "")) for m in Membership.objects.all()}),
    "memberships": Membership.objects.count(),
    "logins": sorted(name for name in ("mk", "hb", "sv", "rt", "jd", "admin")
                     if authenticate(username=name, password=PASSWORD)),
    "waiting": Job.objects.filter(state="ready", kind__in=["read", "unpack"]).count(),
}))
"""


def test_it_connects_synchronises_confirms_and_fills_the_inbox(demo: DemoInstance) -> None:
    state = demo.python(STATE)
    samples = sample_inbox()
    assert state["connections"] == ["ok"]
    assert state["synced"] == [3205401, 3205402, 3205403]
    assert all(count > 5 for count in state["vat"].values())
    assert state["uploads"] == sum(how == "upload" for *_, how in samples)
    assert state["messages"] == sum(how == "mail" for *_, how in samples)
    assert state["logins"] == sorted(person.username for person in PEOPLE)
    assert ["hb", "approver", "25000.00"] in state["roles"]
    assert ["mk", "clerk", ""] in state["roles"]
    assert ["jd", "viewer", ""] in state["roles"]
    assert ["admin", "admin", ""] in state["roles"]
    assert state["memberships"] == 3 * sum(len(person.roles) for person in PEOPLE)


def test_it_prints_address_users_and_password(demo: DemoInstance) -> None:
    assert PASSWORD in demo.loaded
    assert demo.environment["INBOEK_PORT"] in demo.loaded
    assert "Marieke Klaver" in demo.loaded
    assert "Marieke Klaver" in demo.manage("demo_users")


def test_loading_again_changes_nothing(demo: DemoInstance) -> None:
    before = demo.python(STATE)
    said = demo.manage("demo_load")
    assert demo.python(STATE) == before
    assert f"{len(sample_inbox())} here already" in said


def test_it_refuses_where_a_live_exact_is_configured(demo: DemoInstance) -> None:
    live = {**demo.environment, "EXACT_BASE_URL": "https://start.exactonline.nl", "EXACT_CLIENT_ID": "live"}
    done = starting.run("manage.py", "demo_load", environment=live)
    assert done.returncode == 1
    assert "only loads into the sandbox" in done.stderr


@pytest.mark.parametrize(
    ("raw", "wire"),
    [
        (b"A: b\n\ntext\n", b"A: b\r\n\r\ntext\r\n"),
        (b"A: b\r\n\r\ntext", b"A: b\r\n\r\ntext\r\n"),
    ],
    ids=["line feeds", "no end"],
)
def test_a_mail_gets_the_line_ends_of_the_wire(raw: bytes, wire: bytes) -> None:
    assert on_the_wire(raw) == wire
