from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Vendor resolution, coding, VAT codes, three-way match, duplicates and fraud signals."""

    name = "matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every process names the same tables to watch, whatever it keeps itself."""
        from matching.mirror import watched  # noqa: F401
