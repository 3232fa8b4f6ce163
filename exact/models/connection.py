"""The link with Exact: one app and one consenting user."""

from __future__ import annotations

from django.db import models


class ConnectionState(models.TextChoices):
    """Whether calls can be made: with a token that holds, while it is being renewed, after a person gave consent anew,
    after an admin lifted a stop, or not at all."""

    OK = "ok"
    REFRESHING = "refreshing"
    NEEDS_CONSENT = "needs_consent"
    HELD = "held"
    DISCONNECTED = "disconnected"


class Connection(models.Model):
    """Tokens are encrypted (MultiFernet, bound to this row); ``base_url`` is the country address."""

    name = models.CharField(max_length=100, default="Exact Online")
    base_url = models.URLField()
    client_id = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=ConnectionState.choices, default=ConnectionState.DISCONNECTED)
    held_reason = models.TextField(blank=True)
    access_token = models.TextField(blank=True, help_text="Encrypted.")
    refresh_token = models.TextField(blank=True, help_text="Encrypted.")
    issued_at = models.DateTimeField(null=True, blank=True, help_text="Start of the token request.")
    received_at = models.DateTimeField(null=True, blank=True, help_text="When the token answer had arrived.")
    expires_in = models.PositiveIntegerField(default=600)
    token_version = models.PositiveIntegerField(default=0)
    refresh_owner = models.CharField(max_length=100, blank=True)
    refresh_started_at = models.DateTimeField(null=True, blank=True)
    refresh_not_before = models.DateTimeField(null=True, blank=True, help_text="Pause after a failed token call.")
    refresh_failures = models.PositiveSmallIntegerField(default=0)
    suspected_at = models.DateTimeField(null=True, blank=True, help_text="Exact refused the token before its time.")
    token_calls_day = models.DateField(null=True, blank=True)
    token_calls = models.PositiveIntegerField(default=0)
    consented_by = models.CharField(max_length=200, blank=True)
    away_since = models.DateTimeField(null=True, blank=True, help_text="First of the calls that failed in a row.")
    away_failures = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.base_url})"
