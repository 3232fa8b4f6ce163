"""Reads of the audit log: what somebody may see of it, narrowed to what they look for."""

from __future__ import annotations

from datetime import datetime, timedelta

from workbench.models import AuditEvent

# Events get their time when they are made and their place when they are kept: those of one moment may change places.
_APART = timedelta(minutes=10)


def first_seq_since(moment: datetime) -> int:
    """A place in the log before which nothing happened at or after the moment, near to the first that did."""
    found = AuditEvent.objects.filter(at__gte=moment - _APART).order_by("at").values_list("seq", flat=True).first()
    return found if found is not None else 2**62
