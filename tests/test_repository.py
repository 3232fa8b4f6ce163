"""The repository itself: pinned, free of secrets, and speaking of the product alone."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BINARY = {".png", ".jpg", ".webp", ".pdf", ".ico", ".mo", ".woff2", ".zip", ".gz", ".tif", ".tiff", ".eml", ".msg"}

# Put together from pieces, so that this file does not contain what it looks for.
REGISTRY_HOSTS = ["pypi" + ".org", "python" + "hosted", "npm" + "js.org", "files.python" + "hosted"]
MACHINE_PATHS = ["/" + "work/", "/" + "root/", "/opt/" + "wheels", "/opt/" + "pypi", "/home/" + "runner"]
AUTHORS = ["Co-authored" + "-by", "Generated" + " with", "anth" + "ropic", "chat" + "gpt", "cop" + "ilot"]
SECRETS = [r"-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY", r"\bsk-[A-Za-z0-9]{20,}", r"\bgh[pousr]_[A-Za-z0-9]{30,}"]


def tracked() -> list[str]:
    """Files that are or would be committed."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    return sorted(name for name in set(done.stdout.split("\0")) if name and (ROOT / name).is_file())


def texts() -> list[tuple[str, str]]:
    return [
        (name, (ROOT / name).read_text(encoding="utf-8", errors="replace"))
        for name in tracked()
        if Path(name).suffix.lower() not in BINARY
    ]


def places(words: list[str]) -> list[str]:
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_registry_is_named() -> None:
    assert places(REGISTRY_HOSTS) == []


def test_no_path_of_a_developers_machine() -> None:
    assert places(MACHINE_PATHS) == []


def test_the_product_speaks_of_itself_alone() -> None:
    assert places(AUTHORS) == []


def test_no_secret_is_in_the_repository() -> None:
    pattern = re.compile("|".join(SECRETS))
    assert [name for name, text in texts() if pattern.search(text)] == []


def test_no_environment_file_and_no_state() -> None:
    wrong = [name for name in tracked() if re.search(r"(^|/)\.env(\.|$)|(^|/)var/|\.sqlite3|\.pem$|\.key$", name)]
    assert wrong == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "script/uv.txt"])
def test_every_requirement_is_pinned_with_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text()
    blocks = re.findall(r"^(?!#|\s)(\S.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert blocks
    assert [block.splitlines()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []
    assert not re.search(
        r"^\s*(-i|--index-url|--extra-index-url|--find-links|-f|--trusted-host)\b|https?://", text, re.M
    )


def test_every_direct_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = {
        line.split("==")[0].lower() for line in (ROOT / "requirements-dev.txt").read_text().splitlines() if "==" in line
    }
    named = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    wanted = {re.split(r"[\[<>=~! ]", entry)[0].lower() for entry in named}
    assert wanted - pins == set()


def test_the_tests_run_with_the_same_pins_as_the_server() -> None:
    def pins(name: str) -> set[str]:
        return {
            line.split(" ")[0] for line in (ROOT / name).read_text().splitlines() if re.match(r"^[A-Za-z0-9]", line)
        }

    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


@pytest.mark.parametrize(
    "name", ["script/server", "script/test", "script/setup", "script/manage", ".ci/run", "manage.py"]
)
def test_commands_can_be_executed_and_are_bash_without_errors(name: str) -> None:
    assert (ROOT / name).stat().st_mode & 0o111
    if name != "manage.py":
        subprocess.run(["bash", "-n", str(ROOT / name)], check=True)


def test_every_package_of_the_workbench_has_its_place_in_the_architecture() -> None:
    told = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    packages = {path.parent.name for path in (ROOT / "workbench").glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}`" not in told} == set()
