"""Programs that hand in documents and ask about them: their tokens, and the answers they were given."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """What a program shows instead of a log-in. ``prefix`` finds the row, ``digest`` is the SHA-256 of the whole token:
    256 random bits need no slow hash. The token itself stands nowhere.

    ``minute`` and ``used`` count the requests of the present clock minute (minutes since 1970)."""

    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    administrations = models.ManyToManyField("exact.Administration", related_name="api_tokens")
    may_upload = models.BooleanField(default=False)
    may_read = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    minute = models.BigIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"


class ApiAnswer(models.Model):
    """The first answer to an idempotency key, written in the transaction that took the files in: both or neither.

    ``fingerprint`` is the SHA-256 over what was asked; another one under the same key is refused."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(
        blank=True, help_text="JSON as it was sent; a column of JSON would put its names in another order."
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="apianswer_once")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
