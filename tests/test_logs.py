"""Secrets do not reach the log."""

from __future__ import annotations

import logging

import pytest

from jobs.log import bound, get_logger, names_of
from workbench.logs import JsonLine, ReadableLine, line_of, redact, redact_text


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


def test_a_line_says_what_where_and_with_which_names_but_no_secret() -> None:
    names = {"headers": {"authorization": "Bearer abcdefgh", "accept": "json"}, "max_tokens": 5}
    record = logging.makeLogRecord({"name": "exact.http", "levelno": 30, "levelname": "WARNING", "msg": "call of %s"})
    record.args, record.names, record.created = ("Bearer abcdefgh",), names, 0.25
    with bound(job_id=7):
        line = line_of(record)
    assert line == {
        "event": "call of Bearer ***",
        "headers": {"authorization": "***", "accept": "json"},
        "max_tokens": 5,
        "job_id": 7,
        "level": "warning",
        "logger": "exact.http",
        "timestamp": "1970-01-01T00:00:00.250000Z",
    }


def test_names_are_bound_only_meanwhile(caplog: pytest.LogCaptureFixture) -> None:
    log = get_logger("of.a.test")
    with caplog.at_level("INFO"), bound(subject="a", attempt=1):
        log.info("begun", attempt=2)
        assert names_of(caplog.records[-1]) == {"subject": "a", "attempt": 2}
    assert names_of(caplog.records[-1]) == {"attempt": 2}


@pytest.mark.parametrize(
    ("form", "begins"), [(JsonLine(), "{"), (ReadableLine(), "1970-01-01T00:00:00.000000Z [error")]
)
def test_what_was_raised_is_written_out(form: logging.Formatter, begins: str) -> None:
    try:
        raise ValueError("password=hunter22")
    except ValueError as error:
        record = logging.makeLogRecord(
            {"name": "x", "levelname": "ERROR", "msg": "broke", "created": 0, "exc_info": (ValueError, error, None)}
        )
    written = form.format(record)
    assert written.startswith(begins)
    assert "ValueError: password=***" in written


def test_an_exception_is_told_where_it_is_handled(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("why")
    except ValueError:
        get_logger("of.a.test").exception("judging_failed", draft="7")
    assert line_of(caplog.records[-1])["exception"].endswith("ValueError: why")
    assert names_of(caplog.records[-1]) == {"draft": "7"}
