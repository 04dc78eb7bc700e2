"""Browser sessions by digest; the table of session keys that could be used as they stood goes with its rows."""

from django.db import migrations, models


def drop_usable_session_keys(apps, schema_editor):
    connection = schema_editor.connection
    if "django_session" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # the freed pages are overwritten, not only unlinked
            cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute("DELETE FROM django_session")
        cursor.execute("DROP TABLE django_session")


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_parameters")]

    operations = [
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="会话密钥的摘要"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunPython(drop_usable_session_keys, migrations.RunPython.noop),
    ]
