"""Every place where a sealed secret is stored. A test holds this against the models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db.models import Model

from exact import conf, sealing
from exact.models import Connection
from workbench.models import Mailbox, MailboxAccess, SecondFactor, SenderPassword

PLACES: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Connection, ("access_token", "refresh_token")),
    (Mailbox, ("secret",)),
    (MailboxAccess, ("client_secret", "access_token", "refresh_token")),
    (SenderPassword, ("secret",)),
    (SecondFactor, ("secret",)),
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """One stored secret, as ciphertext: of which row and column."""

    model: type[Model]
    pk: object
    column: str
    stored: str

    def __str__(self) -> str:
        return f"{self.model._meta.verbose_name} {self.pk}, {self.column}"


def all_sealed() -> Iterator[Sealed]:
    """All stored secrets; empty columns are none."""
    for model, columns in PLACES:
        for row in model._default_manager.order_by("pk").values("pk", *columns).iterator(chunk_size=500):
            for column in columns:
                if row[column]:
                    yield Sealed(model, row["pk"], column, row[column])


def unreadable(fernet: MultiFernet | None = None) -> list[Sealed]:
    """Those that the keys do not open (all of the instance's, unless others are given). The owner they are bound to is
    not looked at: that is for who uses them."""
    with_keys = fernet or sealing.fernet()
    return [each for each in all_sealed() if not _opens(with_keys, each.stored.encode())]


def unreadable_journals(fernet: MultiFernet) -> list[str]:
    """Token answers that wait on disk and that the keys do not open."""
    folder = conf.token_journal_dir()
    return [path.name for path in sorted(folder.glob("*.journal")) if not _opens(fernet, path.read_bytes())]


def only_first() -> MultiFernet:
    """The first key alone."""
    return MultiFernet([Fernet(conf.token_keys()[0])])


def _opens(fernet: MultiFernet, stored: bytes) -> bool:
    try:
        fernet.decrypt(stored)
    except InvalidToken:
        return False
    return True
