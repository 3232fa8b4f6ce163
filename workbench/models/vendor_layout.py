"""What was learned about how a vendor prints: its layouts, and the confirmed drafts each rests on."""

from __future__ import annotations

from django.db import models


class VendorLayout(models.Model):
    """One layout of a vendor. ``learnt`` is ``ocr.local.api.LearntLayout.to_json()`` of its lessons, renewed with each
    of them; ``documents`` their number. Holds places, labels and habits, never the values of a document."""

    administration = models.ForeignKey("exact.Administration", on_delete=models.CASCADE, related_name="vendor_layouts")
    vendor = models.ForeignKey("exact.Vendor", on_delete=models.CASCADE, related_name="layouts")
    learnt = models.JSONField(default=dict)
    documents = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    taught_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-documents", "pk"]
        indexes = [models.Index(fields=["administration", "vendor"])]

    def __str__(self) -> str:
        return f"layout {self.pk} of vendor {self.vendor_id}"


class LayoutLesson(models.Model):
    """What one confirmed draft taught (``data`` is ``ocr.local.api.Lesson.to_json()``)."""

    layout = models.ForeignKey(VendorLayout, on_delete=models.CASCADE, related_name="lessons")
    draft = models.OneToOneField("workbench.Draft", on_delete=models.CASCADE, related_name="lesson")
    document = models.ForeignKey(
        "workbench.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    data = models.JSONField(default=dict)
    taught_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["taught_at", "pk"]

    def __str__(self) -> str:
        return f"lesson of draft {self.draft_id}"
