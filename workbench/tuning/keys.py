"""In which order an administration believes the keys of a vendor, and which keys may decide at all."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from exact.models import Administration
from matching.models import VendorKeyPolicy
from matching.vendors.keys import DEFAULT_ORDER, Key
from matching.vendors.learned import policy_of
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.connect.services import rederive


def keys_shown(administration: Administration) -> list[tuple[Key, int, bool]]:
    """Every key in the order it is asked: key, place from 1, and whether it may decide."""
    policy = policy_of(administration)
    order = [*policy.order, *(key for key in DEFAULT_ORDER if key not in policy.order)]
    return [(key, place, key in policy.enabled) for place, key in enumerate(order, start=1)]


def order_from(post: Mapping[str, str]) -> tuple[list[Key], set[Key]]:
    """The order and the keys switched off, from a place per key (``place:vat``) and a box per key (``on:vat``).

    Of two keys on one place the one that usually comes first goes first; a place that is no number comes last.
    """

    def place(key: Key) -> int:
        typed = post.get(f"place:{key.value}", "").strip()
        return int(typed) if typed.isdecimal() and len(typed) < 4 else 999

    order = sorted(DEFAULT_ORDER, key=lambda key: (place(key), DEFAULT_ORDER.index(key)))
    return order, {key for key in DEFAULT_ORDER if post.get(f"on:{key.value}") != "1"}


def set_key_order(administration: Administration, order: list[Key], off: set[Key], *, by: Person) -> bool:
    """Keep the order of keys; open drafts are judged again. Returns whether it changed. Raises RightMissing.

    Switching every key off is allowed: then a person chooses every vendor.
    """
    require(by, Right.CONFIGURE, administration)
    with transaction.atomic():
        row, _made = VendorKeyPolicy.objects.select_for_update().get_or_create(administration=administration)
        before = policy_of(administration)
        old = _text([*before.order], set(DEFAULT_ORDER) - before.enabled)
        row.order = [key.value for key in order]
        row.disabled = sorted(key.value for key in off)
        new = _text(order, off)
        if new == old:
            return False
        row.save()
        audit.record("policy.changed", by=by, administration=administration, name="vendor_keys", old=old, new=new)
        rederive(administration)
    return True


def _text(order: list[Key], off: set[Key]) -> str:
    return " > ".join(key.value if key not in off else f"({key.value})" for key in order)
