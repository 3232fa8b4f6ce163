"""The Dutch catalogue is whole, current and compiled; English shows the source."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext, npgettext, pgettext

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
CATALOGUE = polib.pofile(str(PO))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%\w*|\{\w*\}")


def names(text: str) -> set[str]:
    """The placeholders of a text."""
    return set(PLACEHOLDER.findall(text))


def test_there_is_much_to_read() -> None:
    assert len(CATALOGUE) > 1000


def test_everything_is_translated() -> None:
    assert [entry.msgid for entry in CATALOGUE if not entry.translated()] == []


def test_no_translation_is_a_guess() -> None:
    assert [entry.msgid for entry in CATALOGUE if "fuzzy" in entry.flags or entry.obsolete] == []


def test_translations_keep_their_placeholders() -> None:
    wrong = []
    for entry in CATALOGUE:
        if entry.msgid_plural:
            allowed = names(entry.msgid) | names(entry.msgid_plural)
            if (
                set(entry.msgstr_plural) != {0, 1}
                or names(entry.msgstr_plural[1]) != names(entry.msgid_plural)
                or not names(entry.msgstr_plural[0]) <= allowed
            ):
                wrong.append(entry.msgid)
        elif names(entry.msgid) != names(entry.msgstr):
            wrong.append(entry.msgid)
    assert wrong == []


def test_translations_end_as_the_source_ends() -> None:
    marks = ".?:…"
    wrong = [e.msgid for e in CATALOGUE if e.msgstr and (e.msgid[-1] in marks) != (e.msgstr[-1] in marks)]
    assert [text for text in wrong if not text.endswith((" ref.", "Reg."))] == []


def test_the_compiled_catalogue_is_current(tmp_path: Path) -> None:
    compiled = tmp_path / "django.mo"
    CATALOGUE.save_as_mofile(str(compiled))
    assert compiled.read_bytes() == PO.with_suffix(".mo").read_bytes()


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="collecting texts needs gettext")
def test_the_catalogue_has_every_text_of_code_and_templates(tmp_path: Path) -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    for name in packages | {"templates", "locale"}:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (tmp_path / "workbench" / "static").mkdir()
    shutil.copy(ROOT / "manage.py", tmp_path)
    environment = os.environ | {"INBOEK_HOME": str(tmp_path / "home"), "INBOEK_LOG_LEVEL": "WARNING"}
    told = subprocess.run(
        [sys.executable, "manage.py", "texts", "--check"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-2000:]


def test_english_shows_the_source() -> None:
    with translation.override("en"):
        for entry in CATALOGUE:
            if entry.msgid_plural:
                continue
            shown = pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid)
            assert shown == entry.msgid


def test_dutch_shows_the_catalogue_and_not_a_librarys_reading_of_the_same_word() -> None:
    with translation.override("nl"):
        for entry in CATALOGUE:
            if entry.msgid_plural:
                continue
            shown = pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid)
            assert shown == entry.msgstr
        assert gettext("Order") == "Order"


def test_plurals_follow_the_number() -> None:
    plural = next(
        entry for entry in CATALOGUE if entry.msgid_plural and entry.msgstr_plural[0] != entry.msgstr_plural[1]
    )
    with translation.override("nl"):
        one = npgettext(plural.msgctxt, plural.msgid, plural.msgid_plural, 1) if plural.msgctxt else None
        one = one or translation.ngettext(plural.msgid, plural.msgid_plural, 1)
        many = translation.ngettext(plural.msgid, plural.msgid_plural, 2)
    assert (one, many) == (plural.msgstr_plural[0], plural.msgstr_plural[1])
