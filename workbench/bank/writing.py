"""An accepted account into the vendor's record in Exact: looked for, committed as about to go, sent once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from exact import conf, relations
from exact.errors import ExactError
from matching.fraud.iban_change import ChangeState
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.models import BankChange


def write_to_exact(change_id: int, *, main: bool, by: Person) -> BankChange:
    """Put the accepted account into the vendor's record in Exact; ``main``: payments go there from now on.

    Raises RightMissing; DraftRefused before acceptance, when it stands there already and was noted so, while an
    earlier attempt may still arrive, or when Exact refuses or cannot be asked (the reason is kept and shown).
    """
    row = BankChange.objects.select_related("vendor", "administration", "draft").get(pk=change_id)
    require(by, Right.CHANGE_BANK, row.administration)
    if row.state != ChangeState.ACCEPTED.value:
        raise DraftRefused("BANK_ORDER")
    if row.written_at is not None:
        raise DraftRefused("BANK_WRITTEN")
    try:
        if relations.bank_account_there(row.administration, row.vendor.exact_id, row.iban):
            relations.mirror_vendor(row.administration, row.vendor.exact_id)
            return _written(row, by)
        _about_to_send(row)
        relations.add_bank_account(row.administration, row.vendor.exact_id, row.iban, main=main, by=by.get_username())
    except ExactError as error:
        row.write_error = (error.text or error.code)[:300]
        row.save(update_fields=["write_error"])
        raise DraftRefused("BANK_NOT_WRITTEN", text=row.write_error) from error
    return _written(row, by)


def _about_to_send(row: BankChange) -> None:
    """Commit the intent, once at a time: what left within the settle window may still arrive."""
    since = timezone.now() - timedelta(seconds=conf.period("SETTLE"))
    with transaction.atomic():
        locked = BankChange.objects.select_for_update().get(pk=row.pk)
        if locked.written_at is not None:
            raise DraftRefused("BANK_WRITTEN")
        if locked.write_sent_at is not None and locked.write_sent_at > since:
            raise DraftRefused("BANK_SETTLING")
        row.write_sent_at = locked.write_sent_at = timezone.now()
        locked.save(update_fields=["write_sent_at"])


@transaction.atomic
def _written(row: BankChange, by: Person) -> BankChange:
    row.written_at, row.written_by_id, row.write_error = timezone.now(), by.pk, ""
    row.save(update_fields=["written_at", "written_by", "write_error"])
    audit.record(
        "bank_change.written",
        by=by,
        draft=row.draft,
        administration=row.administration,
        iban=row.iban,
        vendor=row.vendor.name,
        change=row.pk,
    )
    return row
