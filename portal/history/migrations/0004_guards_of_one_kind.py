"""The same triggers under the names that both databases share now; PostgreSQL had one of its own, and its function."""

from django.db import migrations

from portal.core import triggers
from portal.history.triggers import TRIGGERS


def rename(apps, schema_editor):
    triggers.install_triggers(schema_editor.connection, TRIGGERS)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS history_entry_no_change ON history_entry")
        schema_editor.execute("DROP FUNCTION IF EXISTS history_refuse()")


class Migration(migrations.Migration):
    dependencies = [("history", "0003_append_only")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
