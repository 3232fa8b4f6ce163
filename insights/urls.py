"""Every address of the product: the workbench's, and those of what stands above it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from workbench.sections import section
from workbench.urls import urlpatterns as workbench

insights = section("insights.views")
month = section("insights.month_views")
payables = section("insights.payable_views")

urlpatterns: list[URLPattern | URLResolver] = [
    *workbench,
    path("insight/", insights.insight, name="insight"),
    path("insight/documents/", insights.documents, name="insight-documents"),
    path("insight/accruals/", month.accruals, name="accruals"),
    path("insight/accruals/behind/", month.accruals_behind, name="accruals-behind"),
    path("insight/accruals/<slug:accrued>.csv", month.accruals_table, name="accruals-table"),
    path("insight/payables/", payables.payables, name="payables"),
    path("insight/payables/behind/", payables.payables_behind, name="payables-behind"),
    path("insight/payables/<slug:payable>.csv", payables.payables_table, name="payables-table"),
    path("insight/<slug:table>.csv", insights.download, name="insight-table"),
]
