import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exact", "0007_vendor_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="WebhookState",
            fields=[
                (
                    "administration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="webhooks",
                        serialize=False,
                        to="exact.administration",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=300)),
                ("topics", models.JSONField(blank=True, default=list)),
                ("refused", models.JSONField(blank=True, default=list)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
