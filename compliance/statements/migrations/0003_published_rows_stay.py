"""Triggers that refuse to change or drop what was published."""

from django.db import migrations

from compliance.statements.guards import PUBLISHED
from portal.core import guards


class Migration(migrations.Migration):
    dependencies = [("statements", "0002_search_index")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guards.install(schema_editor.connection, PUBLISHED),
            lambda apps, schema_editor: guards.remove(schema_editor.connection, PUBLISHED),
        )
    ]
