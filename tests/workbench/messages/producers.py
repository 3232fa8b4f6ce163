"""Reads the source for every message, reason and event code that can reach a screen, with the parameters it passes."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
APPS = ("ocr", "matching", "exact", "workbench")

# Calls that raise a code, and where their parameters stand: a dict at this place, or keywords.
BY_DICT = {"Finding": 2, "Cause": 2, "Hold": 3, "Signal": 1, "Problem": 2}
BY_KEYWORD = {"hold", "check", "info", "Refusal", "DraftRefused", "FieldInvalid", "note"}
REASONS = {"Reason": 1, "reason": None}
OWN_KEYWORDS = {"order_line", "params", "boxes", "tokens", "severity", "field", "place", "figures"}


@dataclass(frozen=True, slots=True)
class Call:
    """One place that raises a code. ``params`` None: not to be seen without running it."""

    where: str
    code: str
    params: frozenset[str] | None


class Module(NamedTuple):
    """One module of the product: its place, what it assigns at its top, its calls, and every text written out."""

    place: str
    constants: dict[str, str]
    calls: list[ast.Call]
    texts: list[ast.Constant | ast.JoinedStr]


@cache
def sources() -> tuple[Module, ...]:
    """Every module of the product but migrations, the sandbox and the messages themselves; read once."""
    found = []
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if any(part in place for part in ("/migrations/", "exact/sandbox/", "workbench/messages/", "/demo/")):
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            module = Module(place, _constants(tree), [], [])
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    module.calls.append(node)
                elif isinstance(node, ast.Constant | ast.JoinedStr):
                    module.texts.append(node)
            found.append(module)
    return tuple(found)


def _name(node: ast.Call) -> str:
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _constants(tree: ast.Module) -> dict[str, str]:
    """Module constants that hold a code, such as TAX_VARIANCE = "TAX_VARIANCE"."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = node.value.value
    return found


def _text(node: ast.expr, constants: dict[str, str]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return constants.get(node.id) if isinstance(node, ast.Name) else None


def _keys(node: ast.expr | None) -> frozenset[str] | None:
    if node is None:
        return frozenset()
    if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
        return frozenset(str(key.value) for key in node.keys if isinstance(key, ast.Constant))
    return None


def _param_node(node: ast.Call, place: int) -> ast.expr | None:
    named = next((keyword.value for keyword in node.keywords if keyword.arg == "params"), None)
    return named or (node.args[place] if len(node.args) > place else None)


def _keyword_names(node: ast.Call) -> frozenset[str]:
    return frozenset(k.arg for k in node.keywords if k.arg) - OWN_KEYWORDS


def codes() -> list[Call]:
    """Holds, findings, refusals and problems whose code is written out where it is raised."""
    shared = _constants(ast.parse((ROOT / "matching/vat/findings.py").read_text(encoding="utf-8")))
    found = []
    for place, own, calls, _texts in sources():
        constants = shared | own
        for node in calls:
            if not node.args:
                continue
            name, code = _name(node), _text(node.args[0], constants)
            if name in BY_DICT and code:
                found.append(Call(f"{place}:{node.lineno}", code, _keys(_param_node(node, BY_DICT[name]))))
            elif (
                (name in BY_KEYWORD or name.endswith(("Refused", "Invalid")))
                and code
                and (code.isupper() or name == "Problem")
            ):
                params = _keyword_names(node)
                params |= {"typed"} if name.endswith("Invalid") else set()
                found.append(Call(f"{place}:{node.lineno}", code, params))
    return found


def words() -> tuple[set[str], set[str]]:
    """Every text written out in the source, and the beginnings of those that are put together."""
    whole, beginnings = set(), set()
    for module in sources():
        for node in module.texts:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    return whole, {text for text in beginnings if text.isupper() and len(text) > 3}


def reasons() -> list[Call]:
    """Reasons whose code is written out; what a code is put together from stands in the test."""
    found = []
    for place, _constants_of, calls, _texts in sources():
        for node in calls:
            if not node.args or _name(node) not in REASONS:
                continue
            code = _text(node.args[0], {})
            if code is None and isinstance(node.args[0], ast.IfExp):
                branches = (node.args[0].body, node.args[0].orelse)
                both = [branch.value for branch in branches if isinstance(branch, ast.Constant)]
            else:
                both = [code] if code else []
            position = REASONS[_name(node)]
            params = _keyword_names(node) if position is None else _keys(_param_node(node, position))
            found += [Call(f"{place}:{node.lineno}", str(each), params) for each in both]
    return found


def whys() -> set[str]:
    """The words of ``why`` with which the VAT rules say what contradicts or what is not decided."""
    found = set()
    for place, _constants_of, calls, _texts in sources():
        for node in calls:
            if place.startswith("matching/vat") and _name(node) in ("conflict", "uncertain", "_unmapped"):
                index = 2 if _name(node) == "_unmapped" else 1
                if len(node.args) > index and isinstance(node.args[index], ast.Constant):
                    found.add(str(node.args[index].value))
            found |= {str(k.value.value) for k in node.keywords if k.arg == "why" and isinstance(k.value, ast.Constant)}
    return found


def events() -> list[Call]:
    """Audit events whose name is written out, with what they record."""
    found = []
    for place, _constants_of, calls, _texts in sources():
        for node in calls:
            if _name(node) in ("record", "prepare") and node.args:
                code = _text(node.args[0], {})
                if code and ast.unparse(node.func) in ("audit.record", "audit.prepare"):
                    names = frozenset(k.arg for k in node.keywords if k.arg) - {"by", "actor", "draft", "document"}
                    found.append(Call(f"{place}:{node.lineno}", code, names))
    return found
