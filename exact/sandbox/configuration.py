"""Settings of the sandbox, each with the default that is closest to the observed behaviour of the service."""

from dataclasses import dataclass, field
from typing import Any

DEFAULT_CLIENT_ID = "inboek-sandbox"
DEFAULT_CLIENT_SECRET = "inboek-sandbox-secret"  # noqa: S105 - guards a local toy ledger
DEFAULT_WEBHOOK_SECRET = "inboek-sandbox-webhook"  # noqa: S105


@dataclass
class SandboxSettings:
    """Switches of the sandbox. All may be changed while it runs through ``/_sandbox/settings``."""

    client_id: str = DEFAULT_CLIENT_ID
    client_secret: str = DEFAULT_CLIENT_SECRET
    webhook_secret: str = DEFAULT_WEBHOOK_SECRET
    redirect_uris: list[str] = field(default_factory=list)
    """Registered redirect addresses; any loopback address is accepted besides."""
    post_status: int = 201
    """Status of a successful POST; 200 has been recorded too."""
    mandatory_select: bool = True
    mandatory_filter: bool = True
    refuse_duplicates: bool = True
    """Refuse a purchase entry with the same supplier, YourRef, entry date and amount as an existing one."""
    hrm_divisions_forbidden: bool = False
    limits: bool = True
    minutely_limit: int = 60
    daily_limit: int = 5000
    token_calls_per_day: int = 200
    error_limit: int = 10
    """Counted errors (400, 401, 403, 404) per key, user, administration and endpoint in an hour; one more blocks."""
    error_block_seconds: int = 3600
    error_block_status: int = 429
    """Which status the block has is not known; 429 without rate headers by default."""
    access_token_seconds: int = 600
    earliest_refresh_seconds: int = 570
    refresh_token_days: int = 30
    code_seconds: int = 180
    too_early_status: int = 400
    webhook_retry_unit: float = 60.0
    """Seconds that one unit of the doubling retry delay lasts."""
    webhook_retries: int = 10
    webhook_timeout: float = 10.0
    fsync_log: bool = True

    def update(self, changes: dict[str, Any]) -> None:
        """Change settings by name; raises KeyError for an unknown name and ValueError for a value of another kind."""
        for name, value in changes.items():
            if name not in self.__dataclass_fields__:
                raise KeyError(name)
            old = getattr(self, name)
            if isinstance(old, float) and isinstance(value, int):
                value = float(value)
            if type(old) is not type(value):
                raise ValueError(f"{name} must be {type(old).__name__}")
            setattr(self, name, value)
