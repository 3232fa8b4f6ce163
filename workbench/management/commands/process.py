"""``manage.py process PATH…``: files through the whole path, one line per document."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from exact.models import Administration
from workbench.process.collect import files_of
from workbench.process.console import quiet_logs
from workbench.process.row import FAILED, Row
from workbench.process.run import Run


class Command(BaseCommand):
    """Intake, reading, judgement and, when asked, approval and posting."""

    help = "Take files in, read and judge them and, when asked, approve and post them. One line per document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What goes in, for whom, and how far it goes."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
        parser.add_argument("--administration", required=True, metavar="CODE", help="code or division number")
        parser.add_argument("--approve-as", metavar="USER", help="approve what nothing stands in the way of")
        parser.add_argument("--post", action="store_true", help="post what was approved (needs --approve-as)")
        parser.add_argument("--json", action="store_true", help="one JSON object per line")
        parser.add_argument("--patience", type=float, default=900, metavar="SECONDS", help="without any progress")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 0 when every document ended in a verdict, 1 when one did not, 2 for wrong arguments."""
        quiet_logs()
        if options["post"] and not options["approve_as"]:
            raise CommandError("--post needs --approve-as USER: somebody has to approve.", returncode=2)
        run = Run(
            _administration(options["administration"]),
            by=_user(options["approve_as"]) if options["approve_as"] else None,
            post=options["post"],
            patience=options["patience"],
        )
        try:
            files = list(files_of(options["paths"]))
        except FileNotFoundError as missing:
            raise CommandError(f"there is no file or folder {missing}", returncode=2) from missing
        if not files:
            raise CommandError("there are no files in what was given", returncode=2)
        for path in files:
            try:
                run.take(path)
            except OSError as error:
                raise CommandError(
                    f"{path} could not be taken in: {error.strerror or error}. What came before it is kept; "
                    "make room or rights and run the command again, nothing is taken in twice."
                ) from error
        verdicts = self._show(run, len(files), as_json=options["json"])
        if not options["json"]:
            self.stdout.write(", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common()))
        if verdicts[FAILED]:
            sys.exit(1)

    def _show(self, run: Run, files: int, *, as_json: bool) -> Counter[str]:
        """Print each row as it comes, over a progress bar when this is a terminal."""
        verdicts: Counter[str] = Counter()
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        with bar:
            task = bar.add_task("documents", total=files)
            for row in run.rows():
                verdicts[row.verdict] += 1
                self._print(row, as_json=as_json)
                done = sum(verdicts.values())
                bar.update(task, completed=done, total=max(files, done), description=row.name[:40])
        return verdicts

    def _print(self, row: Row, *, as_json: bool) -> None:
        self.stdout.write(json.dumps(row.as_json(), ensure_ascii=False) if as_json else row.as_text())
        self.stdout.flush()


def _administration(code: str) -> Administration:
    """The active administration with this code or division number. Raises CommandError, naming those there are."""
    active = Administration.objects.filter(active=True)
    found = active.filter(code=code).first()
    if found is None and code.isdigit():
        found = active.filter(division=int(code)).first()
    if found is None:
        known = ", ".join(active.values_list("code", flat=True)) or "none: connect to Exact first"
        raise CommandError(f"there is no administration {code}; there are: {known}", returncode=2)
    return found


def _user(name: str) -> User:
    found = get_user_model().objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"there is no user {name}", returncode=2)
    return found
