"""The product's Celery application with the kinds of work of these tests."""

from workbench.celery import app

app.loader.import_default_modules()

from tests.jobs import kinds  # noqa: E402, F401
