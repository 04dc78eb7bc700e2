import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.CharField(blank=True, max_length=60, verbose_name="机关代码")),
                ("kind", models.CharField(max_length=40, verbose_name="公文种类")),
            ],
            options={
                "ordering": ("kind", "body"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "kind"),
                        name="one_template_per_body_and_kind",
                        violation_error_message="这个机关已经有这种公文的模板了，请修改它，不要另建。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("valid_from", models.DateField(verbose_name="启用日期")),
                ("parts", models.JSONField(verbose_name="内容")),
                ("withdrawn", models.BooleanField(default=False, verbose_name="停用")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="修改理由")),
                ("made_at", models.DateTimeField(verbose_name="修改时间")),
                ("made_by", models.CharField(max_length=64, verbose_name="修改人标识")),
                ("made_by_name", models.CharField(max_length=100, verbose_name="修改人")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="records.lettertemplate",
                    ),
                ),
            ],
            options={
                "ordering": ("template", "version"),
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("body", models.CharField(max_length=60, verbose_name="机关代码")),
                ("kind", models.CharField(max_length=40, verbose_name="公文种类")),
                ("on", models.DateField(verbose_name="成文日期")),
                ("digests", models.JSONField(verbose_name="文件摘要")),
                ("issued_at", models.DateTimeField(verbose_name="制发时间")),
                ("issued_by", models.CharField(max_length=64, verbose_name="制发人标识")),
                ("issued_by_name", models.CharField(max_length=100, verbose_name="制发人")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                ("void_reason", models.CharField(blank=True, max_length=300, verbose_name="作废理由")),
                (
                    "case_key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="records.casekey",
                    ),
                ),
                (
                    "docx",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.storedfile"
                    ),
                ),
                (
                    "html",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.storedfile"
                    ),
                ),
                (
                    "number",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="records.number",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="records.templateversion",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-issued_at"),
            },
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.UniqueConstraint(
                fields=("template", "version"),
                name="template_version_is_made_once",
                violation_error_message="别人刚刚修改过这个模板，请在最新的版本上再改一次。",
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)),
                name="template_versions_count_from_one",
                violation_error_message="模板的版本从1开始。",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["body", "kind", "on"], name="letter_body_kind_day"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                    models.Q(("voided_at__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="void_letter_has_reason",
                violation_error_message="作废公文要写明理由。",
            ),
        ),
    ]
