"""The app's name for Django; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Figures over a period, and the addresses of the whole product."""

    name = "insights"
