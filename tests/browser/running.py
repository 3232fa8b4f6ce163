"""A whole instance for browsers: sandbox Exact, web server, work loop and mail receiver, on free ports."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from pathlib import Path

from exact.sandbox.server import SandboxServer
from tests.servers import prepared
from tests.servers.fixtures import free_port
from tests.servers.instance import Instance
from workbench.supervisor.servers import port_answers

PASSWORD = "a-long-pass-phrase"
# Our own limit of calls is another test's business; here it would only cost time.
WIDE = "import django; django.setup()\nfrom django.conf import settings\nsettings.EXACT_CALLS_PER_MINUTE = 50000\n"

PREPARE = """
import json
from django.contrib.auth import get_user_model
from exact.mirror.run import synchronise
from tests.exact.connecting import connect
from workbench.connect.services import choose, confirm_first_posting, confirm_vat_table
from workbench.inbox.addresses import address_of
from workbench.models import Membership

people = {{}}
for name in ("clerk", "approver", "admin"):
    people[name] = get_user_model().objects.create_user(name, password={password!r})
addresses = {{}}
for administration in choose(connect({divisions}), {divisions}, by=people["admin"]):
    synchronise(administration)
    # A person has said once that this administration may be booked in; how that goes is another test's business.
    type(administration).objects.filter(pk=administration.pk).update(first_posting_confirmed=True)
    administration.refresh_from_db()
    confirm_vat_table(administration, {{}}, by=people["admin"])
    confirm_first_posting(administration, administration.name, by=people["admin"])
    for name, user in people.items():
        Membership.objects.get_or_create(user=user, administration=administration, role=name)
    addresses[administration.division] = address_of(administration)
print(json.dumps(addresses))
"""


class Site:
    """``url`` of the web server, ``smtp_port`` of the receiver, ``exact`` the sandbox; ``addresses`` by division.

    What the same administrations begin with is made once and copied.
    """

    def __init__(self, home: Path, divisions: list[int]) -> None:
        name = "-".join(map(str, ("site", *divisions)))
        shutil.copytree(prepared.once(name, lambda folder: _prepare(folder, divisions)), home, dirs_exist_ok=True)
        self.addresses: dict[str, str] = json.loads((home / "addresses.json").read_text())
        self.exact = sandbox(home)
        self.exact.start()
        prepared.moved(home / "home", self.exact)
        port, self.smtp_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.instance = linked_to(self.exact, home, port)

    def python(self, code: str) -> str:
        """Run code with the instance's settings; what it printed. A busy machine gets its time: five minutes."""
        return self.instance.run("-c", WIDE + code, timeout=280)

    def start(self, *, work: bool = True, mail: bool = True) -> None:
        """Start the processes and wait until they serve."""
        web = ["-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread", "--threads", "8"]
        web += ["--bind", self.url.removeprefix("http://"), "--log-level", "warning", "workbench.wsgi:application"]
        self.instance.start(*web)
        if mail:
            self.instance.start("manage.py", "receive_mail", "--port", str(self.smtp_port))
            self.instance.wait(lambda: port_answers(self.smtp_port))
        if work:
            self.instance.start("-c", WIDE + "from django.core.management import call_command\ncall_command('work')")
        self.instance.wait(self._serves)

    def _serves(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/login/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def close(self) -> None:
        """End everything."""
        self.instance.close()
        self.exact.close()


def sandbox(home: Path) -> SandboxServer:
    """The sandbox in a folder, with limits that do not slow a test down."""
    return SandboxServer(home / "exact", minutely_limit=100_000, daily_limit=1_000_000, fsync_log=False)


def linked_to(exact: SandboxServer, home: Path, port: int = 0) -> Instance:
    """The instance in a folder, with that sandbox as its Exact."""
    return Instance(
        home / "home",
        INBOEK_PORT=str(port or 8000),
        EXACT_BASE_URL=exact.url,
        EXACT_CLIENT_ID=exact.settings.client_id,
        EXACT_CLIENT_SECRET=exact.settings.client_secret,
        DJANGO_SETTINGS_MODULE="workbench.settings",
    )


def _prepare(folder: Path, divisions: list[int]) -> None:
    prepared.seeded(folder / "exact")
    prepared.migrated(folder / "home")
    with sandbox(folder) as exact:
        code = WIDE + PREPARE.format(password=PASSWORD, divisions=divisions)
        said = linked_to(exact, folder).run("-c", code, timeout=280)
    (folder / "addresses.json").write_text(said.splitlines()[-1])
