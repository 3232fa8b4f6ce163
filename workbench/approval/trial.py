"""Which of the open documents would go to whom, by rules that are kept or only tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from domain.money import ZERO
from exact.models import Administration
from workbench.approval.router import Router
from workbench.approval.routes import Route, Rule
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Draft, Hold

MOST = 500
SHOWN = 50


@dataclass(slots=True)
class Way:
    """The documents that go one way: place of the rule (0: none decides), people per step by name, sums per currency.
    ``alone``: matched and proven, so that one person is enough; ``stuck``: the first step with nobody who may."""

    place: int
    steps: list[str]
    alone: bool = False
    stuck: bool = False
    drafts: list[Draft] = field(default_factory=list)
    sums: dict[str, Decimal] = field(default_factory=dict)

    @property
    def shown(self) -> list[Draft]:
        """As many of them as a page shows."""
        return self.drafts[:SHOWN]


@dataclass(frozen=True, slots=True)
class Trial:
    """The ways in the order of the rules, those of no rule last; ``more``: there are more documents than were looked
    at."""

    ways: list[Way]
    looked_at: int
    more: bool


def trial_of(administration: Administration, rules: Sequence[Rule]) -> Trial:
    """Hold the open documents of an administration, the oldest first and at most 500, against these rules; as many
    statements however many there are (one more per day and currency that is not the administration's)."""
    rows = (
        Draft.objects.filter(administration=administration, state=DraftState.REVIEW)
        .exclude(kind=DraftKind.NONE)
        .select_related("vendor", "administration")
        .prefetch_related("lines", Prefetch("holds", Hold.objects.only("pk", "draft_id")))
        .defer("fields", "match_result", "vendor_result", "vat_result", "vat_rows")
        .order_by("received_at", "pk")[: MOST + 1]
    )
    drafts = list(rows)
    router = Router({administration.pk: rules})
    places = {rule.key: place for place, rule in enumerate(rules, start=1)}
    found: dict[tuple[int, bool], Way] = {}
    for draft in drafts[:MOST]:
        route = router.route(draft)
        place = places.get(route.rule, 0)
        way = found.get((place, route.alone)) or found.setdefault(
            (place, route.alone), _way(place, route, router, draft)
        )
        way.drafts.append(draft)
        way.sums[draft.currency] = way.sums.get(draft.currency, ZERO) + (draft.payable or ZERO)
    ways = sorted(found.values(), key=lambda way: (way.place == 0, way.alone, way.place))
    return Trial(ways, min(len(drafts), MOST), len(drafts) > MOST)


def _way(place: int, route: Route, router: Router, draft: Draft) -> Way:
    able = router.able(draft.administration_id or 0)
    return Way(
        place,
        [", ".join(router.names(people & able)) or "–" for people in route.stages],
        route.alone,
        any(not people & able for people in route.stages),
    )
