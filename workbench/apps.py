from django.apps import AppConfig


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

        from exact import api as exact
        from exact.posting import blobs as attachments
        from matching.mirror import stamping
        from workbench import database
        from workbench.intake import blobs
        from workbench.pipeline import reference  # noqa: F401 - what it keeps is watched from its first import
        from workbench.pipeline.rematch import vendors_or_orders_changed
        from workbench.posting.services import posting_changed

        connection_created.connect(database.take_sqlites_own_limit)
        # Once per migration of a database, before and after all of it.
        matching = apps.get_app_config("matching")
        pre_migrate.connect(stamping.before_migration, sender=matching)
        post_migrate.connect(stamping.after_migration, sender=matching)
        attachments.register(blobs.get)
        exact.subscribe("posting_changed", posting_changed)
        for event in ("receipts_changed", "orders_changed", "vendors_changed"):
            exact.subscribe(event, vendors_or_orders_changed)

        if settings.REDIS_URL:
            # Binds the task to our application; otherwise a nudge would go to Celery's default broker.
            from workbench import celery  # noqa: F401
