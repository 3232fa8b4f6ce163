"""Check the whole audit log: that no event was changed, removed or put in between. The check itself is kept in it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workbench.audit import services as audit
from workbench.audit.selectors import CHECKED
from workbench.models.audit import AuditHead


class Command(BaseCommand):
    help = "Check the chain of the audit log from its first event to its last; exit code 1 when a link is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        head = AuditHead.objects.filter(pk=1).first()
        broken = []
        for seq in audit.broken_links():
            broken.append(seq)
            if len(broken) == 1:
                self.stderr.write(f"broken from event {seq} on")
        audit.record(
            CHECKED, actor="audit_check", events=head.seq if head else 0, broken=len(broken), first=broken[:1] or ""
        )
        if broken:
            raise CommandError(f"{len(broken)} events do not fit; the first is {broken[0]}")
        self.stdout.write(f"{head.seq if head else 0} events, every link holds")
