"""A new key for stored secrets: put in front, everything sealed with it, and the old ones dropped at the end."""

from __future__ import annotations

import os
import secrets as randomness
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from exact import sealing
from workbench import secrets
from workbench.keys.sealed import Sealed, all_sealed, only_first, unreadable, unreadable_journals


class KeysRefused(RuntimeError):
    """The keys stay as they are; the text says why and what to do."""


@dataclass(slots=True)
class Resealed:
    """What came of it: how many secrets are sealed anew, how many somebody else wrote meanwhile, which do not open."""

    count: int = 0
    changed: int = 0
    unreadable: list[Sealed] = field(default_factory=list)


def reseal() -> Resealed:
    """Seal every stored secret with the first key. May run at any time: all keys go on opening, and what another
    process writes meanwhile is left as it is."""
    with_keys, found = sealing.fernet(), Resealed(unreadable=unreadable())
    lost = {(each.model, each.pk, each.column) for each in found.unreadable}
    for each in all_sealed():
        if (each.model, each.pk, each.column) in lost:
            continue
        fresh = with_keys.rotate(each.stored.encode()).decode()
        same = each.model._default_manager.filter(pk=each.pk, **{each.column: each.stored})
        if same.update(**{each.column: fresh}):
            found.count += 1
        else:
            found.changed += 1
    return found


def add_key() -> None:
    """Put a fresh key in front of the others, where the instance keeps them. Raises KeysRefused when they come from
    the environment."""
    path = _own_file()
    _write(path, [secrets.new_token_key(), *settings.TOKEN_ENCRYPTION_KEYS])


def drop_old() -> int:
    """Keep the first key alone, once it opens everything; how many went. Raises KeysRefused."""
    path = _own_file()
    left: list[object] = [*unreadable(only_first()), *unreadable_journals(only_first())]
    if left:
        raise KeysRefused(
            f"{len(left)} secrets are not sealed with the newest key ({left[0]}): run rotate_keys without options first"
        )
    count = len(settings.TOKEN_ENCRYPTION_KEYS) - 1
    _write(path, settings.TOKEN_ENCRYPTION_KEYS[:1])
    return count


def _own_file() -> Path:
    path: Path = settings.SECRETS_ROOT / "token_keys"
    kept = path.read_text().replace("\n", ",").split(",") if path.exists() else []
    if [key.strip() for key in kept if key.strip()] != settings.TOKEN_ENCRYPTION_KEYS:
        raise KeysRefused(
            "the keys come from INBOEK_TOKEN_KEYS: change them there (newest first, with commas), start again, and run "
            f"rotate_keys without options. A fresh key: {secrets.new_token_key()}"
        )
    return path


def _write(path: Path, keys: list[str]) -> None:
    """Whole or not at all, and ours alone."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{randomness.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    settings.TOKEN_ENCRYPTION_KEYS = keys
