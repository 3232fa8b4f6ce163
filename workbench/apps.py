from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The case file and the screens; also settings and URLs."""

    name = "workbench"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the product's own system checks."""
        from django.conf import settings

        from workbench import checks  # noqa: F401

        if settings.REDIS_URL:
            # Binds the task to our application; otherwise a nudge would go to Celery's default broker.
            from workbench import celery  # noqa: F401
