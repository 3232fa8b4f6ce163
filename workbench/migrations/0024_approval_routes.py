from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exact", "0009_connection_away"),
        ("workbench", "0023_outgoing_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="final",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="approval",
            name="on_behalf_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="route",
            field=models.JSONField(
                blank=True,
                help_text="As rules of approval have it: {step, of, waits: [[key, name]], given: [[key, name, for]]}.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="approval_reminder_days",
            field=models.PositiveSmallIntegerField(
                default=3, help_text="Who is waited for is reminded after so many days, and again; 0 never."
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="matched_alone_up_to",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0.00"),
                help_text="Matched, proven, nothing found: up to this amount no approval rule is followed; 0 off.",
                max_digits=18,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("mention", "Mention"),
                    ("question", "Question"),
                    ("answer", "Answer"),
                    ("given", "Given"),
                    ("second", "Second"),
                    ("run_failed", "Run Failed"),
                    ("hold_released", "Hold Released"),
                    ("hold_ended", "Hold Ended"),
                    ("mail_failed", "Mail Failed"),
                    ("mail_answer", "Mail Answer"),
                    ("approve", "Approve"),
                    ("approve_late", "Approve Late"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="ApprovalRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("amount_from", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                ("cost_centre", models.CharField(blank=True, max_length=20)),
                ("gl_from", models.CharField(blank=True, max_length=20)),
                ("gl_to", models.CharField(blank=True, max_length=20)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("first", models.JSONField(default=list)),
                ("second", models.JSONField(blank=True, default=list)),
                ("set_by", models.CharField(help_text="User name.", max_length=150)),
                ("set_at", models.DateTimeField(auto_now=True)),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approval_rules",
                        to="exact.administration",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exact.vendor",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("set_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, help_text="When the deputy heard what waits.", null=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stands_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("deputy")), _negated=True), name="absence_other_deputy"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="absence_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="workbench.draft"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "draft"), name="approvalasked_once")],
            },
        ),
    ]
