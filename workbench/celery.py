"""The Celery application of the scaled shape. It carries one task, ``jobs.run_job``."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning

# Who runs the whole instance as root has decided so; Celery's own reason, pickle, is off here.
warnings.filterwarnings("ignore", category=SecurityWarning)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")

app = Celery("inboek")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["jobs"])


@app.on_after_finalize.connect
def _watch_the_worker(**_: object) -> None:
    from jobs import celery_watch  # noqa: F401 - connects itself to the worker's signals
