"""What people are told by name, as sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workbench.messages.describing import Lenient
from workbench.messages.params import in_words

# By kind; where a kind has several causes, by ``kind.what``.
NOTICES: dict[str, str | Promise] = {
    "mention": _("%(who)s mentions you: “%(text)s”"),
    "question": _("%(who)s asks you: “%(text)s”"),
    "answer": _("%(who)s answers your question: “%(text)s”"),
    "given": _("%(who)s gives you this document. %(text)s"),
    "second.bank": _("%(who)s asks a second person: new bank account of %(vendor)s"),
    "second.vendor": _("%(who)s asks a second person: vendor %(vendor)s"),
    "second.variance": _("%(who)s asks a second person: a difference with the order"),
    "second.posting": _("%(who)s asks a second person: a posting that rests"),
    "second.factor": _("%(who)s asks a second admin: take the second step of %(name)s away"),
    "approve.one": _("A document waits for your approval"),
    "approve.many": _("%(n)s documents wait for your approval"),
    "approve.deputy": _("You stand in for %(name)s: documents to approve: %(n)s"),
    "approve_late.one": _("A document still waits for your approval"),
    "approve_late.many": _("%(n)s documents still wait for your approval"),
    "approve_late.deputy": _("You stand in for %(name)s: still to approve: %(n)s"),
    "run_failed": _("Your run: %(failed)s of %(all)s could not be posted"),
    "hold_released": _("%(who)s took your hold off: “%(text)s”"),
    "mail_failed": _("Your letter to %(to)s was not sent"),
    "mail_failed.unknown": _("Not known whether your letter to %(to)s arrived"),
    "mail_answer": _("%(sender)s answers by mail: “%(text)s”"),
    "hold_ended": _("Your hold has ended on its day: “%(text)s”"),
}


def notice_text(kind: str, params: Mapping[str, object], who: str) -> str:
    """A notice as a sentence in the active language; ``who`` is the person it comes from."""
    what = params.get("what", "")
    sentence = NOTICES.get(f"{kind}.{what}" if what else kind, kind)
    given = Lenient({"text": ""} | in_words(params) | {"who": who or "Inboek"})
    return (str(sentence) % given).strip()
