"""A task's own "no": a verdict on the document, not a fault of the reader."""

from __future__ import annotations


class Refusal(Exception):
    """The document is not read. ``code`` is a finding code (LOCKED, TOO_LARGE …), ``params`` fill its text."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = {name: str(value)[:200] for name, value in params.items()}
