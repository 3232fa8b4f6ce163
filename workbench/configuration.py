"""The instance's configuration as it counts: each value, where it comes from, and no secret."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

from workbench.env import Environment

MASK = "••••••••"
# Kept by the instance itself when nobody gives them: variable -> file under secrets/.
KEPT = {"INBOEK_SECRET_KEY": "secret_key", "INBOEK_TOKEN_KEYS": "token_keys", "EXACT_WEBHOOK_SECRET": "webhook_secret"}
# Read elsewhere than in the environment's own class: by scripts, or for tests.
ELSEWHERE = frozenset(
    {
        *("INBOEK_PYTHON", "INBOEK_CHROMIUM", "INBOEK_SETUP_LOCKED", "INBOEK_FAULTPOINTS", "INBOEK_JOBS_TIME_DIVISOR"),
        *("INBOEK_LLM_INPUT_PRICE", "INBOEK_LLM_OUTPUT_PRICE", "INBOEK_RUN"),
        *("EXACT_SANDBOX_CLIENT_ID", "EXACT_SANDBOX_CLIENT_SECRET", "EXACT_SANDBOX_WEBHOOK_SECRET"),
    }
)
OURS = ("INBOEK_", "EXACT_")


@dataclass(frozen=True, slots=True)
class Value:
    """One variable: what it is, masked where it is a secret, and where that comes from."""

    name: str
    shown: str
    whence: str


def values(env: Environment, given: Mapping[str, str], secrets_root: Path) -> Iterator[Value]:
    """All variables in the order of the class; ``given`` is the process's environment."""
    for field, info in Environment.model_fields.items():
        names = _names(info, field)
        source = next((name for name in names if given.get(name)), "")
        value = getattr(env, field)
        kept = secrets_root / KEPT[names[0]] if names[0] in KEPT else None
        whence = f"environment {source}" if source else "default"
        if names[0] == "EXACT_WEBHOOK_SECRET" and not env.uses_sandbox:
            kept = None  # made for the sandbox only
        if not source and kept is not None and kept.exists():
            yield Value(names[0], MASK, f"file {kept}")
        else:
            yield Value(names[0], shown(value), whence)


def unknown(given: Mapping[str, str]) -> list[str]:
    """Variables that look like ours and that nothing reads: a slip of the pen, mostly."""
    known = {name for field, info in Environment.model_fields.items() for name in _names(info, field)} | ELSEWHERE
    return sorted(name for name in given if name.startswith(OURS) and name not in known)


def shown(value: object) -> str:
    """A value fit to be shown to anybody: secrets and passwords in addresses are masked, nothing is "–"."""
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else "–"
    text = "–" if value is None or value == "" else str(value)
    return without_password(text) if "://" in text else text


def without_password(address: str) -> str:
    """An address whose password, and whatever follows "?", is masked. What cannot be taken apart is masked whole."""
    try:
        parts = urlsplit(address)
        hostname = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return MASK
    who = f"{parts.username or ''}:{MASK}@" if parts.password else f"{parts.username}@" if parts.username else ""
    query = f"?{MASK}" if parts.query else ""
    return f"{parts.scheme}://{who}{hostname}{port}{parts.path}{query}"


def _names(info: FieldInfo, field: str) -> list[str]:
    alias = info.validation_alias
    return [str(each) for each in alias.choices] if isinstance(alias, AliasChoices) else [str(alias or field)]


def of_this_process() -> tuple[list[Value], list[str]]:
    """The values of the running process, and variables that nothing reads."""
    from django.conf import settings

    return list(values(Environment(), os.environ, settings.SECRETS_ROOT)), unknown(os.environ)
