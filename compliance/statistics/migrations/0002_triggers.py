"""Triggers that refuse to change what was frozen, prepared and published."""

from django.db import migrations

from compliance.statistics.triggers import TRIGGERS
from portal.core.triggers import install_triggers, remove_triggers


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install_triggers(schema_editor.connection, TRIGGERS),
            lambda apps, schema_editor: remove_triggers(schema_editor.connection, TRIGGERS),
        )
    ]
