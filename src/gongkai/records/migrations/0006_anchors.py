import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnchorMade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.BigIntegerField(verbose_name='区块')),
                ('position', models.BigIntegerField(verbose_name='序号')),
                ('root', models.TextField(verbose_name='根摘要')),
                ('algorithm', models.TextField(verbose_name='摘要算法')),
                ('day', models.DateField(verbose_name='日期')),
                ('made_at', models.DateTimeField(verbose_name='制作时间')),
                ('line', models.TextField(verbose_name='内容')),
            ],
            options={
                'db_table': 'records_journal_anchor',
            },
        ),
        migrations.CreateModel(
            name='AnchorReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.TextField(verbose_name='存放方式')),
                ('location', models.TextField(verbose_name='存放处')),
                ('name', models.TextField(verbose_name='文件名')),
                ('digest', models.TextField(verbose_name='摘要')),
                ('said', models.TextField(blank=True, verbose_name='回执')),
                ('kept_at', models.DateTimeField(verbose_name='存放时间')),
            ],
            options={
                'db_table': 'records_journal_anchor_receipt',
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.BigIntegerField(verbose_name='区块')),
                ('position', models.BigIntegerField(verbose_name='序号')),
                ('root', models.TextField(verbose_name='根摘要')),
                ('algorithm', models.TextField(verbose_name='摘要算法')),
                ('verified_at', models.DateTimeField(verbose_name='核验时间')),
                ('anchor_block', models.BigIntegerField(default=0, verbose_name='锚点区块')),
                ('anchor_root', models.TextField(blank=True, verbose_name='锚点根摘要')),
                ('key_id', models.TextField(verbose_name='签名密钥')),
                ('signature', models.TextField(verbose_name='签名')),
            ],
            options={
                'db_table': 'records_journal_checkpoint',
            },
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['verb', 'at', 'id'], name='journal_entry_verb'),
        ),
        migrations.AddIndex(
            model_name='anchormade',
            index=models.Index(fields=['day'], name='journal_anchor_day'),
        ),
        migrations.AddConstraint(
            model_name='anchormade',
            constraint=models.UniqueConstraint(fields=('day', 'block'), name='journal_anchor_is_made_once', violation_error_message='同一天对同一区块只做一个锚点。'),
        ),
        migrations.AddField(
            model_name='anchorreceipt',
            name='anchor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='records.anchormade'),
        ),
        migrations.AddIndex(
            model_name='checkpoint',
            index=models.Index(fields=['verified_at'], name='journal_checkpoint_at'),
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.CheckConstraint(condition=models.Q(('block__gte', 1), models.Q(('key_id', ''), _negated=True), models.Q(('signature', ''), _negated=True)), name='journal_checkpoint_is_signed', violation_error_message='检查点应有签名。'),
        ),
        migrations.AddIndex(
            model_name='anchorreceipt',
            index=models.Index(fields=['kept_at'], name='journal_receipt_kept_at'),
        ),
        migrations.AddConstraint(
            model_name='anchorreceipt',
            constraint=models.UniqueConstraint(fields=('anchor', 'place', 'location'), name='journal_anchor_is_kept_once', violation_error_message='同一个锚点在同一处只存放一次。'),
        ),
    ]
