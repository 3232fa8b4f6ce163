from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Durable work: rows, leases, sweeper."""

    name = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load ``job_handlers`` of every installed app, so that each process knows all kinds of work."""
        autodiscover_modules("job_handlers")
