"""Triggers that refuse to change or drop history."""

from django.db import migrations

from portal.core import triggers
from portal.history.triggers import GUARDS


class Migration(migrations.Migration):
    dependencies = [("history", "0002_head")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: triggers.install(schema_editor.connection, GUARDS),
            lambda apps, schema_editor: triggers.remove(schema_editor.connection, GUARDS),
        )
    ]
