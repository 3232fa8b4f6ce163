"""Collect all texts of code and templates into the Dutch catalogue, and compile it.

The catalogue and its compiled form are part of the repository: an installation needs no gettext.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

LEFT_OUT = (".venv", "var", "build", "tests", "samples", "benchmarks", "docs", "script", "node_modules")
HEADER = {
    "Project-Id-Version": "Inboek",
    "Language": "nl",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class Command(BaseCommand):
    help = "Collect the texts into locale/nl and compile them; needs gettext and polib (development)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail when the catalogue is stale.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            import polib  # type: ignore[import-untyped]  # development only
        except ImportError as error:
            raise CommandError("polib is missing: script/setup --test installs it.") from error
        path = Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.exists() else b""
        compiled = path.with_suffix(".mo")
        try:
            fresh = _collect(polib, path, before)
            binary = fresh.to_binary()
            stale = path.read_bytes() != before or not compiled.exists() or compiled.read_bytes() != binary
        finally:
            if options["check"]:
                _replace(path, before)  # the collecting program knows no other place to write to
        if stale and not options["check"]:
            _replace(compiled, binary)
        missing, total = [entry.msgid for entry in fresh if not entry.translated()], len(fresh)
        self.stdout.write(f"{total} texts, {len(missing)} without translation")
        for text in missing:
            self.stdout.write(f"  {text!r}")
        if options["check"] and (stale or missing):
            raise CommandError("The catalogue is stale: run script/manage texts, translate what it lists, commit.")


def _replace(path: Path, content: bytes) -> None:
    """Write the file at once: who reads it meanwhile sees the old one or the new one, never a part."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def _collect(polib: Any, path: Path, before: bytes) -> Any:
    """Renew the catalogue of the texts as they are now; what it holds."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))} if before else {}
    call_command(
        "makemessages",
        locale=["nl"],
        no_location=True,
        no_obsolete=True,
        no_wrap=True,
        ignore_patterns=list(LEFT_OUT),
        extensions=["html", "txt", "py"],
        verbosity=0,
    )
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = HEADER
    for entry in sorted(polib.pofile(str(path)), key=lambda each: (each.msgid, each.msgctxt or "")):
        if not entry.obsolete:
            fresh.append(_with_translation(polib, entry, known.get((entry.msgctxt, entry.msgid))))
    _replace(path, f"{fresh}".encode())
    return fresh


def _with_translation(polib: Any, entry: Any, known: Any) -> Any:
    """The entry as the sources have it, with the translation it had; guesses of the tools are not taken over."""
    flags = [flag for flag in entry.flags if flag in ("python-format", "python-brace-format")]
    made = polib.POEntry(
        msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural, flags=flags, comment=entry.comment
    )
    plural = bool(entry.msgid_plural)
    if known is not None and bool(known.msgid_plural) == plural:
        if plural:
            made.msgstr_plural = dict(known.msgstr_plural)
        else:
            made.msgstr = known.msgstr
    elif plural:
        made.msgstr_plural = {0: "", 1: ""}
    return made
