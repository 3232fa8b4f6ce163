"""Keys of one instance: taken from the environment, else made once under ``INBOEK_HOME/secrets``."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def private_directory(path: Path) -> Path:
    """Create ``path`` (mode 0700) when it is missing and return it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Return the secret in ``path``; the first caller makes it (mode 0600, complete before it is visible).

    The new file gets its name by a hard link, which fails when another process was first: both then read one secret.
    """
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        private_directory(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(make() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
    finally:
        draft.unlink()
    return path.read_text().strip()


def new_secret_key() -> str:
    """A key for sessions and signatures: 384 random bits."""
    return secrets.token_urlsafe(48)


def new_token_key() -> str:
    """A key that encrypts tokens at rest (Fernet)."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()
