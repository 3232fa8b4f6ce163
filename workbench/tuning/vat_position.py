"""An administration's own position in VAT: pro rata, import licence, building chain, cars. Every change audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from exact.models import Administration
from matching.models import ChainRole, VatPosition
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.fields import FieldInvalid
from workbench.tuning.numbers import percent_in

# Belgian cars are deductible for at most half (art. 45 § 2 W.Btw).
CAR_AT_MOST = Decimal(50)


@dataclass(frozen=True, slots=True)
class PositionContent:
    """The position as wanted; shares in per cent."""

    deductible_percent: Decimal
    import_licence: bool
    chain_role: str
    car_percent: Decimal | None = None  # None: as it is


def position_from(post: Mapping[str, str]) -> PositionContent:
    """What the screen sent. Raises FieldInvalid("RATE_INVALID") for a share that is none."""
    role = post.get("chain_role", "")
    return PositionContent(
        deductible_percent=_share(post.get("deductible_percent", ""), Decimal(100)),
        import_licence=post.get("import_licence") == "1",
        chain_role=role if role in ChainRole.values else "",
        car_percent=_share(post["car_percent"], CAR_AT_MOST) if "car_percent" in post else None,
    )


def _share(text: str, most: Decimal) -> Decimal:
    share = percent_in(text)
    if share is None or share > most or share != round(share, 2):
        raise FieldInvalid("RATE_INVALID", text[:20])
    return share


def set_position(administration: Administration, content: PositionContent, *, by: Person) -> int:
    """Keep the position; open drafts are judged again. Returns how many things changed. Raises RightMissing."""
    require(by, Right.CONFIGURE, administration)
    with transaction.atomic():
        position, _made = VatPosition.objects.select_for_update().get_or_create(administration=administration)
        count = 0
        for name in ("deductible_percent", "import_licence", "chain_role", "car_percent"):
            old, new = getattr(position, name), getattr(content, name)
            if new is None or old == new:
                continue
            setattr(position, name, new)
            audit.record("policy.changed", by=by, administration=administration, name=name, old=str(old), new=str(new))
            count += 1
        position.save()
        if count:
            rederive(administration)
    return count
