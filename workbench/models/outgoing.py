"""Mails that go out, and troubles that admins are told of."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailKind(models.TextChoices):
    """Why a mail goes out. RECEIPT and REFUSAL answer a mail that came in, VENDOR is a person's letter, DIGEST tells
    somebody what waits behind the bell, ALARM and OVER tell admins of a trouble, TEST is an admin's."""

    RECEIPT = "receipt"
    REFUSAL = "refusal"
    VENDOR = "vendor"
    DIGEST = "digest"
    ALARM = "alarm"
    OVER = "over"
    TEST = "test"


class MailState(models.TextChoices):
    """WAITING is tried by itself. SENDING is committed before the mail's text goes over the line, so that a process
    that dies there leaves UNKNOWN, which only a person sends again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"  # the mail server took it
    UNKNOWN = "unknown"  # it may have been taken
    FAILED = "failed"  # refused, or tried too often
    GIVEN_UP = "given_up"


class OutgoingMail(models.Model):
    """One mail to one address, written in the transaction of its cause; ``key`` makes that at most one per cause.

    ``message_id`` is ours, with angle brackets; ``token`` stands in the address for answers. ``automatic`` mails carry
    the headers that keep machines from answering. ``reason`` with ``params`` is the message code of why it has not gone
    out, or not yet. ``answers`` is the mail it answers, ``comment`` the remark in the talk that keeps it, ``person``
    the user it is for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    key = models.CharField(max_length=120, unique=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    automatic = models.BooleanField(default=True)
    reply_to = models.CharField(max_length=254, blank=True)
    references = models.CharField(max_length=500, blank=True, help_text="Message-ID of the mail it answers.")
    message_id = models.CharField(max_length=320, unique=True)
    token = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    reason = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    administration = models.ForeignKey(
        "exact.Administration", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    draft = models.ForeignKey("workbench.Draft", on_delete=models.SET_NULL, null=True, related_name="+")
    answers = models.ForeignKey("workbench.Message", on_delete=models.SET_NULL, null=True, related_name="+")
    comment = models.OneToOneField("workbench.Comment", on_delete=models.SET_NULL, null=True, related_name="mail")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["administration", "made_at"], name="outgoing_list"),
            models.Index(fields=["to", "made_at"], condition=Q(automatic=True), name="outgoing_automatic"),
            models.Index(fields=["token"], condition=~Q(token=""), name="outgoing_token"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=["waiting", "sending", "unknown", "failed"]),
                name="outgoing_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to} {self.state}"


class Trouble(models.Model):
    """Something wrong with the instance, from when it was first seen until it was over.

    ``told_at``: admins were mailed; what ends before is never told. ``code`` and ``params`` are its message.
    """

    key = models.CharField(max_length=120)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict, blank=True)
    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(over_at=None), name="trouble_open_once"),
        ]

    def __str__(self) -> str:
        return self.key
