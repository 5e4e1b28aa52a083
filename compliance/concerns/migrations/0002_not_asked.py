"""A caller with a code whom nobody asked how private they want to be, or why they call."""

from typing import Any

from django.db import migrations, models


def say_it_as_before(apps: Any, schema_editor: Any) -> None:
    """Nobody who was not asked is shared more than before."""
    concerns = apps.get_model("concerns", "Concern").objects
    concerns.filter(identity_mode="not_asked").update(identity_mode="confidential")
    concerns.filter(purpose="").update(purpose="other")


class Migration(migrations.Migration):
    dependencies = [("concerns", "0001_initial")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, say_it_as_before),
        migrations.AlterField(
            model_name="concern",
            name="identity_mode",
            field=models.CharField(
                choices=[
                    ("named_share", "Named, details may be shared"),
                    ("confidential", "Confidential"),
                    ("anonymous", "Anonymous"),
                    ("not_asked", "Not asked"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(model_name="concern", name="purpose", field=models.CharField(blank=True, max_length=30)),
    ]
