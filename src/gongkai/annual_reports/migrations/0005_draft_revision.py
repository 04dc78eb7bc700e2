from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('annual_reports', '0004_fill_archived_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='revision',
            field=models.PositiveIntegerField(default=0, verbose_name='改动次数'),
        ),
        migrations.AlterField(
            model_name='celledit',
            name='at',
            field=models.DateTimeField(verbose_name='办理时间'),
        ),
        migrations.AlterField(
            model_name='celledit',
            name='by_id',
            field=models.CharField(max_length=64, verbose_name='经办人标识'),
        ),
        migrations.AlterField(
            model_name='celledit',
            name='by_name',
            field=models.CharField(max_length=100, verbose_name='经办人'),
        ),
        migrations.AlterField(
            model_name='celledit',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='理由'),
        ),
        migrations.AlterField(
            model_name='draft',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='办结时间'),
        ),
        migrations.AlterField(
            model_name='draft',
            name='settled_by',
            field=models.CharField(blank=True, max_length=100, verbose_name='办结人'),
        ),
        migrations.AlterField(
            model_name='verdict',
            name='at',
            field=models.DateTimeField(verbose_name='办理时间'),
        ),
        migrations.AlterField(
            model_name='verdict',
            name='by_id',
            field=models.CharField(max_length=64, verbose_name='经办人标识'),
        ),
        migrations.AlterField(
            model_name='verdict',
            name='by_name',
            field=models.CharField(max_length=100, verbose_name='经办人'),
        ),
    ]
