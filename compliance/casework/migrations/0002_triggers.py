"""Triggers that refuse to change a decision that was made."""

from django.db import migrations

from compliance.casework.triggers import TRIGGERS
from portal.core.triggers import install_triggers, remove_triggers


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install_triggers(schema_editor.connection, TRIGGERS),
            lambda apps, schema_editor: remove_triggers(schema_editor.connection, TRIGGERS),
        )
    ]
