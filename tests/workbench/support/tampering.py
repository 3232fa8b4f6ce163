"""What can be done to the audit log behind its back, as SQL for both databases, and which links it breaks.

For a chain of ``EVENTS`` events made by ``chain``.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.db import connection, transaction

from workbench.audit import services as audit
from workbench.models.audit import AuditEvent, AuditHead

EVENTS = 8
_SET = "UPDATE workbench_auditevent SET {} WHERE seq = 3"
_OTHER = "'11111111-1111-4111-8111-111111111111'"
_CHANGED = {
    "moment": f"at = '2026-01-01 00:00:03.000004{'+00:00' if connection.vendor == 'postgresql' else ''}'",
    "actor": "actor = 'kim2'",
    "nobody's": "user_id = NULL",
    "another person's": "user_id = 8",
    "action": "action = 'step.other'",
    "administration": "administration_id = 6",
    "no administration": "administration_id = NULL",
    "draft": f"draft_id = {_OTHER if connection.vendor == 'postgresql' else _OTHER.replace('-', '')}",
    "no draft": "draft_id = NULL",
    "document": "document_id = draft_id",
    "data": """data = '{"amount":"121.01","n":3,"who":"Ren\\u00e9"}'""",
    "data left out": """data = '{"amount":"121.00","n":3}'""",
    "data of another kind": """data = '{"amount":121.00,"n":3,"who":"Ren\\u00e9"}'""",
    "hash before": f"previous = '{'0' * 64}'",
}
TAMPERINGS: dict[str, tuple[list[str], list[int]]] = {
    **{f"changed: {what}": ([_SET.format(how)], [3]) for what, how in _CHANGED.items()},
    "changed: hash": ([_SET.format(f"hash = '{'0' * 64}'")], [3, 4]),
    "changed: first": (["UPDATE workbench_auditevent SET actor = 'x' WHERE seq = 1"], [1]),
    "changed: last": (["UPDATE workbench_auditevent SET actor = 'x' WHERE seq = 8"], [8]),
    "removed": (["DELETE FROM workbench_auditevent WHERE seq = 3"], [4]),
    "removed: first": (["DELETE FROM workbench_auditevent WHERE seq = 1"], [2]),
    "removed: tail": (["DELETE FROM workbench_auditevent WHERE seq > 6"], [7]),
    "removed: all": (["DELETE FROM workbench_auditevent"], [1]),
    "swapped": (
        [f"UPDATE workbench_auditevent SET seq = {new} WHERE seq = {old}" for old, new in ((3, 99), (4, 3), (99, 4))],
        [3, 4, 5],
    ),
    "numbered anew": (
        [
            "DELETE FROM workbench_auditevent WHERE seq = 3",
            *(f"UPDATE workbench_auditevent SET seq = {seq - 1} WHERE seq = {seq}" for seq in range(4, 9)),
        ],
        [3, 4, 5, 6, 7, 8],
    ),
    "before the first": (["UPDATE workbench_auditevent SET seq = 0 WHERE seq = 8"], [0, 1, 8]),
    "head's hash": ([f"UPDATE workbench_audithead SET hash = '{'0' * 64}'"], [9]),
    "head's number": (["UPDATE workbench_audithead SET seq = 9"], [9]),
    "head behind": (["UPDATE workbench_audithead SET seq = 7"], [8, 8]),
    "no head": (["DELETE FROM workbench_audithead"], [1]),
}


def chain() -> None:
    """A new chain of events that have everything an event can have, and one that has nothing."""
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()
    for number in range(1, EVENTS + 1):
        event = AuditEvent(at=datetime(2026, 1, 1, 0, 0, number, number, UTC), actor="kim", action="step.done")
        if number > 1:
            event.user_id, event.administration_id = 7, 5
            event.draft_id, event.document_id = uuid.uuid4(), uuid.uuid4()
            event.data = {"who": "René", "n": number, "amount": "121.00"}
        audit.append([event])


def broken_after(statements: list[str]) -> list[int]:
    """Which links break when this is done, which is then taken back."""
    if connection.vendor == "sqlite":  # whoever tampers is not held up by checks
        statements = ["PRAGMA ignore_check_constraints = ON", *statements, "PRAGMA ignore_check_constraints = OFF"]
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        broken = list(audit.broken_links())
        transaction.set_rollback(True)
    return broken
