import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.CharField(max_length=60, verbose_name="机关代码")),
                ("kind", models.CharField(max_length=40, verbose_name="编号种类")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("first", models.PositiveIntegerField(default=1, verbose_name="起始序号")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="已用到的序号")),
            ],
            options={
                "verbose_name": "编号序列",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "kind", "year"),
                        name="one_series_per_body_kind_and_year",
                        violation_error_message="同一机关、同一种类、同一年份只有一个编号序列。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first__gte", 1),
                            (
                                "last__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("first"), "-", models.Value(1)
                                ),
                            ),
                        ),
                        name="series_counts_from_its_first",
                        violation_error_message="序号从起始序号开始，逐个使用。",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="records.series",
                    ),
                ),
                ("serial", models.PositiveIntegerField(verbose_name="序号")),
                ("text", models.CharField(max_length=120, verbose_name="编号")),
                ("taken_at", models.DateTimeField(verbose_name="取号时间")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                ("void_reason", models.CharField(blank=True, max_length=300, verbose_name="作废理由")),
            ],
            options={
                "ordering": ("series", "serial"),
                "indexes": [models.Index(fields=["text"], name="number_text")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "serial"),
                        name="number_is_taken_once",
                        violation_error_message="这个序号已经用过了。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                            models.Q(
                                ("voided_at__isnull", False), models.Q(("void_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="void_number_has_reason",
                        violation_error_message="作废编号要写明理由。",
                    ),
                ],
            },
        ),
    ]
