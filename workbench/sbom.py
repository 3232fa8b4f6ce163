"""The bill of materials: every package the product runs with, from the hashed lock, as CycloneDX 1.5."""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_APPROVED = "License :: OSI Approved :: "


@dataclass(frozen=True, slots=True)
class Pinned:
    """One package of the lock: its name as the lock has it, version, and digests of the files it may come in."""

    name: str
    version: str
    digests: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its address in the form package-url has for Python's packages."""
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def pinned(lock: str) -> Iterator[Pinned]:
    """The packages of a lock in the form of pip's requirements with hashes."""
    found: tuple[str, str] | None = None
    digests: list[str] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            if found:
                yield Pinned(*found, tuple(digests))
            found, digests = (pin[1], pin[2]), []
        digests += _HASH.findall(line)
    if found:
        yield Pinned(*found, tuple(digests))


def bill(lock: str, project: str) -> dict[str, Any]:
    """The document; the same for the same lock, project file and installed packages."""
    told = tomllib.loads(project)["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": told["name"],
                "name": told["name"],
                "version": told["version"],
            },
        },
        "components": [_component(each) for each in pinned(lock)],
    }


def _component(each: Pinned) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": each.purl,
        "name": each.name,
        "version": each.version,
        "purl": each.purl,
        # Each file it may be installed from has one; the installer takes no other.
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in each.digests],
    }
    licences = licences_of(each)
    if licences:
        found["licenses"] = licences
    return found


def licences_of(each: Pinned) -> list[dict[str, Any]]:
    """What the installed package says of its licence; nothing when it is not installed in that version or says none."""
    try:
        told = metadata.metadata(each.name)
    except metadata.PackageNotFoundError:
        return []
    if told["Version"] != each.version:
        return []
    for expression in told.get_all("License-Expression") or []:
        return [{"expression": expression}]
    approved = [line.removeprefix(_APPROVED) for line in told.get_all("Classifier") or [] if line.startswith(_APPROVED)]
    if approved:
        return [{"license": {"name": name}} for name in approved]
    named = "\n".join(told.get_all("License") or []).strip().splitlines()
    return [{"license": {"name": named[0][:100]}}] if named else []


def of_checkout(root: Path) -> dict[str, Any]:
    """The bill of this checkout."""
    return bill((root / "requirements.txt").read_text(), (root / "pyproject.toml").read_text())
