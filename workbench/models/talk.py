"""What people say to each other about a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Comment(models.Model):
    """One remark on a draft."""

    draft = models.ForeignKey("workbench.Draft", on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
