"""Keeping a command's own lines readable."""

from __future__ import annotations

import logging


def quiet_logs() -> None:
    """Let only warnings through to the terminal; the log file still gets everything."""
    for name in ("", "django"):
        for handler in logging.getLogger(name).handlers:
            if type(handler) is logging.StreamHandler:
                handler.setLevel(logging.WARNING)
