"""Triggers that refuse to change or drop history."""

from django.db import migrations

from portal.core import triggers
from portal.history.triggers import TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("history", "0002_head")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: triggers.install_triggers(schema_editor.connection, TRIGGERS),
            lambda apps, schema_editor: triggers.remove_triggers(schema_editor.connection, TRIGGERS),
        )
    ]
