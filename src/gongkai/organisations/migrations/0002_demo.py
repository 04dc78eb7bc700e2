import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DemoCity',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('base_day', models.DateField(verbose_name='基准日')),
                ('founded_at', models.DateTimeField(verbose_name='建立时间')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_demo_city', violation_error_message='演示城市已经建立。')],
            },
        ),
        migrations.CreateModel(
            name='DemoAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='demo_account', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
    ]
