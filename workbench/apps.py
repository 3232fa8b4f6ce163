from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The case file and the screens; also settings and URLs."""

    name = "workbench"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the product's own system checks."""
        from workbench import checks  # noqa: F401
