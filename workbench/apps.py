import gc
from typing import Any

from django.apps import AppConfig


def _keep_a_copy(**told: Any) -> None:
    """Loaded when something is migrated, not at every start."""
    from workbench.backup.before_migrating import keep_a_copy

    keep_a_copy(**told)


class WorkbenchConfig(AppConfig):
    """The case file and the screens; also settings and URLs."""

    name = "workbench"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the product's own checks, and listen to what happens in Exact."""
        from django.apps import apps
        from django.conf import settings
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate, pre_migrate

        from exact.posting import blobs as attachments
        from matching.mirror import stamping
        from workbench import database, exact_events
        from workbench.intake import blobs
        from workbench.pipeline import watched  # noqa: F401 - every process names the same tables

        connection_created.connect(database.take_sqlites_own_limit)
        pre_migrate.connect(database.let_migrations_take_their_time)
        pre_migrate.connect(_keep_a_copy, sender=self)
        # Once per migration of a database, before and after all of it.
        matching = apps.get_app_config("matching")
        pre_migrate.connect(stamping.before_migration, sender=matching)
        post_migrate.connect(stamping.after_migration, sender=matching)
        attachments.register(blobs.get)
        exact_events.listen()

        if settings.REDIS_URL:
            # Binds the task to our application; otherwise a nudge would go to Celery's default broker.
            from workbench import celery  # noqa: F401

        # What is loaded now stays: it need not be looked through again and again.
        gc.freeze()
        gc.enable()
