"""The scheduler of the scaled shape, with the kinds of work of these tests."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")


if __name__ == "__main__":
    import django

    django.setup()
    from tests.jobs import kinds  # noqa: F401

    execute_from_command_line([sys.argv[0], "sweep"])
