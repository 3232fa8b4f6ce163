"""Whose mails are taken in: what people decided about senders, and mails that wait for such a decision."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import transaction

from exact.models import Administration
from jobs import api as jobs
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.models import Message, Policy, SenderDecision
from workbench.models.message import MessageState

# Only what strangers can send: a mail that somebody hands in was looked at.
FROM_OUTSIDE = ("smtp", "mailbox")
NEW, NEVER, ONCE = "SENDER_NEW", "SENDER_NEVER", "SENDER_ONCE"


class Verdict(StrEnum):
    """What somebody says about a sender: always in, only this mail, never again."""

    ALWAYS = "always"
    ONCE = "once"
    NEVER = "never"


def refusal_of(message: Message) -> str:
    """Why the mail is not taken in, as a message code: NEVER, or NEW when somebody must decide first; "" to take it."""
    if message.source not in FROM_OUTSIDE or not message.sender_address or message.note == ONCE:
        return ""
    decided = decision_for(message.administration, message.sender_address)
    if decided is not None:
        return "" if decided.take else NEVER
    asking = Policy.objects.filter(administration=message.administration, ask_new_senders=True).exists()
    return NEW if asking and not _known(message) else ""


def decision_for(administration: Administration | None, address: str) -> SenderDecision | None:
    """What was decided about an address, or else about its domain."""
    rows = {
        row.sender: row
        for row in SenderDecision.objects.filter(administration=administration, sender__in=names_of(address))
    }
    return next((rows[name] for name in names_of(address) if name in rows), None)


def names_of(address: str) -> list[str]:
    """Under what an address may be decided about, nearest first: itself, its domain, the domain somebody registered."""
    from matching.fraud.lookalike import registrable

    plain = address.strip().casefold()
    domain = plain.rpartition("@")[2]
    return list(dict.fromkeys((plain, f"@{domain}", f"@{registrable(domain)}"))) if domain else [plain]


def domain_to_decide(address: str) -> str:
    """The domain a decision about this address may be widened to; "" where anybody can have an address."""
    from matching.fraud.lookalike import registrable
    from matching.vendors.domains import is_free_mail, is_platform

    domain = registrable(address.strip().casefold().rpartition("@")[2])
    return "" if not domain or is_free_mail(domain) or is_platform(domain) else domain


def _known(message: Message) -> bool:
    """Whether the sender is a vendor's, or had a mail taken in before that was not let in for once only."""
    from matching.fraud.api import Sender, check_sender
    from matching.mirror.kept import Lookup
    from workbench.pipeline import reference

    earlier = Message.objects.filter(
        administration=message.administration,
        sender_address__iexact=message.sender_address,
        received_at__lt=message.received_at,
        state=MessageState.PROCESSED,
        entries__isnull=False,
    )
    if earlier.exclude(note=ONCE).exclude(authentication__passed=False).exists():
        return True
    sender = Sender(message.sender_address, message.sender_name, message.reply_to, message.authentication.get("passed"))
    book = Lookup(message.administration_id or 0).get(reference.SENDERS)
    return all(signal.code != "SENDER_UNKNOWN" for signal in check_sender(sender, book))


def decide(message_id: uuid.UUID, verdict: Verdict, *, whole_domain: bool, by: Person) -> Message:
    """Carry out what a person says about a mail's sender: remember it, and treat this mail and others that wait alike.

    A mail that was taken in stays as it is. Saying it twice changes nothing. Raises RightMissing, Message.DoesNotExist.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        require(by, Right.EDIT, message.administration)
        if message.removed_at is not None:  # past its term: neither sender nor bytes are there any more
            return message
        if verdict is Verdict.ONCE:
            _admit(message, by, once=True)
            return message
        address = message.sender_address.strip().casefold()
        domain = domain_to_decide(address) if whole_domain else ""
        _remember(message.administration, f"@{domain}" if domain else address, verdict is Verdict.ALWAYS, by)
        waiting = Message.objects.select_for_update().filter(
            administration=message.administration, state=MessageState.QUESTION, note=NEW
        )
        same = [each for each in waiting.order_by("pk") if _settled_by(each, address, domain)]
        for each in {row.pk: row for row in (*same, message)}.values():
            if verdict is Verdict.ALWAYS:
                _admit(each, by, once=False)
            else:
                _turn_away(each, by)
    message.refresh_from_db()
    return message


def _settled_by(message: Message, address: str, domain: str) -> bool:
    names = names_of(message.sender_address)
    return (f"@{domain}" in names) if domain else names[0] == address


def _remember(administration: Administration | None, sender: str, take: bool, by: Person) -> None:
    assert administration is not None and sender
    row, made = SenderDecision.objects.get_or_create(
        administration=administration, sender=sender, defaults={"take": take, "decided_by": by.get_username()}
    )
    if made or row.take != take:
        row.take, row.decided_by = take, by.get_username()
        row.save()
        audit.record("sender.decided", by=by, administration=administration, name=sender, verdict=_word(take))


def _word(take: bool) -> str:
    return Verdict.ALWAYS.value if take else Verdict.NEVER.value


def _admit(message: Message, by: Person, *, once: bool) -> None:
    """Open a mail that waited or was turned away."""
    if message.note not in (NEW, NEVER) or message.entries.exists():
        return
    message.state, message.note = MessageState.RECEIVED, ONCE if once else ""
    message.save(update_fields=["state", "note"])
    audit.record("message.admitted", by=by, administration=message.administration, message=str(message.pk))
    jobs.enqueue("unpack", subject=f"message:{message.pk}", dedupe_key=f"unpack:message:{message.pk}")


def _turn_away(message: Message, by: Person) -> None:
    """A mail that nothing came of goes to the noise; one that gave documents stays."""
    if message.state != MessageState.QUESTION:
        return
    message.state = MessageState.NOISE
    message.note = NEVER if message.note == NEW else message.note
    message.save(update_fields=["state", "note"])
    audit.record("message.settled", by=by, administration=message.administration, message=str(message.pk))


def forget(decision: SenderDecision, *, by: Person) -> None:
    """End a decision; mails are treated as of a sender nobody decided about. Raises RightMissing."""
    require(by, Right.CONFIGURE, decision.administration)
    with transaction.atomic():
        gone, _rows = SenderDecision.objects.filter(pk=decision.pk).delete()
        if gone:
            audit.record("sender.forgotten", by=by, administration=decision.administration, name=decision.sender)


def ask_about_new(administration: Administration, asking: bool, *, by: Person) -> None:
    """Whether the first mail of an unknown sender waits. Raises RightMissing."""
    require(by, Right.CONFIGURE, administration)
    with transaction.atomic():
        policy, _made = Policy.objects.select_for_update().get_or_create(administration=administration)
        if policy.ask_new_senders != asking:
            policy.ask_new_senders = asking
            policy.save(update_fields=["ask_new_senders"])
            event = "sender.asked" if asking else "sender.not_asked"
            audit.record(event, by=by, administration=administration)
