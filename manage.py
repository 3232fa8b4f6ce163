#!/usr/bin/env python
"""Django's command line for Inboek."""

import os
import sys


def main() -> None:
    """Run one management command with the product's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
