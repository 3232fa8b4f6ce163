"""Codes of authenticator apps, by the vectors of the two RFCs."""

from __future__ import annotations

import base64

import pytest

from workbench.accounts import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()  # of RFC 4226, appendix D, and RFC 6238, appendix B


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_rfc_6238(moment: int, code: str) -> None:
    assert totp.code_at(SECRET, totp.step_of(moment), digits=8) == code


def test_rfc_4226() -> None:
    codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    assert [totp.code_at(SECRET, counter) for counter in range(10)] == codes


@pytest.mark.parametrize(
    ("step", "after", "taken"),
    [
        (100, 0, True),
        (99, 0, True),
        (101, 0, True),
        (98, 0, False),
        (102, 0, False),
        (100, 100, False),
        (99, 100, False),
        (101, 100, True),
    ],
)
def test_which_codes_open_and_that_each_opens_once(step: int, after: int, taken: bool) -> None:
    found = totp.step_taken(SECRET, totp.code_at(SECRET, step), 100 * 30 + 17, after=after)
    assert found == (step if taken else None)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "７５５２２４", "0" * 40])
def test_what_is_no_code_opens_nothing(typed: str) -> None:
    assert totp.step_taken(SECRET, typed, 59, after=-5) is None


def test_what_the_picture_says() -> None:
    told = totp.address_of("JBSW", issuer="Inboek", account="a b@x")
    assert told == "otpauth://totp/Inboek:a%20b%40x?secret=JBSW&issuer=Inboek&digits=6&period=30"
    assert len(base64.b32decode(totp.new_secret())) == 20
