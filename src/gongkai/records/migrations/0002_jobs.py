import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_journal"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobProgress",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="django_tasks_database.dbtaskresult",
                    ),
                ),
                ("done", models.PositiveBigIntegerField()),
                ("total", models.PositiveBigIntegerField(null=True)),
                ("message", models.CharField(max_length=200)),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PeriodicWork",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("last_run_at", models.DateTimeField()),
                ("took_ms", models.PositiveIntegerField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="django_tasks_database.dbtaskresult",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RunnerSeen",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("host", models.CharField(max_length=255)),
                ("pid", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="records_one_runner_row")
                ],
            },
        ),
    ]
