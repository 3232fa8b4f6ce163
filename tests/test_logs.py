"""Secrets do not reach the log."""

from __future__ import annotations

import pytest

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
