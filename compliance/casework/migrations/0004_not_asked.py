"""That nobody asked is an answer of its own. Rows that exist keep what they say."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def say_it_as_before(apps: Any, schema_editor: Any) -> None:
    """Nobody who was not asked is shared more than before: who left a name is known to us only."""
    reporters = apps.get_model("casework", "Reporter").objects.filter(identity_mode="not_asked")
    reporters.filter(identity__isnull=True).update(identity_mode="anonymous")
    reporters.update(identity_mode="confidential")


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_merged_access")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, say_it_as_before),
        migrations.AddField(
            model_name="contact",
            name="for_self",
            field=models.CharField(blank=True, default="", db_default="", max_length=10),
        ),
        migrations.AddField(
            model_name="contact",
            name="repeats",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="casework.contact",
            ),
        ),
        migrations.AlterField(
            model_name="reporter",
            name="identity_mode",
            field=models.CharField(
                choices=[
                    ("named_share", "Named, details may be shared"),
                    ("confidential", "Confidential: known to us only"),
                    ("anonymous", "Anonymous"),
                    ("not_asked", "Not asked"),
                ],
                max_length=12,
            ),
        ),
    ]
