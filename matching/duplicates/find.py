"""Judging whether an invoice was here before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from domain.evidence import Reason
from matching.duplicates.numbers import Likeness, likeness, plain, without_year
from matching.duplicates.traces import Channel, DuplicateHit, DuplicateKind, InvoiceTrace

FLOOR = Decimal("0.70")  # what scores less is not worth a person's time
NEAR_DAYS = 3
YEAR_TURN_DAYS = 120  # who starts numbering anew in January comes to the same number about a year later, not sooner
LONG_NUMBER = 5  # a number this long does not come round to the same customer and amount a year later
PICTURE_BITS = 4
CENTS = Decimal("0.05")


def find_duplicates(candidate: InvoiceTrace, existing: Iterable[InvoiceTrace]) -> tuple[DuplicateHit, ...]:
    """The hits of a candidate among existing invoices, surest first. An equal number of the vendor tells of itself,
    whatever the currency; amounts are compared within one.

    ``existing`` should be what shares a key of ``duplicate_keys`` with the candidate; more is harmless. Credits are
    compared with credits only (except for the same bytes); pairs a person dismissed are left out.
    """
    others = [o for o in existing if o.key != candidate.key and not _dismissed(candidate, o)]
    hits = [hit for other in others if (hit := judge(candidate, other, others)) is not None]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.other)))


def _dismissed(one: InvoiceTrace, two: InvoiceTrace) -> bool:
    return two.key in one.dismissed or one.key in two.dismissed


def judge(new: InvoiceTrace, old: InvoiceTrace, known: Sequence[InvoiceTrace] = ()) -> DuplicateHit | None:
    """One pair. ``known`` are further invoices, to see that this vendor bills equal amounts on one day by habit."""
    if new.sha256 and new.sha256 == old.sha256:
        return _hit(old, "1.00", DuplicateKind.SAME_BYTES, Reason("dup.same_bytes", {}))
    if new.credit != old.credit:
        return None
    alike = likeness(new.number, old.number, new.issued, old.issued)
    same_party = bool(new.party) and new.party == old.party
    found = _by_number(new, old, alike) if same_party else _other_vendor(new, old, alike)
    found = found or (_by_amount(new, old, alike, known) if same_party else None) or _by_picture(new, old, alike)
    return _name(found, new, old, alike) if found is not None and found.score >= FLOOR else None


def _elsewhere(one: InvoiceTrace, two: InvoiceTrace) -> bool:
    return bool(one.administration and two.administration) and one.administration != two.administration


def _hit(old: InvoiceTrace, score: str, kind: DuplicateKind, *reasons: Reason) -> DuplicateHit:
    return DuplicateHit(old.key, Decimal(score), kind, reasons)


def _days(one: InvoiceTrace, two: InvoiceTrace) -> int | None:
    if one.issued is None or two.issued is None:
        return None
    return abs((one.issued - two.issued).days)


def _same_amount(one: InvoiceTrace, two: InvoiceTrace, within: Decimal = Decimal(0)) -> bool:
    """Whether both bill the same sum of money. Nothing to pay is no sum that could be paid twice."""
    if not one.gross or not two.gross or one.currency != two.currency:
        return False
    return abs(abs(one.gross) - abs(two.gross)) <= within


def _by_number(new: InvoiceTrace, old: InvoiceTrace, alike: Likeness) -> DuplicateHit | None:
    if alike < Likeness.TWIN:
        return None
    days = _days(new, old)
    equal = _same_amount(new, old, CENTS)
    reason = Reason(
        "dup.same_number" if alike is Likeness.SAME else "dup.twin_number", {"new": new.number, "old": old.number}
    )
    kind = DuplicateKind.SAME_NUMBER if alike is Likeness.SAME else DuplicateKind.RETYPED_NUMBER
    amount = Reason("dup.same_amount", {"amount": str(new.gross)})
    if days is None:
        return _hit(old, "0.85" if equal else "0.75", kind, reason)
    new_year = new.issued is not None and old.issued is not None and new.issued.year != old.issued.year
    if new_year and days > YEAR_TURN_DAYS:
        # Numbers start again in January. Only a long number with the same amount is the same invoice after all.
        if equal and alike is Likeness.SAME and len(plain(new.number)) >= LONG_NUMBER:
            return _hit(old, "0.85", kind, reason, amount, Reason("dup.other_year", {"days": str(days)}))
        return None
    if equal:
        return _hit(old, "0.98" if alike is Likeness.SAME else "0.93", kind, reason, amount)
    if alike is Likeness.SAME:
        return _hit(
            old, "0.88", kind, reason, Reason("dup.amount_differs", {"new": str(new.gross), "old": str(old.gross)})
        )
    # A year left out and another amount: two numbers that merely look alike.
    return _hit(old, "0.75", kind, reason) if days <= NEAR_DAYS else None


def _by_amount(
    new: InvoiceTrace, old: InvoiceTrace, alike: Likeness, known: Sequence[InvoiceTrace]
) -> DuplicateHit | None:
    days = _days(new, old)
    if days is None or days > NEAR_DAYS or not _same_amount(new, old):
        return None
    if alike < Likeness.NEAR and _elsewhere(new, old) and plain(new.number) and plain(old.number):
        return None  # a bill to each company of a group, equal in amount, is what a subscription looks like
    amount = Reason("dup.same_amount", {"amount": str(new.gross)})
    when = Reason("dup.days_apart", {"days": str(days)})
    if alike is Likeness.NEAR:
        number = Reason("dup.near_number", {"new": new.number, "old": old.number})
        return _hit(old, "0.90" if days == 0 else "0.82", DuplicateKind.RETYPED_NUMBER, number, amount, when)
    if days == 0 and not _habit(new, old, known):
        return _hit(old, "0.75", DuplicateKind.AMOUNT_AND_DATE, amount, when)
    return None


def _habit(new: InvoiceTrace, old: InvoiceTrace, known: Sequence[InvoiceTrace]) -> bool:
    """True when this vendor billed one amount under different numbers on one day before (a bill per site)."""
    seen: dict[tuple[object, object], set[str]] = {}
    for other in known:
        if other.party == new.party and other.key != new.key and other.credit == new.credit:
            seen.setdefault((other.issued, other.gross), set()).add(plain(other.number))
    return any(len(numbers) > 1 for numbers in seen.values())


def _other_vendor(new: InvoiceTrace, old: InvoiceTrace, alike: Likeness) -> DuplicateHit | None:
    """The same paper under two vendor records: number, amount and date agree, and the number is no trifle."""
    if alike < Likeness.TWIN or not _same_amount(new, old):
        return None
    # Every vendor has a 1, and a 2026-01: between two vendors such a number tells nothing.
    if len(plain(new.number)) < 4 or len(without_year(new.number, new.issued)) < 3:
        return None
    days = _days(new, old)
    if days is not None and days > NEAR_DAYS:
        return None
    reasons = (
        Reason("dup.same_number", {"new": new.number, "old": old.number}),
        Reason("dup.same_amount", {"amount": str(new.gross)}),
    )
    unknown = not new.party or not old.party
    return _hit(old, "0.85" if unknown or days == 0 else "0.78", DuplicateKind.OTHER_VENDOR, *reasons)


def _by_picture(new: InvoiceTrace, old: InvoiceTrace, alike: Likeness) -> DuplicateHit | None:
    if new.picture is None or old.picture is None:
        return None
    bits = (new.picture ^ old.picture).bit_count()
    if bits > PICTURE_BITS:
        return None
    # Two bills of one vendor look alike too: the picture counts only with the amount or the number.
    known_number = bool(plain(new.number)) and bool(plain(old.number))
    if known_number and alike < Likeness.NEAR:
        return None
    if not (_same_amount(new, old) or alike >= Likeness.TWIN):
        return None
    days = _days(new, old)
    if alike < Likeness.TWIN and days is not None and days > NEAR_DAYS:
        return None
    return _hit(old, "0.90", DuplicateKind.SAME_PICTURE, Reason("dup.same_picture", {"bits": str(bits)}))


def _name(found: DuplicateHit, new: InvoiceTrace, old: InvoiceTrace, alike: Likeness) -> DuplicateHit:
    """Where the other one is changes what the hit means."""
    if _elsewhere(new, old):
        reason = Reason("dup.other_administration", {"administration": old.administration})
        return DuplicateHit(
            old.key, min(found.score, Decimal("0.90")), DuplicateKind.OTHER_ADMINISTRATION, (*found.reasons, reason)
        )
    if old.channel is Channel.EXACT:
        return DuplicateHit(
            old.key, found.score, DuplicateKind.ALREADY_BOOKED, (*found.reasons, Reason("dup.in_exact", {}))
        )
    if _same_invoice_by_another_road(found, new, old, alike):
        reason = Reason("dup.other_channel", {"new": new.channel.value, "old": old.channel.value})
        return DuplicateHit(old.key, found.score, DuplicateKind.SAME_CASE, (*found.reasons, reason))
    return found


def _same_invoice_by_another_road(found: DuplicateHit, new: InvoiceTrace, old: InvoiceTrace, alike: Likeness) -> bool:
    if new.channel is old.channel or found.kind is DuplicateKind.OTHER_VENDOR:
        return False
    days = _days(new, old)
    agree = _same_amount(new, old) and days == 0
    # A scan may misread one character of the number; everything else must agree then.
    return agree and (alike >= Likeness.TWIN or (alike is Likeness.NEAR and Channel.SCAN in (new.channel, old.channel)))
