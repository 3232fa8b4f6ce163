"""Reading tolerances and policy of a written-out case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.tolerances import Limit, Side, ToleranceKind, ToleranceRule, ToleranceTable
from matching.three_way.case_values import CaseError, known_keys, number, texts_of
from matching.three_way.policy import ChargeTreatment, MatchLevel, MatchPolicy, PolicyRule

_LOWER_KINDS = {ToleranceKind.QTY_UNDER, ToleranceKind.TAX_UNDER}


_UPPER_KINDS = {
    ToleranceKind.PRICE_TOTAL,
    ToleranceKind.BILLING_ALLOWANCE,
    ToleranceKind.QTY_ORDERED,
    ToleranceKind.QTY_RECEIVED,
    ToleranceKind.CHARGE,
    ToleranceKind.TAX_OVER,
    ToleranceKind.DATE,
    ToleranceKind.BLANKET_AMOUNT,
    ToleranceKind.BLANKET_DATE,
}


def table(data: Mapping[str, Any]) -> ToleranceTable:
    """Tolerances. A row without ``side`` counts for both sides its kind has."""
    rules: list[ToleranceRule] = []
    for at, row in enumerate(data.get("tolerances", ()), 1):
        where = f"tolerances[{at}]"
        known_keys(
            row,
            (
                "kind",
                "side",
                "percent",
                "amount",
                "quantity",
                "days",
                "checked",
                "order_line",
                "vendor",
                "vendor_group",
                "item",
                "item_group",
                "set_by",
            ),
            where,
        )
        try:
            kind = ToleranceKind(row["kind"])
            sides = [Side(row["side"])] if row.get("side") not in (None, "", "both") else _sides(kind)
        except (KeyError, ValueError) as error:
            raise CaseError(
                f"{where}: kind must be one of {', '.join(ToleranceKind)}; side upper, lower or both"
            ) from error
        amount = next((row[name] for name in ("amount", "quantity", "days") if row.get(name) is not None), None)
        limit = Limit(number(row.get("percent"), where), number(amount, where), bool(row.get("checked", True)))
        scope = {
            name: str(row.get(name, ""))
            for name in ("order_line", "vendor", "vendor_group", "item", "item_group", "set_by")
        }
        rules.extend(ToleranceRule(kind, side, limit, **scope) for side in sides)
    return ToleranceTable(tuple(rules), bool(data.get("stricter_only", False)))


def _sides(kind: ToleranceKind) -> list[Side]:
    if kind in _LOWER_KINDS:
        return [Side.LOWER]
    return [Side.UPPER] if kind in _UPPER_KINDS else [Side.UPPER, Side.LOWER]


_LEVELS = {
    "none": MatchLevel.NONE,
    "two_way": MatchLevel.TWO_WAY,
    "three_way": MatchLevel.THREE_WAY,
    "four_way": MatchLevel.FOUR_WAY,
}


def _level(value: Any, where: str) -> MatchLevel:
    try:
        return _LEVELS[value] if value in _LEVELS else MatchLevel(int(value))
    except (TypeError, ValueError) as error:
        raise CaseError(f"{where}: one of {', '.join(_LEVELS)} expected, got {value!r}") from error


def policy(row: Mapping[str, Any]) -> MatchPolicy:
    """The match policy; ``charge_accounts`` is the white list, as a list of kinds or kind → GL account."""
    flags = ("raise_only", "check_totals", "order_required", "bill_before_receipt", "auto_accept")
    known_keys(
        row,
        (
            "match",
            "overrides",
            "check_charges",
            "charge_accounts",
            "charge_treatment",
            "self_billing_vendors",
            "rematch_days",
            "open_order_days",
            *flags,
        ),
        "policy",
    )
    accounts = row.get("charge_accounts", {})
    names = ("order_line", "vendor", "vendor_group", "item", "item_group")
    return MatchPolicy(
        match=_level(row.get("match", "three_way"), "policy.match"),
        overrides=tuple(
            PolicyRule(
                _level(rule.get("match"), "policy.overrides.match"), **{name: str(rule.get(name, "")) for name in names}
            )
            for rule in row.get("overrides", ())
        ),
        check_charges=bool(row.get("check_charges", True)),
        charge_accounts=dict(accounts) if isinstance(accounts, Mapping) else dict.fromkeys(accounts, ""),
        charge_treatment=ChargeTreatment(row.get("charge_treatment", "account")),
        self_billing_vendors=frozenset(texts_of(row.get("self_billing_vendors"))),
        rematch_days=int(row.get("rematch_days", 30)),
        open_order_days=int(row.get("open_order_days", 365)),
        **{name: bool(row.get(name, False)) for name in flags},
    )
