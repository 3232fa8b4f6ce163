"""What people say to each other about a case, and who of them has read it or is looking now."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CommentKind(models.TextChoices):
    """QUESTION: ``asks`` names who is to answer. ANSWER: to the question in ``answers``. VENDOR: what was asked of the
    vendor, by a mail of ours or outside the product. VENDOR_ANSWER: what came back by mail, from whoever wrote it."""

    REMARK = "remark"
    QUESTION = "question"
    ANSWER = "answer"
    VENDOR = "vendor"
    VENDOR_ANSWER = "vendor_in"


class Comment(models.Model):
    """One remark on a draft, never changed. A question stands open until ``answered_at``. ``message`` is the mail that
    brought it, then nobody of ours said it."""

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    message = models.ForeignKey("workbench.Message", on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=10, choices=CommentKind.choices, default=CommentKind.REMARK)
    asks = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    @property
    def is_open(self) -> bool:
        """Whether it is a question that nobody has answered."""
        return self.kind == CommentKind.QUESTION and self.answered_at is None


class TalkRead(models.Model):
    """Up to which remark a person has read the talk of a draft."""

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    upto = models.BigIntegerField(default=0, help_text="Key of the last remark that was read.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "draft"], name="talkread_once")]


class Presence(models.Model):
    """When a person's screen with this draft last made itself heard."""

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="presence_once")]
