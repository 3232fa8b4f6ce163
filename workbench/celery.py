"""The Celery application of the scaled shape. It carries one task, ``jobs.run_job``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")

app = Celery("inboek")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["jobs"])


@app.on_after_finalize.connect
def _watch_the_worker(**_: object) -> None:
    from jobs import celery_watch  # noqa: F401 - connects itself to the worker's signals
