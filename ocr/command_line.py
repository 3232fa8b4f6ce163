"""``read PATH… [--out DIR] [--json]``: one verdict per file. No database, no settings."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from ocr import api
from ocr.kinds import EXTENSIONS

_IGNORED = (".truth.json",)
# The command's types are the seven that are booked, matched or left alone; these are told apart for people only.
_LEFT_ALONE = ("reminder", "statement")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files or folders (read with all below them)")
    parser.add_argument("--out", metavar="DIR", help="write <name>.json per file into DIR")
    parser.add_argument("--json", action="store_true", help="write one JSON object per line to standard output")
    parser.add_argument("--cache", metavar="DIR", help="keep recognised pages here (for repeated runs)")
    parser.add_argument("--jobs", type=int, default=2, help="documents read at a time (default 2)")
    parser.add_argument("--llm", action="store_true", help="ask the configured language model as second reader")
    parser.add_argument("--own", action="append", default=[], metavar="ID", help="a VAT, KvK, IBAN or name of ours")
    parser.add_argument("--password", default="", help="password for locked PDFs")


def documents(paths: Sequence[str]) -> Iterator[Path]:
    """The files to read; folders give all their files of known endings."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for found in sorted(path.rglob("*")):
                if found.is_file() and (
                    found.suffix.lower() in EXTENSIONS or not found.suffix or ".fuzz" in found.name
                ):
                    if not found.name.endswith(_IGNORED):
                        yield found
        else:
            yield path


def run(options: dict[str, Any], out: TextIO = sys.stdout) -> int:
    """Read every file; returns the exit code (1 when a path does not exist)."""
    paths = list(documents(options["paths"]))
    target = Path(options["out"]) if options.get("out") else None
    if target:
        target.mkdir(parents=True, exist_ok=True)
    context = api.ReadContext(own_identifiers=frozenset(options.get("own") or ()), today=date.today())
    cache = api.PageCache(options.get("cache"))
    jobs = max(1, int(options.get("jobs") or 1))
    llm = _second_reader() if options.get("llm") else None

    def one(path: Path) -> tuple[Path, dict[str, Any], float]:
        began = time.perf_counter()
        try:
            data = path.read_bytes()
        except OSError as problem:
            nothing: dict[str, Any] = {"id": path.stem, "document_type": None, "fields": {}, "auto_ok": False}
            return path, {**nothing, "findings": [{"code": "NOT_FOUND", "detail": type(problem).__name__}]}, 0.0
        inner = max(1, (os.cpu_count() or 1) // jobs)
        result = api.read_document(
            data,
            name=path.name,
            context=context,
            password=options.get("password"),
            cache=cache,
            jobs=inner,
            llm=llm,
        )
        reading = _plain_types(result.reading.to_json(path.stem))
        reading["file_kind"] = result.kind.value
        return path, reading, time.perf_counter() - began

    missing = False
    with _shown(len(paths), quiet=bool(options.get("json")), out=out) as shown:
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            for path, reading, seconds in pool.map(one, paths):
                missing = missing or any(f.get("code") == "NOT_FOUND" for f in reading.get("findings", []))
                if target:
                    text = json.dumps(reading, ensure_ascii=False, indent=1)
                    (target / f"{path.stem}.json").write_text(text, encoding="utf-8")
                if options.get("json"):
                    out.write(json.dumps(reading, ensure_ascii=False) + "\n")
                shown(path, reading, seconds)
    return 1 if missing else 0


def _plain_types(reading: dict[str, Any]) -> dict[str, Any]:
    """Reminders and statements as ``other``, what they are as ``document_kind``; the same for documents inside."""
    if reading.get("document_type") in _LEFT_ALONE:
        reading = {**reading, "document_type": "other", "document_kind": reading["document_type"]}
    return {**reading, "documents": [_plain_types(part) for part in reading.get("documents", [])]}


def _second_reader() -> Any:
    from ocr.llm import from_environment

    return from_environment()


def summary(path: Path, reading: dict[str, Any], seconds: float) -> str:
    """One line about one document."""
    fields = reading.get("fields", {})
    codes = ",".join(sorted({f["code"] for f in reading.get("findings", [])}))
    kind = reading.get("document_type") or "unread"
    told = " ".join(
        str(fields[n]) for n in ("invoice_number", "issue_date", "gross_total", "currency") if fields.get(n)
    )
    return (
        f"{path.name}: {kind} {told} {'auto' if reading.get('auto_ok') else 'review'} {seconds:.2f}s {codes}".rstrip()
    )


class _shown:
    """Progress: a bar on a terminal, plain lines elsewhere, nothing beside ``--json``."""

    def __init__(self, total: int, *, quiet: bool, out: TextIO) -> None:
        self.total, self.quiet, self.out = total, quiet, out
        self.bar: Any = None

    def __enter__(self) -> _shown:
        if not self.quiet and getattr(self.out, "isatty", lambda: False)():
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.bar = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
            )
            self.bar.start()
            self.task = self.bar.add_task("reading", total=self.total)
        return self

    def __call__(self, path: Path, reading: dict[str, Any], seconds: float) -> None:
        if self.bar:
            from rich.markup import escape

            self.bar.console.print(escape(summary(path, reading, seconds)), highlight=False)
            self.bar.update(self.task, advance=1)
        elif not self.quiet:
            self.out.write(summary(path, reading, seconds) + "\n")

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()


def main(argv: Sequence[str] | None = None) -> int:
    """Without Django: ``python -m ocr PATH…``."""
    parser = argparse.ArgumentParser(prog="read", description="Read invoices and orders from files.")
    add_arguments(parser)
    return run(vars(parser.parse_args(argv)))
