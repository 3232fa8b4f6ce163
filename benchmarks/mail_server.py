"""A real IMAP server on loopback (Dovecot 2.3 from the system's packages) with mailboxes of our own, encrypted."""

from __future__ import annotations

import base64
import getpass
import grp
import imaplib
import os
import pwd
import ssl
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from workbench.supervisor import servers
from workbench.supervisor.process import Program, start, stop

PASSWORD = "Geheim-genoeg 7 é"
HOST = "127.0.0.1"

# Without its own users, jails and slowed-down refusals it runs as anybody. Every name is a mailbox of its own.
_CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
ssl = required
ssl_cert = <{home}/certificate.pem
ssl_key = <{home}/key.pem
ssl_dh =
disable_plaintext_auth = yes
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{home}/mail/%u
mail_fsync = never
{tokens}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={{PLAIN.b64}}{password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""

# Log-in with a token that another service vouches for (RFC 7662).
_TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}
"""
_VOUCHING = """
introspection_mode = post
introspection_url = {introspection}
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass(frozen=True)
class MailServer:
    """Where it listens: ``tls`` speaks TLS from the first byte, ``starttls`` after STARTTLS; ``authority`` is a PEM."""

    home: Path
    tls: int
    starttls: int

    @property
    def authority(self) -> Path:
        """The certificate to trust."""
        return self.home / "certificate.pem"

    @contextmanager
    def client(self, user: str) -> Iterator[imaplib.IMAP4_SSL]:
        """A logged-in connection, to put mails in and look at what became of them."""
        context = ssl.create_default_context(cafile=str(self.authority))
        with imaplib.IMAP4_SSL(HOST, self.tls, ssl_context=context, timeout=20) as client:
            client.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{PASSWORD}".encode())
            yield client

    def deliver(self, user: str, mails: Iterable[bytes], folder: str = "INBOX") -> None:
        """Put mails into a folder, which is made when it is not there."""
        with self.client(user) as client:
            if folder != "INBOX":
                client.create(folder)
            for raw in mails:
                answer, said = client.append(folder, "", "", raw)
                if answer != "OK":
                    raise RuntimeError(f"not delivered: {said!r}")


@contextmanager
def running(home: Path, tls: int, starttls: int, introspection: str = "") -> Iterator[MailServer]:
    """A server in an empty folder, until the block ends; ``introspection`` is the address that vouches for tokens.

    Raises ServerMissing when Dovecot is not installed.
    """
    user = servers.unprivileged_user() or getpass.getuser()
    entry = pwd.getpwnam(user)
    _certificate(home)
    for name in ("run", "state", "mail"):
        (home / name).mkdir()
    configuration = home / "dovecot.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            home=home, user=user, group=grp.getgrgid(entry.pw_gid).gr_name, tls=tls, starttls=starttls,
            password=base64.b64encode(PASSWORD.encode()).decode(),
            mechanisms="plain login xoauth2 oauthbearer" if introspection else "plain login",
            tokens=_TOKENS.format(home=home) if introspection else "",
        )
    )  # fmt: skip
    (home / "oauth2.conf").write_text(_VOUCHING.format(introspection=introspection))
    as_other = user if os.geteuid() == 0 else None
    if as_other is not None:
        for path in (home, *home.iterdir()):
            os.chown(path, entry.pw_uid, entry.pw_gid)
    command = [servers.find_program("dovecot"), "-F", "-c", str(configuration)]
    process = start(Program("dovecot", command, user=as_other, directory=Path("/")), subprocess.DEVNULL)
    try:
        servers.wait_for(lambda: process.poll() is not None or servers.port_answers(tls), "Dovecot", 20)
        if process.poll() is not None:
            log = home / "dovecot.log"
            raise RuntimeError(f"Dovecot ended: {log.read_text()[-2000:] if log.exists() else process.returncode}")
        yield MailServer(home, tls, starttls)
    finally:
        stop(process)


def _certificate(home: Path) -> None:
    """A certificate that vouches for itself, for this machine, one day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of a test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address(HOST))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (home / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (home / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (home / "key.pem").chmod(0o600)
