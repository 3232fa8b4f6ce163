"""Letters to vendors that this product sends: kept in the talk, with an address to which an answer finds back."""

from __future__ import annotations

import uuid

from django.db import transaction

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.drafts.changing import DraftRefused, lock
from workbench.inbox.addresses import address_of, receives_mail
from workbench.models import CommentKind, Mailbox, MailKind, OutgoingMail
from workbench.models.policy import policy_of
from workbench.outgoing.server import mail_is_on
from workbench.outgoing.services import is_address, queue
from workbench.outgoing.tokens import new_token, with_token
from workbench.talk import services as talk
from workbench.talk.letters import is_blank


def may_send(administration: Administration | None) -> bool:
    """Whether letters of an administration go out from here."""
    return mail_is_on() and administration is not None and policy_of(administration.pk).mail_letters


def send_letter(draft_id: uuid.UUID, *, to: str, subject: str, text: str, once: str, by: Person) -> OutgoingMail | None:
    """Write a letter to ``to`` and keep it in the talk; ``once`` tells a second click from a second letter (then None).

    Raises RightMissing; DraftRefused when letters are off, the address is none, or the question is not written yet.
    """
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.EDIT, draft.administration)
        if draft.administration is None or not may_send(draft.administration):
            raise DraftRefused("MAIL_OFF")
        if not is_address(to.strip()):
            raise DraftRefused("MAIL_ADDRESS", to=to.strip()[:100])
        if is_blank(text):
            raise DraftRefused("LETTER_BLANK")
        key = f"letter:{draft.pk}:{once[:40]}"
        if OutgoingMail.objects.filter(key=key).exists():
            return None
        said = talk.keep(draft, f"{subject}\n\n{text}", by=by, kind=CommentKind.VENDOR, mailed_to=to.strip())
        token = new_token()
        return queue(
            MailKind.VENDOR,
            key=key,
            to=to,
            subject=subject,
            text=text,
            token=token,
            reply_to=answers_to(draft.administration, token),
            administration=draft.administration,
            draft=draft,
            comment=said,
            by_id=by.pk,
        )


def answers_to(administration: Administration, token: str) -> str:
    """Where an answer comes back to us: the forwarding address with the token, where mail to it is received; else a
    mailbox that is picked up for the administration, in which only the thread tells what is answered; else nowhere."""
    if receives_mail():
        return with_token(address_of(administration), token)
    boxes = Mailbox.objects.filter(administration=administration, active=True).order_by("created_at")
    return next((box.username for box in boxes if is_address(box.username)), "")
