"""Rules that say for which administration a sender's, recipient's or buyer's documents are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from exact.models import Administration
from matching.models import RoutingRule
from matching.vendors.domains import may_decide
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.changing import DraftRefused

LEAST = 3  # a shorter word stands in every address


def rules_of(administration: Administration) -> Sequence[RoutingRule]:
    """The rules that send documents to this administration, oldest first."""
    return list(RoutingRule.objects.filter(administration=administration, active=True))


def add_rule(administration: Administration, post: Mapping[str, str], *, by: Person) -> RoutingRule:
    """Keep a rule from what was typed: ``sender``, ``recipient`` (an address, a domain or a word in it) and
    ``buyer_name``; all that is given must hold. Open drafts are judged again; the same rule twice is one.

    Raises RightMissing; DraftRefused: ROUTING_RULE_EMPTY when nothing is given, ROUTING_RULE_WIDE when a part would
    hold for everybody (a free-mail or platform domain, one or two letters).
    """
    require(by, Right.CONFIGURE, administration)
    typed = {name: post.get(name, "").strip()[:200] for name in ("sender", "recipient", "buyer_name")}
    typed["sender"], typed["recipient"] = typed["sender"].lower(), typed["recipient"].lower()
    if not any(typed.values()):
        raise DraftRefused("ROUTING_RULE_EMPTY")
    for part in filter(None, typed.values()):
        if len(part) < LEAST or (part in (typed["sender"], typed["recipient"]) and _for_everybody(part)):
            raise DraftRefused("ROUTING_RULE_WIDE", typed=part)
    with transaction.atomic():
        row, made = RoutingRule.objects.get_or_create(
            administration=administration, active=True, **typed, defaults={"created_by": by.get_username()}
        )
        if made:
            _told(administration, by, old="", new=shown(row))
    return row


def end_rule(row: RoutingRule, *, by: Person) -> None:
    """Switch a rule off; it stays as history, and open drafts are judged again. Raises RightMissing."""
    require(by, Right.CONFIGURE, row.administration)
    with transaction.atomic():
        if RoutingRule.objects.filter(pk=row.pk, active=True).update(active=False):
            _told(row.administration, by, old=shown(row), new="")


def shown(row: RoutingRule) -> str:
    """The rule as one line for the log."""
    return " + ".join(part for part in (row.sender, row.recipient, row.buyer_name) if part)


def _for_everybody(part: str) -> bool:
    local, _at, domain = part.rpartition("@")
    return not local and "." in domain and not may_decide(domain)


def _told(administration: Administration, by: Person, *, old: str, new: str) -> None:
    audit.record("policy.changed", by=by, administration=administration, name="routing_rule", old=old, new=new)
    # A rule takes documents away from the others too.
    for each in Administration.objects.filter(active=True):
        rederive(each)
