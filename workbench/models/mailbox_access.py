"""How a mailbox is opened without a password: an app registered at its provider, and the tokens that app was given."""

from __future__ import annotations

from django.db import models

from workbench.models.mailbox import Mailbox


class Provider(models.TextChoices):
    """Who gives the tokens."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"
    OTHER = "other"  # any service of OAuth 2.0, by its two addresses


class AccessFlow(models.TextChoices):
    """On whose behalf."""

    PERSON = "person"  # somebody who may open the mailbox consents once (authorisation code, RFC 6749, 4.1)
    APP = "app"  # the app by itself, admitted to the mailbox by its admin (client credentials, RFC 6749, 4.4)


class AccessState(models.TextChoices):
    """Whether the provider lets us in."""

    WAITING = "waiting"  # nobody consented yet
    OPEN = "open"
    ENDED = "ended"  # the provider takes the consent no longer: a person connects again


class MailboxAccess(models.Model):
    """One mailbox's app and tokens; a mailbox without such a row is opened with its password.

    The three secrets are encrypted, each bound to this row and to its own place in it. An empty ``client_id`` means
    the instance's app for that provider. ``claimed_until``: whoever renews the tokens has them to itself until then;
    ``version`` is that claim's number. ``not_before``: a pause after a renewal that failed without a verdict.
    """

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, primary_key=True, related_name="access")
    provider = models.CharField(max_length=20, choices=Provider.choices)
    flow = models.CharField(max_length=10, choices=AccessFlow.choices, default=AccessFlow.PERSON)
    tenant = models.CharField(max_length=120, blank=True, help_text="Microsoft's directory: its id or a domain.")
    authorise_url = models.CharField(max_length=500, blank=True, help_text="Of another provider.")
    token_url = models.CharField(max_length=500, blank=True, help_text="Of another provider.")
    scope = models.CharField(max_length=500, blank=True, help_text="Of another provider.")
    client_id = models.CharField(max_length=200, blank=True)
    client_secret = models.TextField(blank=True, help_text="Encrypted.")

    state = models.CharField(max_length=10, choices=AccessState.choices, default=AccessState.WAITING)
    access_token = models.TextField(blank=True, help_text="Encrypted.")
    refresh_token = models.TextField(blank=True, help_text="Encrypted.")
    expires_at = models.DateTimeField(null=True, blank=True)
    renewed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    consented_by = models.CharField(max_length=150, blank=True, help_text="User name.")
    consented_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.mailbox_id} at {self.provider} ({self.state})"
