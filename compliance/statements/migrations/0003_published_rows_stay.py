"""Triggers that refuse to change or drop what was published."""

from django.db import migrations

from compliance.statements.triggers import PUBLISHED
from portal.core import triggers


class Migration(migrations.Migration):
    dependencies = [("statements", "0002_search_index")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: triggers.install_triggers(schema_editor.connection, PUBLISHED),
            lambda apps, schema_editor: triggers.remove_triggers(schema_editor.connection, PUBLISHED),
        )
    ]
