"""What the steps of derivation found, and how it becomes holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from domain.findings import Finding, Severity
from domain.holds import HOLDS
from workbench.audit import services as audit
from workbench.drafts.holding import WAITS_FOR_DAY
from workbench.models import AuditEvent, Draft, Hold, writing
from workbench.queue.ranks import rank_of

SEVERITIES = {"security": 0, "hold": 1, "check": 2, "info": 3}


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason that stops a draft, or information for the person. ``place`` is a header field or
    ``lines.N`` (N = position); ``figures`` make two causes of one code different."""

    code: str
    severity: Severity
    params: dict[str, str] = field(default_factory=dict)
    place: str = ""
    figures: str = ""

    @property
    def key(self) -> str:
        """Identity: a released hold comes back only when its code, place or figures change."""
        return f"{self.code}|{self.place}|{self.figures}"[:200]

    @property
    def owner(self) -> str:
        """The role that must act."""
        kind = HOLDS.get(self.code)
        return kind.owner.value if kind else "clerk"


def gravest(code: str, severity: Severity) -> Severity:
    """The graver of a finding's own severity and that of its hold code."""
    kind = HOLDS.get(code)
    if kind is None:
        return severity
    return min(severity, kind.severity, key=lambda each: SEVERITIES[each.value])


def cause_of(finding: Finding, place: str = "", figures: str = "") -> Cause:
    """A finding of a rule as a cause; a registered hold code is at least as grave as its register says.

    A ``place`` on a line also gives its number to the text (``lines.N``, N as on the screen).
    """
    params = dict(finding.params)
    head, _dot, number = place.partition(".")
    if head == "lines" and number.isdigit():
        params.setdefault("line", number)
    return Cause(finding.code, gravest(finding.code, finding.severity), params, place or finding.field, figures)


def settle_holds(
    draft: Draft, causes: Iterable[Cause], events: Iterable[AuditEvent] = (), *, holds: Sequence[Hold] | None = None
) -> None:
    """Raise what is new, drop what is gone, keep what a person released; then renew the queue's columns.

    Holds a person put on (MANUAL) are left alone. ``events`` of the steps before go into the audit log first. Does not
    save the draft. ``holds``: those it has, when the caller knows.
    """
    wanted = {cause.key: cause for cause in causes}
    all_holds = list(draft.holds.all() if holds is None else holds)
    existing = {hold.key: hold for hold in all_holds if hold.code != "MANUAL"}
    told = list(events)
    gone = [hold for key, hold in existing.items() if key not in wanted]
    for hold in gone:
        if hold.released_at is None:
            told.append(audit.prepare("hold.gone", actor="pipeline", draft=draft, code=hold.code))
    if gone:
        draft.holds.filter(pk__in=[hold.pk for hold in gone]).delete()
    for key, hold in existing.items():
        cause = wanted.get(key)
        if cause and (hold.params != cause.params or hold.severity != cause.severity.value):
            hold.params, hold.severity = cause.params, cause.severity.value
            hold.save(update_fields=["params", "severity"])
    raised = [cause for key, cause in wanted.items() if key not in existing]
    new = [_hold(draft, cause) for cause in raised]
    writing.insert(new)
    told += [
        audit.prepare(
            "hold.raised",
            actor="pipeline",
            draft=draft,
            code=cause.code,
            severity=cause.severity.value,
            params=cause.params,
        )
        for cause in raised
        if cause.severity in (Severity.HOLD, Severity.SECURITY)
    ]
    audit.append(told)
    renew_turn(draft, [hold for hold in all_holds if hold not in gone] + new)


def _hold(draft: Draft, cause: Cause) -> Hold:
    return Hold(
        draft_id=draft.pk,
        code=cause.code,
        key=cause.key,
        severity=cause.severity.value,
        params=cause.params,
        field=cause.place,
        owner_role=cause.owner,
    )


# Roles whose work is not the AP clerk's: the draft waits for others when only these are open.
OTHERS = frozenset(
    {"buyer", "receiving", "requester", "quality", "contract_owner", "vendor_master", "approver", WAITS_FOR_DAY}
)


def renew_turn(draft: Draft, holds: Sequence[Hold] | None = None) -> None:
    """Whose turn it is, how many blockers there are and which comes first, from the open holds (``holds``: all of the
    draft's, when the caller has them)."""
    known = draft.holds.filter(released_at=None) if holds is None else holds
    open_holds = sorted(
        (h for h in known if h.released_at is None and h.severity != Severity.INFO),
        # Those raised just now come last, in their order.
        key=lambda h: (SEVERITIES.get(h.severity, 9), h.owner_role in OTHERS, h.pk is None, h.pk or 0),
    )
    draft.blockers = len(open_holds)
    if open_holds:
        # What the clerk can do comes first in the list's sentence; others' work only when nothing else is left.
        mine = [h for h in open_holds if h.owner_role not in OTHERS or h.severity == "security"]
        first = (mine or open_holds)[0]
        draft.first_blocker = {
            "code": first.code,
            "params": first.params,
            "severity": first.severity,
            "owner": first.owner_role,
        }
        draft.turn = "you" if mine else "others"
    else:
        draft.first_blocker = {}
        draft.turn = "ready" if draft.kind != "none" else "you"
    draft.turn_rank = rank_of(draft.turn)
    draft.derived_at = timezone.now()
