"""Triggers that refuse to change what is published."""

from django.db import migrations

from compliance.statements.triggers import TRIGGERS
from portal.core.triggers import install_triggers, remove_triggers


class Migration(migrations.Migration):
    dependencies = [("statements", "0002_search_indexes")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install_triggers(schema_editor.connection, TRIGGERS),
            lambda apps, schema_editor: remove_triggers(schema_editor.connection, TRIGGERS),
        )
    ]
