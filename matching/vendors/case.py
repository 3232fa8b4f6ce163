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

    Raises CaseError for unknown keys and for values that cannot be what the key says.
    """
    _only(case, {"id", "title", "note", "expect", "clues", "vendors", "own", "mappings", "policy"}, "case")
    records = [_record(row, i) for i, row in enumerate(_rows(case, "vendors"))]
    twice = [record.id for i, record in enumerate(records) if record.id in {other.id for other in records[:i]}]
    if twice:
        raise CaseError(f"vendors: id {twice[0]!r} stands there twice")
    directory = VendorDirectory(records)
    answer = resolve_vendor(
        _clues(case.get("clues") or {}),
        directory,
        own=_own(case.get("own") or {}),
        mappings=[_mapping(row, i) for i, row in enumerate(_rows(case, "mappings"))],
        policy=_policy(case.get("policy") or {}),
    )
    return result_json(answer) | {
        "duplicates": [
            {"key": g.key.value, "value": g.value, "vendors": list(g.vendor_ids)} for g in directory.duplicates()
        ]
    }


def _rows(case: Mapping[str, Any], name: str) -> list[Any]:
    rows = case.get(name) or []
    if not isinstance(rows, list):
        raise CaseError(f"{name} is a list")
    return rows


def _text(value: Any, where: str) -> str:
    """A number may be written without quotes; anything else that is no text is a mistake."""
    if value is None or isinstance(value, bool) or not isinstance(value, (str, int)):
        raise CaseError(f"{where}: {value!r} is no text")
    return str(value)


def _texts(value: Any, where: str) -> tuple[str, ...]:
    """One text or a list of them."""
    if value is None:
        return ()
    return tuple(_text(each, where) for each in (value if isinstance(value, list) else [value]))


def _yes(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise CaseError(f"{where}: {value!r} is neither true nor false")
    return value


def _clues(data: Mapping[str, Any]) -> VendorClues:
    many = {"vat_ids", "registrations", "ibans", "document_domains"}
    plain = set(VendorClues.__slots__) - many - {"authenticated"}
    _only(data, plain | many | set(_SINGLE) | {"authenticated"}, "clues")
    values: dict[str, Any] = {name: _text(data[name], f"clues.{name}") for name in plain if data.get(name) is not None}
    for name in many:
        values[name] = _texts(data.get(name), f"clues.{name}")
    for short, name in _SINGLE.items():
        values[name] = (*values[name], *filter(None, _texts(data.get(short), f"clues.{short}")))
    if data.get("authenticated") is not None:
        values["authenticated"] = _yes(data["authenticated"], "clues.authenticated")
    return VendorClues(**values)


def _record(data: Any, index: int) -> VendorRecord:
    where = f"vendors.{index}"
    many = {"ibans": "iban", "domains": "domain", "other_names": "other_names"}
    _only(data, set(VendorRecord.__slots__) | {"iban", "domain", "kvk", "kbo"}, where)
    plain = set(VendorRecord.__slots__) - set(many) - {"blocked"}
    values: dict[str, Any] = {
        name: _text(data[name], f"{where}.{name}") for name in plain if data.get(name) is not None
    }
    for name, short in many.items():
        both = [_texts(data.get(each), f"{where}.{each}") for each in dict.fromkeys((name, short))]
        values[name] = tuple(value for texts in both for value in texts if value)
    numbers = [_text(data[name], f"{where}.{name}") for name in ("kvk", "kbo") if data.get(name) is not None]
    values.setdefault("registration", next(filter(None, numbers), ""))
    if data.get("blocked") is not None:
        values["blocked"] = _yes(data["blocked"], f"{where}.blocked")
    if "id" not in values or "name" not in values:
        raise CaseError(f"{where}: id and name are needed")
    return VendorRecord(**values)


def _own(data: Mapping[str, Any]) -> OwnIdentifiers:
    _only(data, {"vat_ids", "registrations", "ibans", "domains", "names"}, "own")
    return OwnIdentifiers.of(**{name: _texts(values, f"own.{name}") for name, values in data.items()})


def _mapping(data: Any, index: int) -> LearnedMapping:
    where = f"mappings.{index}"
    _only(data, {"key", "value", "vendor_id", "active"}, where)
    missing = [name for name in ("key", "value", "vendor_id") if data.get(name) is None]
    if missing:
        raise CaseError(f"{where}: {missing[0]} is needed")
    key = _key(data["key"])
    value, vendor_id = _text(data["value"], f"{where}.value"), _text(data["vendor_id"], f"{where}.vendor_id")
    return LearnedMapping(
        key, normalise_value(key, value), vendor_id, _yes(data.get("active", True), f"{where}.active")
    )


def _policy(data: Mapping[str, Any]) -> KeyPolicy:
    _only(data, {"order", "enabled"}, "policy")
    standard = KeyPolicy()
    order = tuple(map(_key, _texts(data["order"], "policy.order"))) if "order" in data else standard.order
    enabled = frozenset(map(_key, _texts(data["enabled"], "policy.enabled"))) if "enabled" in data else standard.enabled
    return KeyPolicy(order, enabled)


def _key(name: str) -> Key:
    try:
        return Key({"kvk": "registration", "kbo": "registration"}.get(name, name))
    except (TypeError, ValueError):
        raise CaseError(f"{name!r} is no key; keys are {', '.join(Key)}") from None


def _only(data: Any, known: set[str], where: str) -> None:
    if not isinstance(data, Mapping):
        raise CaseError(f"{where}: {data!r} is no object with keys")
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
