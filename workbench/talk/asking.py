"""What a letter to a vendor says about one draft, and where it would go."""

from __future__ import annotations

from domain.money import decimal_or_none
from workbench.accounts.people import Person
from workbench.drafts.states import DraftState
from workbench.models import Draft, Hold
from workbench.talk.letters import Facts, PriceOff, language_for, suggested


def facts_of(draft: Draft, person: Person) -> Facts:
    """The draft's side of a letter that this person signs."""
    holds = list(draft.holds.filter(released_at=None))
    return Facts(
        number=draft.invoice_number,
        day=draft.issue_date,
        total=draft.gross_total,
        currency=draft.currency,
        us=draft.administration.name if draft.administration else "",
        signed=person.get_full_name() or person.get_username(),
        order=draft.order_reference,
        why=draft.rejected_reason,
        prices=[off for hold in holds if (off := _price_off(draft, hold))],
    )


def _price_off(draft: Draft, hold: Hold) -> PriceOff | None:
    billed, agreed = (decimal_or_none(str(hold.params.get(name, ""))) for name in ("actual", "expected"))
    if not hold.code.startswith("PRICE_") or billed is None or agreed is None:
        return None
    number = str(hold.params.get("line", ""))
    line = draft.lines.filter(position=int(number)).first() if number.isdecimal() else None
    return PriceOff(line.description if line else draft.invoice_number, billed, agreed)


def reason_of(draft: Draft) -> str:
    """The reason one would probably write for."""
    codes = list(draft.holds.filter(released_at=None).values_list("code", flat=True))
    return suggested(codes, rejected=draft.state == DraftState.REJECTED)


def language_of(draft: Draft) -> str:
    """The language the vendor wrote in, as far as the reading tells."""
    main = draft.documents.order_by("received_at").first()
    read = str((main.reading or {}).get("language") or "") if main else ""
    return language_for(read, draft.vendor.country if draft.vendor else "")


def address_of(draft: Draft) -> str:
    """Where the vendor is written to: the address in Exact. The mail's own sender only when Exact has none and nothing
    about the document is suspicious: who forged an invoice would be asked whether it is right."""
    if draft.vendor and draft.vendor.email:
        return draft.vendor.email
    if draft.holds.filter(released_at=None, severity="security").exists():
        return ""
    mailed = draft.documents.exclude(message=None).select_related("message").order_by("received_at").first()
    return mailed.message.sender_address if mailed and mailed.message else ""
