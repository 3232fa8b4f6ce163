"""What follows a consent: administrations, members, the VAT table, and documents that waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from exact import api as exact
from exact.budget import Budget, budget_of
from exact.models import Administration, Connection, WebhookState
from jobs import api as jobs
from matching.mirror.vat import ledger_codes
from matching.vat import learned as vat_learned
from matching.vat.mapping import VatCodeProposal, propose_vat_codes
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require, roles_with
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftState
from workbench.messages import describe
from workbench.models import Draft, Membership, Role


def choose(connection: Connection, divisions: list[int], *, by: Person) -> list[Administration]:
    """Make the divisions administrations, start their synchronisation, and give the chooser the admin role.

    One that other people work in already stays as it is, neither closed nor opened to the chooser: only its own
    admins and the superuser decide about it.
    """
    theirs = _of_others(by)
    stay = {a.division for a in theirs if a.active and a.connection_id == connection.pk}
    wanted = {*divisions} - {a.division for a in theirs} | stay
    made = exact.choose_administrations(connection, sorted(wanted), by.get_username())
    chosen = [administration for administration in made if administration.division not in stay]
    for administration in chosen:
        Membership.objects.get_or_create(user_id=by.pk, administration=administration, role=Role.ADMIN)
        audit.record("administration.chosen", by=by, administration=administration, division=administration.division)
    return chosen


def _of_others(by: Person) -> list[Administration]:
    """Administrations of any connection with members, among whom this person is no admin."""
    if by.is_superuser:
        return []
    mine = Membership.objects.filter(user_id=by.pk, role__in=roles_with(Right.CONFIGURE)).values("administration_id")
    return list(Administration.objects.filter(memberships__isnull=False).exclude(pk__in=mine).distinct())


@dataclass(frozen=True, slots=True)
class Notices:
    """How Exact's notices stand for one administration: off (no public address), waiting (not subscribed yet), failed
    or on."""

    word: str
    topics: int = 0
    error: str = ""
    heard_at: datetime | None = None


def notices_of(administration: Administration) -> Notices:
    """The state of the subscriptions, as the hourly look left it."""
    state = WebhookState.objects.filter(administration=administration).first()
    if not exact.webhook_address():
        return Notices("off")
    if state is None:
        return Notices("waiting")
    if state.error or not state.topics:
        code, _colon, text = state.error.partition(": ")
        return Notices("failed", error=text or str(describe(code).title) if code else "")
    return Notices("on", len(state.topics), heard_at=state.heard_at)


@dataclass(frozen=True, slots=True)
class AdministrationRow:
    """One administration on the settings screen."""

    administration: Administration
    progress: dict[str, Any]
    proposals: list[VatCodeProposal]
    confirmed: int
    codes: list[Any]
    notices: Notices
    budget: Budget | None


def is_syncing(administration: Administration) -> bool:
    """Whether the first synchronisation is still under way."""
    return administration.synced_at is None and not administration.sync_error


def administration_row(administration: Administration) -> AdministrationRow:
    """Progress of the mirror and the state of the VAT table."""
    table = vat_learned.vat_code_table(administration)
    confirmed = sum(row.confirmed for row in table)
    codes = ledger_codes(administration) if administration.synced_at else []
    proposals = [] if confirmed else list(propose_vat_codes(codes, administration.country))
    progress = administration.sync_progress or {}
    budget = budget_of(administration, timezone.now())
    return AdministrationRow(administration, progress, proposals, confirmed, codes, notices_of(administration), budget)


def confirm_vat_table(administration: Administration, chosen: dict[str, str], *, by: Person) -> int:
    """Keep treatment → code as confirmed by a person; open drafts are judged again. Returns how many rows.

    ``chosen``: "TREATMENT|rate|kind" -> code, for what differs from the proposal; "" leaves that one out.
    """
    codes = ledger_codes(administration)
    count = 0
    with transaction.atomic():
        for proposal in propose_vat_codes(codes, administration.country):
            name = f"{proposal.treatment.value}|{proposal.rate}|{proposal.kind}"
            code = chosen.get(name, proposal.code)
            if code and any(row.code == code for row in codes):
                vat_learned.confirm(
                    administration, proposal.treatment, proposal.rate, proposal.kind, code, by=by.get_username()
                )
                count += 1
        audit.record("vat_table.confirmed", by=by, administration=administration, rows=count)
        rederive(administration)
    return count


def confirm_first_posting(administration: Administration, typed: str, *, by: Person) -> None:
    """Open an administration for posting: its name, typed by somebody who may configure it.

    Case and spacing are forgiven. Raises RightMissing, or DraftRefused("NAME_DIFFERS"). Confirming again changes
    nothing.
    """
    require(by, Right.CONFIGURE, administration)
    if " ".join(typed.split()).casefold() != " ".join(administration.name.split()).casefold():
        raise DraftRefused("NAME_DIFFERS", typed=typed[:60])
    with transaction.atomic():
        row = Administration.objects.select_for_update().get(pk=administration.pk)
        if not row.first_posting_confirmed:
            row.first_posting_confirmed = True
            row.save(update_fields=["first_posting_confirmed"])
            audit.record("first_posting.confirmed", by=by, administration=row, name=row.name)
    administration.first_posting_confirmed = True


def rederive(administration: Administration) -> int:
    """Judge all open drafts of an administration again; returns how many."""
    keys = list(
        Draft.objects.filter(administration=administration, state=DraftState.REVIEW).values_list("pk", flat=True)
    )
    for key in keys:
        jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}")
    return len(keys)
