import django.db.models.deletion
import gongkai.records.keys.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0004_browser_sessions'),
        ('records', '0004_files'),
    ]

    operations = [
        migrations.AlterField(
            model_name='failedattempts',
            name='scope',
            field=models.CharField(choices=[('login', '登录名'), ('address', '网络地址'), ('together', '网络地址（密码连同验证码）'), ('code', '验证码'), ('password', '现在的密码'), ('device', '登录过的设备'), ('device_code', '登录过的设备（验证码）')], max_length=12, verbose_name='范围'),
        ),
        migrations.CreateModel(
            name='Authenticator',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('secret', gongkai.records.keys.fields.EncryptedText(verbose_name='密钥（加密）')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='启用时间')),
                ('drift', models.SmallIntegerField(default=0, verbose_name='时钟偏差')),
                ('last_step', models.BigIntegerField(default=-1, verbose_name='最近用过的时间段')),
                ('case_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.casekey')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='authenticator', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
        ),
        migrations.CreateModel(
            name='KnownDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('known_since', models.DateTimeField(verbose_name='首次登录时间')),
                ('last_used_at', models.DateTimeField(verbose_name='最近登录时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'ordering': ('-last_used_at', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='signin',
            name='device',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sign_ins', to='organisations.knowndevice', verbose_name='设备'),
        ),
        migrations.AddConstraint(
            model_name='knowndevice',
            constraint=models.UniqueConstraint(fields=('digest',), name='known_device_digest_is_unique', violation_error_message='设备凭据重复，请重新登录。'),
        ),
    ]
