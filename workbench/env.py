"""The environment of one instance, typed. Everything has a value that is safe when nothing is given."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent

# Other servers of the same instance listen beside the web port, so that one number tells two instances apart.
SANDBOX_OFFSET = 1
SMTP_OFFSET = 2
METRICS_OFFSET = 3
POSTGRES_OFFSET = 4
REDIS_OFFSET = 5

_WORDS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class EnvironmentInvalid(ValueError):
    """A variable holds what it cannot mean."""


def _default_home() -> Path:
    """``<repository>/var``; a test run without INBOEK_HOME gets a temporary folder that its children share."""
    if "PYTEST_VERSION" not in os.environ:
        return REPOSITORY / "var"
    home = Path(tempfile.mkdtemp(prefix="inboek-test-"))
    os.environ["INBOEK_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def _given(*names: str) -> str:
    """The first of the variables that is given; empty values count as not given."""
    return next((value for name in names if (value := os.environ.get(name, ""))), "")


def _text(name: str, *others: str, default: str = "") -> str:
    return field(default_factory=lambda: _given(name, *others) or default)


def _secret(name: str) -> str:
    return field(default_factory=lambda: _given(name), repr=False)


def _path(name: str) -> Path | None:
    given = _given(name)
    return Path(given) if given else None


def _one_of(name: str, *choices: str) -> str:
    """The first choice is the default."""

    def read() -> str:
        given = _given(name) or choices[0]
        if given not in choices:
            raise EnvironmentInvalid(f"{name} is {given!r}; it must be one of {', '.join(choices)}")
        return given

    return field(default_factory=read)


def _flag(name: str) -> bool:
    def read() -> bool:
        given = _given(name) or "no"
        if given.lower() not in _WORDS:
            raise EnvironmentInvalid(f"{name} is {given!r}; it must be one of {', '.join(_WORDS)}")
        return _WORDS[given.lower()]

    return field(default_factory=read)


def _whole(name: str, default: int, *, least: int, most: int | None = None) -> int:
    def read() -> int:
        given = _given(name)
        try:
            number = int(given or default)
        except ValueError:
            raise EnvironmentInvalid(f"{name} is {given!r}; it must be a whole number") from None
        if number < least or (most is not None and number > most):
            upper = "" if most is None else f" and at most {most}"
            raise EnvironmentInvalid(f"{name} is {number}; it must be at least {least}{upper}")
        return number

    return field(default_factory=read)


def _seconds(name: str, default: float) -> float:
    def read() -> float:
        given = _given(name)
        try:
            seconds = float(given or default)
        except ValueError:
            raise EnvironmentInvalid(f"{name} is {given!r}; it must be a number of seconds") from None
        if not 0 < seconds < float("inf"):
            raise EnvironmentInvalid(f"{name} is {given!r}; it must be more than 0 seconds")
        return seconds

    return field(default_factory=read)


@dataclass(frozen=True)
class Environment:
    """What the environment says. Empty values count as not given. Raises EnvironmentInvalid."""

    home: Path = field(default_factory=lambda: _path("INBOEK_HOME") or _default_home())
    host: str = _text("INBOEK_HOST", default="127.0.0.1")
    port: int = _whole("INBOEK_PORT", 8000, least=1, most=65000)
    public_url: str = _text("INBOEK_PUBLIC_URL")
    allowed_hosts: str = _text("INBOEK_ALLOWED_HOSTS")
    trusted_proxies: int = _whole("INBOEK_TRUSTED_PROXIES", 0, least=0)
    debug: bool = _flag("INBOEK_DEBUG")
    language: str = _one_of("INBOEK_LANGUAGE", "nl", "en")
    log_level: str = _text("INBOEK_LOG_LEVEL", default="INFO")

    database: str = _text("INBOEK_DATABASE", "DATABASE_URL")
    redis_url: str = _text("INBOEK_REDIS_URL")

    secret_key: str = _secret("INBOEK_SECRET_KEY")
    token_keys: str = _secret("INBOEK_TOKEN_KEYS")

    mail_domain: str = _text("INBOEK_MAIL_DOMAIN")
    mail_tls_cert: Path | None = field(default_factory=lambda: _path("INBOEK_MAIL_TLS_CERT"))
    mail_tls_key: Path | None = field(default_factory=lambda: _path("INBOEK_MAIL_TLS_KEY"))
    mail_require_tls: bool = _flag("INBOEK_MAIL_REQUIRE_TLS")
    # Names under which mail servers of ours write Authentication-Results; with commas between them.
    mail_trusted_receivers: str = _text("INBOEK_MAIL_TRUSTED_RECEIVERS")

    # Servers of mailboxes that may lie in our own network; with commas between them.
    mailbox_hosts: str = _text("INBOEK_MAILBOX_HOSTS")
    mailbox_ca: Path | None = field(default_factory=lambda: _path("INBOEK_MAILBOX_CA"))

    exact_base_url: str = _text("EXACT_BASE_URL")
    exact_client_id: str = _text("EXACT_CLIENT_ID")
    exact_client_secret: str = _secret("EXACT_CLIENT_SECRET")
    # Exact allows 60 calls a minute per app and administration; lower it when other programs use the same app.
    exact_calls_per_minute: int = _whole("EXACT_CALLS_PER_MINUTE", 54, least=1)
    # The address by which Exact reaches this instance from outside; without one it is not asked to call.
    webhook_url: str = _text("INBOEK_WEBHOOK_URL")
    exact_webhook_secret: str = _secret("EXACT_WEBHOOK_SECRET")

    llm_api_key: str = _secret("INBOEK_LLM_API_KEY")
    llm_base_url: str = _text("INBOEK_LLM_BASE_URL")
    llm_model: str = _text("INBOEK_LLM_MODEL")
    llm_timeout_seconds: float = _seconds("INBOEK_LLM_TIMEOUT_SECONDS", 30.0)

    @property
    def sandbox_port(self) -> int:
        """Port of the sandbox Exact."""
        return self.port + SANDBOX_OFFSET

    @property
    def smtp_port(self) -> int:
        """Port of the mail receiver."""
        return self.port + SMTP_OFFSET

    @property
    def metrics_port(self) -> int:
        """Port of the metrics page."""
        return self.port + METRICS_OFFSET

    @property
    def uses_sandbox(self) -> bool:
        """True when no Exact app is configured, so that the sandbox stands in for it."""
        return not self.exact_client_id and not self.exact_base_url
