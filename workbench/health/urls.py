from django.urls import path

from workbench.sections import section

views = section("workbench.health.views")

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("work/", views.work, name="given-up-work"),
    path("work/<int:job_id>/", views.settle_work, name="given-up-settle"),
]
