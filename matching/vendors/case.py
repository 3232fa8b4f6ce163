"""A written-out vendor case (JSON) through the rules: the format of docs/rules.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matching.vendors.directory import VendorDirectory, VendorRecord
from matching.vendors.keys import Key, KeyPolicy
from matching.vendors.resolve import resolve_vendor
from matching.vendors.types import LearnedMapping, OwnIdentifiers, VendorClues, VendorResolution
from matching.vendors.values import normalise_value


class CaseError(ValueError):
    """The case is not written in the documented format; the message names the key."""


_SINGLE = {
    "vat": "vat_ids",
    "registration": "registrations",
    "kvk": "registrations",
    "kbo": "registrations",
    "iban": "ibans",
}


def run_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve the vendor of a written-out case and return the result as plain JSON.

    Raises CaseError for unknown keys.
    """
    _only(case, {"id", "title", "note", "expect", "clues", "vendors", "own", "mappings", "policy"}, "case")
    directory = VendorDirectory(_record(row, i) for i, row in enumerate(case.get("vendors", [])))
    answer = resolve_vendor(
        _clues(case.get("clues", {})),
        directory,
        own=_own(case.get("own", {})),
        mappings=[_mapping(row, i) for i, row in enumerate(case.get("mappings", []))],
        policy=_policy(case.get("policy", {})),
    )
    return result_json(answer) | {
        "duplicates": [
            {"key": g.key.value, "value": g.value, "vendors": list(g.vendor_ids)} for g in directory.duplicates()
        ]
    }


def _clues(data: Mapping[str, Any]) -> VendorClues:
    plain = {f for f in VendorClues.__slots__ if f not in ("vat_ids", "registrations", "ibans", "document_domains")}
    many = {"vat_ids", "registrations", "ibans", "document_domains"}
    _only(data, plain | many | set(_SINGLE), "clues")
    values: dict[str, Any] = {name: data[name] for name in plain if data.get(name) is not None}
    for name in many:
        values[name] = tuple(data.get(name, ()))
    for short, name in _SINGLE.items():
        if data.get(short):
            values[name] = (*values[name], data[short])
    return VendorClues(**values)


def _record(data: Mapping[str, Any], index: int) -> VendorRecord:
    known = set(VendorRecord.__slots__) | {"iban", "domain", "kvk", "kbo"}
    _only(data, known, f"vendors.{index}")
    values = {name: data[name] for name in VendorRecord.__slots__ if data.get(name) is not None}
    for name, short in (("ibans", "iban"), ("domains", "domain")):
        values[name] = (*values.get(name, ()), *([data[short]] if data.get(short) else []))
    values["other_names"] = tuple(values.get("other_names", ()))
    values.setdefault("registration", data.get("kvk") or data.get("kbo") or "")
    if "id" not in values or "name" not in values:
        raise CaseError(f"vendors.{index}: id and name are needed")
    return VendorRecord(**values)


def _own(data: Mapping[str, Any]) -> OwnIdentifiers:
    _only(data, {"vat_ids", "registrations", "ibans", "domains", "names"}, "own")
    return OwnIdentifiers.of(**{name: tuple(values) for name, values in data.items()})


def _mapping(data: Mapping[str, Any], index: int) -> LearnedMapping:
    _only(data, {"key", "value", "vendor_id", "active"}, f"mappings.{index}")
    key = _key(data["key"])
    return LearnedMapping(key, normalise_value(key, data["value"]), data["vendor_id"], data.get("active", True))


def _policy(data: Mapping[str, Any]) -> KeyPolicy:
    _only(data, {"order", "enabled"}, "policy")
    standard = KeyPolicy()
    order = tuple(_key(k) for k in data["order"]) if "order" in data else standard.order
    enabled = frozenset(_key(k) for k in data["enabled"]) if "enabled" in data else standard.enabled
    return KeyPolicy(order, enabled)


def _key(name: str) -> Key:
    try:
        return Key({"kvk": "registration", "kbo": "registration"}.get(name, name))
    except ValueError:
        raise CaseError(f"{name!r} is no key; keys are {', '.join(Key)}") from None


def _only(data: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(data) - known)
    if unknown:
        raise CaseError(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")


def result_json(answer: VendorResolution) -> dict[str, Any]:
    """The resolution as JSON."""
    return {
        "vendor_id": answer.vendor_id,
        "decided_by": answer.decided_by.value if answer.decided_by else None,
        "certain": answer.certain,
        "learned": answer.learned,
        "holds": list(answer.holds),
        "conflicts": [key.value for key in answer.conflicts],
        "ordering_vendor_id": answer.ordering_vendor_id,
        "candidates": [
            {
                "vendor_id": c.vendor_id,
                "name": c.name,
                "score": str(c.score),
                "blocked": c.blocked,
                "evidence": {key.value: state for key, state in c.evidence.items()},
            }
            for c in answer.candidates
        ],
        "findings": [
            {"code": f.code, "severity": f.severity.value, "field": f.field, "params": f.params}
            for f in answer.findings
        ],
        "reasons": [{"code": r.code, "params": r.params} for r in answer.reasons],
    }
