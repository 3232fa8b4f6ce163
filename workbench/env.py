"""The environment of one instance, typed. Everything has a value that is safe when nothing is given."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parent.parent

# Other servers of the same instance listen beside the web port, so that one number tells two instances apart.
SANDBOX_OFFSET = 1
SMTP_OFFSET = 2
METRICS_OFFSET = 3
POSTGRES_OFFSET = 4
REDIS_OFFSET = 5


def _default_home() -> Path:
    """``<repository>/var``; a test run without INBOEK_HOME gets a temporary folder that its children share."""
    if "PYTEST_VERSION" not in os.environ:
        return REPOSITORY / "var"
    home = Path(tempfile.mkdtemp(prefix="inboek-test-"))
    os.environ["INBOEK_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def _named(name: str, *others: str) -> AliasChoices:
    return AliasChoices(name, *others)


class Environment(BaseSettings):
    """What the environment says. Empty values count as not given."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")

    home: Path = Field(default_factory=_default_home, validation_alias=_named("INBOEK_HOME"))
    host: str = Field("127.0.0.1", validation_alias=_named("INBOEK_HOST"))
    port: int = Field(8000, ge=1, le=65000, validation_alias=_named("INBOEK_PORT"))
    public_url: str = Field("", validation_alias=_named("INBOEK_PUBLIC_URL"))
    allowed_hosts: str = Field("", validation_alias=_named("INBOEK_ALLOWED_HOSTS"))
    trusted_proxies: int = Field(0, ge=0, validation_alias=_named("INBOEK_TRUSTED_PROXIES"))
    debug: bool = Field(False, validation_alias=_named("INBOEK_DEBUG"))
    language: Literal["nl", "en"] = Field("nl", validation_alias=_named("INBOEK_LANGUAGE"))
    log_level: str = Field("INFO", validation_alias=_named("INBOEK_LOG_LEVEL"))

    database: str = Field("", validation_alias=_named("INBOEK_DATABASE", "DATABASE_URL"))
    redis_url: str = Field("", validation_alias=_named("INBOEK_REDIS_URL"))

    secret_key: SecretStr = Field(SecretStr(""), validation_alias=_named("INBOEK_SECRET_KEY"))
    token_keys: SecretStr = Field(SecretStr(""), validation_alias=_named("INBOEK_TOKEN_KEYS"))

    # How long a log-in lasts at most, and after how long without anybody there it ends before (0: not).
    session_hours: int = Field(12, ge=1, le=24 * 30, validation_alias=_named("INBOEK_SESSION_HOURS"))
    idle_minutes: int = Field(0, ge=0, validation_alias=_named("INBOEK_IDLE_MINUTES"))
    # Roles whose people must have a second factor; with commas between them, empty: nobody must.
    second_factor_for: str = Field("", validation_alias=_named("INBOEK_SECOND_FACTOR_FOR"))

    mail_domain: str = Field("", validation_alias=_named("INBOEK_MAIL_DOMAIN"))
    mail_tls_cert: Path | None = Field(None, validation_alias=_named("INBOEK_MAIL_TLS_CERT"))
    mail_tls_key: Path | None = Field(None, validation_alias=_named("INBOEK_MAIL_TLS_KEY"))
    mail_require_tls: bool = Field(False, validation_alias=_named("INBOEK_MAIL_REQUIRE_TLS"))
    # Names under which mail servers of ours write Authentication-Results; with commas between them.
    mail_trusted_receivers: str = Field("", validation_alias=_named("INBOEK_MAIL_TRUSTED_RECEIVERS"))

    # By which server our own mails go out, and the address they come from; without both none goes out.
    smtp_url: SecretStr = Field(SecretStr(""), validation_alias=_named("INBOEK_SMTP_URL"))
    mail_from: str = Field("", validation_alias=_named("INBOEK_MAIL_FROM"))

    # A folder with one folder per administration, into which scanners and programs lay files.
    folders: Path | None = Field(None, validation_alias=_named("INBOEK_FOLDERS"))

    # Servers of mailboxes that may lie in our own network; with commas between them.
    mailbox_hosts: str = Field("", validation_alias=_named("INBOEK_MAILBOX_HOSTS"))
    mailbox_ca: Path | None = Field(None, validation_alias=_named("INBOEK_MAILBOX_CA"))
    # Apps registered for the whole instance, for mailboxes that somebody consents to; otherwise each names its own.
    microsoft_client_id: str = Field("", validation_alias=_named("INBOEK_MICROSOFT_CLIENT_ID"))
    microsoft_client_secret: SecretStr = Field(SecretStr(""), validation_alias=_named("INBOEK_MICROSOFT_CLIENT_SECRET"))
    google_client_id: str = Field("", validation_alias=_named("INBOEK_GOOGLE_CLIENT_ID"))
    google_client_secret: SecretStr = Field(SecretStr(""), validation_alias=_named("INBOEK_GOOGLE_CLIENT_SECRET"))

    exact_base_url: str = Field("", validation_alias=_named("EXACT_BASE_URL"))
    exact_client_id: str = Field("", validation_alias=_named("EXACT_CLIENT_ID"))
    exact_client_secret: SecretStr = Field(SecretStr(""), validation_alias=_named("EXACT_CLIENT_SECRET"))
    # Exact allows 60 calls a minute per app and administration; lower it when other programs use the same app.
    exact_calls_per_minute: int = Field(54, ge=1, validation_alias=_named("EXACT_CALLS_PER_MINUTE"))
    # The address by which Exact reaches this instance from outside; without one it is not asked to call.
    webhook_url: str = Field("", validation_alias=_named("INBOEK_WEBHOOK_URL"))
    exact_webhook_secret: SecretStr = Field(SecretStr(""), validation_alias=_named("EXACT_WEBHOOK_SECRET"))

    llm_api_key: SecretStr = Field(SecretStr(""), validation_alias=_named("INBOEK_LLM_API_KEY"))
    llm_base_url: str = Field("", validation_alias=_named("INBOEK_LLM_BASE_URL"))
    llm_model: str = Field("", validation_alias=_named("INBOEK_LLM_MODEL"))
    llm_timeout_seconds: float = Field(30.0, gt=0, validation_alias=_named("INBOEK_LLM_TIMEOUT_SECONDS"))

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
