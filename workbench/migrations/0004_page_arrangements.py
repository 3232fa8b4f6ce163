"""Arrangements of pages, the PDF made of them, and drafts whose pages went to others."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workbench", "0003_answers_tolerances_late_receipts")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="arrangement",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="[sha256 of the original, page, turn, use] per sheet; empty: as received.",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="arranged",
            field=models.ForeignKey(
                blank=True,
                help_text="The PDF made of the arrangement; empty: the file as received is the document.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workbench.blob",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="originals",
            field=models.ManyToManyField(
                blank=True,
                help_text="Files its sheets come from.",
                related_name="arranged_documents",
                to="workbench.blob",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="superseded_by",
            field=models.ManyToManyField(
                blank=True, help_text="Drafts its pages went to.", related_name="supersedes", to="workbench.draft"
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="state",
            field=models.CharField(
                choices=[
                    ("review", "review"),
                    ("approved", "approved"),
                    ("posting", "posting"),
                    ("posted", "posted"),
                    ("failed", "failed"),
                    ("rejected", "rejected"),
                    ("filed", "filed"),
                    ("superseded", "superseded"),
                ],
                default="review",
                max_length=20,
            ),
        ),
    ]
