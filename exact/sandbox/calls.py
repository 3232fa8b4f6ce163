"""What one call is: who calls, from which address it was reached, and what is answered."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Caller:
    """The holder of an access token: app, user row and the administrations the user granted."""

    client: str
    user: str
    divisions: frozenset[int]
    profile: dict[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Language of error sentences, from the user's ``LanguageCode`` (nl-NL → nl)."""
        return str(self.profile.get("LanguageCode") or "en-GB")


@dataclass
class Response:
    """An HTTP answer before it is written."""

    status: int
    body: bytes = b""
    content_type: str = "application/json;charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, text: str, status: int = 200) -> "Response":
        """JSON answer from ready text."""
        return cls(status, text.encode("utf-8"))

    @classmethod
    def html(cls, text: str, status: int = 200) -> "Response":
        """HTML page."""
        return cls(status, text.encode("utf-8"), "text/html;charset=utf-8")
