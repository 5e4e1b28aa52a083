"""Triggers that refuse to change or drop history."""

from django.db import migrations

from portal.core import guards
from portal.history.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("history", "0002_head")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guards.install(schema_editor.connection, GUARDS),
            lambda apps, schema_editor: guards.remove(schema_editor.connection, GUARDS),
        )
    ]
