"""Who may do what in which administration."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Role(models.TextChoices):
    """Rights grow from viewer to approver; the vendor-master editor, admin and auditor stand beside that line."""

    VIEWER = "viewer"
    CLERK = "clerk"
    APPROVER = "approver"
    VENDOR_EDITOR = "vendor_editor"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Membership(models.Model):
    """A person's role in one administration. An approver may approve up to ``approval_limit`` (gross, in the
    administration's currency); empty means without limit."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    approval_limit = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "administration", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.administration_id}"


class Digest(models.TextChoices):
    """When a person is mailed what waits behind the bell."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class Preference(models.Model):
    """What one person set for the screens: theme, density, language, columns, single-key shortcuts; and when the bell
    is mailed to them (``digest``; empty: daily), up to which notice and on which day that was done last."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference")
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=10, blank=True)
    density = models.CharField(max_length=12, blank=True)
    shortcuts = models.BooleanField(default=True)
    administration = models.ForeignKey("exact.Administration", on_delete=models.SET_NULL, null=True, blank=True)
    one_time_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when the one-time password works; set: it must be changed first."
    )
    screens = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=10, choices=Digest.choices, blank=True)
    digest_upto = models.BigIntegerField(default=0, help_text="Key of the last notice that was mailed.")
    digest_day = models.DateField(null=True, blank=True)
    mail_alarms = models.BooleanField(default=True, help_text="An admin is mailed troubles of the instance.")

    def __str__(self) -> str:
        return f"preferences of {self.user_id}"
