"""How the layers above learn of changes here without being imported.

Names in use: ``receipts_changed``, ``orders_changed``, ``vendors_changed``, ``periods_changed``
(administration_id=...),
``sync_progress`` (administration_id=...), ``posting_changed`` (posting_id=...), ``connection_changed``
(connection_id=...), ``finding_raised`` (finding_id=...). Subscribers run after the commit; an exception in one is
logged and stops nobody.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction

_log = logging.getLogger(__name__)
_subscribers: dict[str, list[Callable[..., Any]]] = defaultdict(list)


def subscribe(event: str, callback: Callable[..., Any]) -> None:
    """Call ``callback(**params)`` after each commit that caused ``event``. Subscribing twice counts once."""
    if callback not in _subscribers[event]:
        _subscribers[event].append(callback)


def unsubscribe(event: str, callback: Callable[..., Any]) -> None:
    """Stop calling ``callback``."""
    if callback in _subscribers[event]:
        _subscribers[event].remove(callback)


def notify(event: str, **params: Any) -> None:
    """Tell the subscribers, once the present transaction has been committed."""

    def run() -> None:
        for callback in list(_subscribers[event]):
            try:
                callback(**params)
            except Exception:
                _log.exception("subscriber of %s failed", event)

    transaction.on_commit(run)
