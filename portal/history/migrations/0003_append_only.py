"""Triggers that refuse to change or drop history."""

from django.db import migrations

from portal.history import guards


class Migration(migrations.Migration):
    dependencies = [("history", "0002_head")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guards.install(schema_editor.connection),
            lambda apps, schema_editor: guards.remove(schema_editor.connection),
        )
    ]
