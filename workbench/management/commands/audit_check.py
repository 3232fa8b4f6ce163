"""Check the whole audit log: that no event was changed, removed or put in between. The check itself is kept in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workbench.audit import services as audit
from workbench.audit.selectors import CHECKED
from workbench.backup.checking import heads_told
from workbench.models import AuditEvent
from workbench.models.audit import AuditHead


class Command(BaseCommand):
    help = "Check the chain of the audit log from its first event to its last; exit code 1 when a link is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--backups", type=Path, metavar="FOLDER", help="also hold the log against what the backups there say of it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        head = AuditHead.objects.filter(pk=1).first()
        broken = []
        for seq in audit.broken_links():
            broken.append(seq)
            if len(broken) == 1:
                self.stderr.write(f"broken from event {seq} on")
        if options["backups"]:
            broken += self._against(options["backups"])
        audit.record(
            CHECKED, actor="audit_check", events=head.seq if head else 0, broken=len(broken), first=broken[:1] or ""
        )
        if broken:
            raise CommandError(f"{len(broken)} events do not fit; the first is {broken[0]}")
        self.stdout.write(f"{head.seq if head else 0} events, every link holds")

    def _against(self, folder: Path) -> list[int]:
        """Events that are not those that a backup saw."""
        differing, count = [], 0
        for name, seq, told in heads_told(folder):
            count += 1
            if AuditEvent.objects.filter(seq=seq).values_list("hash", flat=True).first() != told:
                self.stderr.write(f"event {seq} is not the one that {name} saw")
                differing.append(seq)
        self.stdout.write(f"held against {count} backups")
        return differing
