"""The one row that marks the end of the chain, and triggers that refuse to change the log.

The row is made here, so that no two first entries race to make it.
"""

from django.db import migrations

from portal.core.triggers import install_triggers, remove_triggers
from portal.history.triggers import TRIGGERS


def add_head(apps, schema_editor):
    apps.get_model("history", "Head").objects.get_or_create(pk=1)


def delete_head(apps, schema_editor):
    apps.get_model("history", "Head").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [
        migrations.RunPython(add_head, delete_head),
        migrations.RunPython(
            lambda apps, schema_editor: install_triggers(schema_editor.connection, TRIGGERS),
            lambda apps, schema_editor: remove_triggers(schema_editor.connection, TRIGGERS),
        ),
    ]
