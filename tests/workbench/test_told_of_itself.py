"""What an instance tells of itself: its configuration without secrets, and what it is made of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from workbench import configuration, sbom
from workbench.configuration import MASK, shown, unknown, values, without_password
from workbench.env import REPOSITORY, Environment


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (SecretStr("geheim"), MASK),
        (SecretStr(""), "–"),
        ("", "–"),
        (None, "–"),
        (0, "0"),
        (False, "False"),
        ("admin,approver", "admin,approver"),
        ("postgresql://inboek:geheim@db:5432/inboek", f"postgresql://inboek:{MASK}@db:5432/inboek"),
        ("redis://:geheim@r/0", f"redis://:{MASK}@r/0"),
        ("https://inboek.example.nl", "https://inboek.example.nl"),
        ("https://x/y?key=geheim", f"https://x/y?{MASK}"),
        ("postgresql://[geheim", MASK),
    ],
)
def test_no_secret_is_shown(value: object, told: str) -> None:
    assert shown(value) == told


def test_where_a_value_comes_from(tmp_path: Path) -> None:
    (tmp_path / "token_keys").write_text("geheim")
    given = {"INBOEK_PORT": "9000", "DATABASE_URL": "postgresql://u:geheim@h/n", "INBOEK_SECRET_KEY": "geheim"}
    env = Environment.model_validate(given)
    found = {each.name: each for each in values(env, given, tmp_path)}
    assert (found["INBOEK_PORT"].shown, found["INBOEK_PORT"].whence) == ("9000", "environment INBOEK_PORT")
    assert found["INBOEK_DATABASE"].whence == "environment DATABASE_URL"
    assert found["INBOEK_SECRET_KEY"].whence == "environment INBOEK_SECRET_KEY"
    assert found["INBOEK_TOKEN_KEYS"].whence.startswith("file ")
    assert found["INBOEK_HOST"].whence == "default"
    assert "geheim" not in str(list(found.values()))


def test_a_slip_of_the_pen_is_told_and_what_the_source_reads_is_none() -> None:
    assert unknown({"INBOEK_PROT": "1", "INBOEK_PORT": "1", "EXACT_CLIENTID": "x", "PATH": "/"}) == [
        "EXACT_CLIENTID",
        "INBOEK_PROT",
    ]
    read = set()
    for path in [*(REPOSITORY / "script").iterdir(), REPOSITORY / "docs" / "admin.md"]:
        read |= set(re.findall(r"\b(?:INBOEK|EXACT)_[A-Z_]*[A-Z]\b", path.read_text()))
    settings_of_ours = {"EXACT_SANDBOX"}
    assert unknown(dict.fromkeys(read - settings_of_ours, "1")) == []


def test_passwords_without_a_name_are_masked_too() -> None:
    assert "x" not in without_password("smtp://:x@mail").removeprefix("smtp")


def test_the_bill_names_every_locked_package() -> None:
    lock = (REPOSITORY / "requirements.txt").read_text()
    found = sbom.of_checkout(REPOSITORY)
    pins = {line.split(" ")[0].split(";")[0] for line in lock.splitlines() if re.match(r"[A-Za-z0-9].*==", line)}
    components = found["components"]
    assert {re.sub(r"\[.*\]", "", pin) for pin in pins} == {f"{c['name']}=={c['version']}" for c in components}
    assert all(c["hashes"] for c in components)
    licensed = [c["name"] for c in components if c.get("licenses")]
    assert len(licensed) >= len(components) * 0.9
    django = next(c for c in components if c["name"].lower() == "django")
    assert django["purl"] == f"pkg:pypi/django@{django['version']}" and django["licenses"]
    assert found == sbom.of_checkout(REPOSITORY), "the same twice"


def test_a_package_that_is_not_installed_has_no_licence_and_is_named_all_the_same() -> None:
    lock = "Zweef_Vlieg[all]==1.2.3 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha256:" + "b" * 64 + "\n"
    (component,) = sbom.bill(lock, '[project]\nname = "x"\nversion = "1"')["components"]
    assert component["purl"] == "pkg:pypi/zweef-vlieg@1.2.3" and "licenses" not in component
    assert [each["content"][0] for each in component["hashes"]] == ["a", "b"]


def test_the_configuration_of_this_process_can_be_told() -> None:
    found, _unknown = configuration.of_this_process()
    assert len(found) == len(Environment.model_fields)
