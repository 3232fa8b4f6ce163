"""Secrets at rest: encrypted with the instance's keys, and bound to the row they belong to."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from exact import conf


class Unreadable(ValueError):
    """A stored secret that our keys do not open, or that belongs to another row; the text says which."""


def fernet() -> MultiFernet:
    """All keys of the instance: the first encrypts, every one decrypts. Raises RuntimeError without any."""
    return MultiFernet([Fernet(key) for key in conf.token_keys()])


def seal(owner: str, secret: str) -> str:
    """Ciphertext bound to ``owner`` (such as ``connection:7``): it cannot be moved to another row."""
    return fernet().encrypt(f"{owner}:{secret}".encode()).decode()


def unseal(owner: str, stored: str) -> str:
    """The secret. Raises Unreadable when our keys do not open it or it is another owner's."""
    try:
        plain = fernet().decrypt(stored.encode()).decode()
    except InvalidToken:
        raise Unreadable("cannot be decrypted") from None
    prefix = f"{owner}:"
    if not plain.startswith(prefix):
        raise Unreadable(f"belongs to another {owner.partition(':')[0]}")
    return plain[len(prefix) :]
