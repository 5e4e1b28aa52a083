"""That nobody knows whether they agreed is an answer of its own."""

from typing import Any

from django.db import migrations, models


def say_it_as_before(apps: Any, schema_editor: Any) -> None:
    apps.get_model("referrals", "Consent").objects.filter(state="unknown").update(state="not_asked")


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, say_it_as_before),
        migrations.AlterField(
            model_name="consent",
            name="state",
            field=models.CharField(
                choices=[
                    ("given", "Given"),
                    ("refused", "Refused"),
                    ("withdrawn", "Withdrawn"),
                    ("not_asked", "Not asked"),
                    ("lacks_capacity", "Lacks capacity: decided in their best interests"),
                    ("not_required", "Not required: child or danger"),
                    ("unknown", "Not known"),
                ],
                max_length=20,
            ),
        ),
    ]
