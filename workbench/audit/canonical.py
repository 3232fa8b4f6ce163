"""The one form of JSON that hashes of events are made of. Pure."""

from __future__ import annotations

import json
from typing import Any

_FORM: dict[str, Any] = {"sort_keys": True, "separators": (",", ":")}
_ENCODER = json.JSONEncoder(**_FORM)


def canonical(value: Any) -> str:
    """The JSON of a value: names in order, no spaces, ASCII. Raises TypeError for what JSON does not know."""
    return _ENCODER.encode(value)


class CanonicalEncoder(json.JSONEncoder):
    """Writes ``canonical`` JSON, whatever form its caller asks for."""

    def __init__(self, **_asked: Any) -> None:
        super().__init__(**_FORM)
