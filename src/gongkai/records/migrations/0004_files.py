import uuid

import django.db.models.deletion
from django.db import migrations, models

import gongkai.records.keys.fields


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("object_kind", models.CharField(max_length=40, verbose_name="对象种类")),
                ("object_id", models.CharField(max_length=64, verbose_name="对象标识")),
                ("wrapped", models.BinaryField(null=True, verbose_name="加密后的密钥")),
                ("wrapping_version", models.PositiveIntegerField(null=True, verbose_name="所用主密钥的版本")),
                ("created_at", models.DateTimeField(verbose_name="生成时间")),
                ("destroyed_at", models.DateTimeField(null=True, verbose_name="销毁时间")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["wrapping_version"], name="case_key_wrapping_version"),
                    models.Index(fields=["object_kind", "object_id"], name="case_key_object"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("destroyed_at__isnull", True),
                                ("wrapped__isnull", False),
                                ("wrapping_version__isnull", False),
                            ),
                            models.Q(
                                ("destroyed_at__isnull", False),
                                ("wrapped__isnull", True),
                                ("wrapping_version__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="case_key_is_whole_or_destroyed",
                        violation_error_message="案件密钥要么完整，要么已经销毁。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "case_key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="records.casekey",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="存储内容的摘要")),
                ("algorithm", models.CharField(default="sha256", max_length=10, verbose_name="摘要算法")),
                ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("stored_size", models.PositiveBigIntegerField(verbose_name="存储字节数")),
                ("kind", models.CharField(max_length=10, verbose_name="种类")),
                ("public_name", models.CharField(blank=True, max_length=200, verbose_name="文件名")),
                (
                    "private_name",
                    gongkai.records.keys.fields.EncryptedText(null=True, verbose_name="文件名（加密）"),
                ),
                ("stored_at", models.DateTimeField(verbose_name="存入时间")),
                ("stored_by", models.CharField(max_length=64, verbose_name="存入人")),
            ],
            options={
                "indexes": [models.Index(fields=["digest"], name="stored_file_digest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case_key__isnull", True), ("private_name__isnull", True)),
                            models.Q(
                                ("case_key__isnull", False),
                                ("private_name__isnull", False),
                                ("public_name", ""),
                            ),
                            _connector="OR",
                        ),
                        name="stored_file_is_public_or_private",
                        violation_error_message="公开文件不加密，非公开文件连同文件名都加密。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1)),
                        name="stored_file_is_not_empty",
                        violation_error_message="文件是空的，没有可以保存的内容。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecretRefusal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("mark", models.CharField(max_length=20, verbose_name="标志")),
                ("kind", models.CharField(max_length=10, verbose_name="种类")),
                ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("by_id", models.CharField(max_length=64, verbose_name="提交人标识")),
                ("by_name", models.CharField(max_length=100, verbose_name="提交人")),
                ("body", models.CharField(blank=True, max_length=60, verbose_name="机关代码")),
                ("body_name", models.CharField(blank=True, max_length=200, verbose_name="机关名称")),
                ("refused_at", models.DateTimeField(verbose_name="拒收时间")),
                ("handled_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                ("handling", models.CharField(blank=True, max_length=300, verbose_name="处理情况")),
            ],
            options={
                "ordering": ("-refused_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handled_at__isnull", True), ("handling", "")),
                            models.Q(
                                ("handled_at__isnull", False), models.Q(("handling", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="handled_refusal_says_how",
                        violation_error_message="请写明如何处理，再标为已处理。",
                    )
                ],
                "indexes": [],
            },
        ),
    ]
