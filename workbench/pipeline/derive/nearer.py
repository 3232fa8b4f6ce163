"""What an administration set nearer to the line than for all of it: tolerances and match levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import DecimalField, F, QuerySet, Value

from domain.tolerances import Limit, Side, ToleranceKind, ToleranceRule
from exact.models import Administration
from exact.prepared import Prepared
from matching.three_way.api import MatchLevel, PolicyRule
from workbench.models import MatchLevelException, ToleranceException
from workbench.models.scoped import SCOPE_COLUMNS, scope_fields

_COLUMNS = (*SCOPE_COLUMNS.values(), "set_by", "kind", "side", "percent", "amount", "checked")
_NO_LIMIT = Value(None, output_field=DecimalField())


@dataclass(frozen=True, slots=True)
class Nearer:
    """Both, as the matcher takes them."""

    tolerances: tuple[ToleranceRule, ...] = ()
    levels: tuple[PolicyRule, ...] = ()


def nearer_rules(administration: Administration) -> Nearer:
    """Everything of the administration, in one statement, because each judging of a draft asks for all of it."""
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in _ASKED.ask(administration.pk)]
    return Nearer(
        tuple(
            ToleranceRule(
                kind=ToleranceKind(row["kind"]),
                side=Side(row["side"]),
                limit=Limit(row["percent"], row["amount"], row["checked"]),
                set_by=row["set_by"],
                **scope_fields(row),
            )
            for row in rows
            if row["side"]
        ),
        tuple(
            PolicyRule(match=MatchLevel[row["kind"].upper()], set_by=row["set_by"], **scope_fields(row))
            for row in rows
            if not row["side"]
        ),
    )


def _asked(administration: Any) -> QuerySet[Any, Any]:
    tolerances = ToleranceException.objects.filter(administration=administration).order_by()
    # Of a level there is no side; what it is stands where a tolerance has its kind.
    levels = (
        MatchLevelException.objects.filter(administration=administration)
        .order_by()
        .annotate(kind=F("level"), side=Value(""), percent=_NO_LIMIT, amount=_NO_LIMIT, checked=Value(True))
    )
    return tolerances.values_list(*_COLUMNS).union(levels.values_list(*_COLUMNS), all=True)


_ASKED = Prepared(_asked, (ToleranceException, "administration"))
