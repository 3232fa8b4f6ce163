from django.apps import AppConfig


class OcrConfig(AppConfig):
    """Bytes to a proven reading. Has no models."""

    name = "ocr"
    default_auto_field = "django.db.models.BigAutoField"
