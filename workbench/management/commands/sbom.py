"""The bill of materials of this version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from workbench import sbom


class Command(BaseCommand):
    help = "Print the bill of materials (CycloneDX 1.5, JSON): every locked package with version, digests and licence."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="write it there")

    def handle(self, *args: Any, **options: Any) -> None:
        text = json.dumps(sbom.of_checkout(settings.BASE_DIR), indent=1, ensure_ascii=False) + "\n"
        if options["to"]:
            options["to"].write_text(text)
        else:
            self.stdout.write(text, ending="")
