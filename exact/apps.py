from django.apps import AppConfig


class ExactConfig(AppConfig):
    """Everything of Exact Online: gateway, mirror, posting, reconciliation and the sandbox."""

    name = "exact"
    default_auto_field = "django.db.models.BigAutoField"
