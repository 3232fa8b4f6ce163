"""Layouts of vendors and the lessons of confirmed drafts they rest on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exact", "0005_finding_of_given_up"),
        ("workbench", "0005_posting_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="VendorLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("learnt", models.JSONField(default=dict)),
                ("documents", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("taught_at", models.DateTimeField(auto_now=True)),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vendor_layouts",
                        to="exact.administration",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="layouts", to="exact.vendor"
                    ),
                ),
            ],
            options={
                "ordering": ["-documents", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LayoutLesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.JSONField(default=dict)),
                ("taught_at", models.DateTimeField(auto_now_add=True)),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="workbench.document",
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lesson", to="workbench.draft"
                    ),
                ),
                (
                    "layout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lessons", to="workbench.vendorlayout"
                    ),
                ),
            ],
            options={
                "ordering": ["taught_at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="vendorlayout",
            index=models.Index(fields=["administration", "vendor"], name="workbench_v_adminis_42bb3d_idx"),
        ),
    ]
