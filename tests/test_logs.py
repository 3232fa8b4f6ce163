"""Secrets do not reach the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.log_files import rotate
from workbench.logs import redact, redact_event, redact_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Bearer stampNL001.gAAAAbbbbCCCC", "Authorization: Bearer ***"),
        ("grant_type=refresh_token&refresh_token=abcd1234efgh&x=1", "grant_type=refresh_token&refresh_token=***&x=1"),
        ('{"access_token": "abcd.efgh"}', '{"access_token": "***"}'),
        (f"shown: inboek_abcdefghjk_{'x-Y_9' * 8}abc.", "shown: inboek_abcdefghjk_***."),
        ("paid to NL91ABNA0417164300 today", "paid to NL***4300 today"),
        ("paid to NL91 ABNA 0417 1643 00 today", "paid to NL***4300 today"),
        ("invoice 2026-0012 for 1.250,00", "invoice 2026-0012 for 1.250,00"),
    ],
)
def test_free_text_is_masked(text: str, shown: str) -> None:
    assert redact_text(text) == shown


@pytest.mark.parametrize(
    "name", ["password", "Authorization", "client_secret", "refresh_token", "apiKey", "Set-Cookie"]
)
def test_values_under_secret_names_are_masked(name: str) -> None:
    assert redact({name: "x"}) == {name: "***"}


def test_nested_values_are_masked_and_harmless_ones_kept() -> None:
    event = {"event": "call", "headers": {"authorization": "Bearer abcdefgh", "accept": "json"}, "max_tokens": 5}
    assert redact_event(None, "", event) == {
        "event": "call",
        "headers": {"authorization": "***", "accept": "json"},
        "max_tokens": 5,
    }


def test_a_large_log_is_numbered_away_and_the_oldest_dropped(tmp_path: Path) -> None:
    (tmp_path / "inboek.log").write_bytes(b"small")
    with (tmp_path / "access.log").open("ab") as kept_open:  # as the web server does
        for turn in range(1, 5):
            (tmp_path / "inboek.log").write_bytes(b"%d" % turn * 11)
            kept_open.write(b"%d" % turn * 11)
            kept_open.flush()
            assert rotate(tmp_path, largest=10, kept=3) == ["access.log", "inboek.log"]
        kept_open.write(b"on")
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert left.pop("access.log") == b"on"
    assert left == {f"{name}.log.{5 - turn}": b"%d" % turn * 11 for name in ("inboek", "access") for turn in (2, 3, 4)}
    assert rotate(tmp_path, largest=10) == []
