"""Version 1 of the weights, from the data file of that name, which is never changed."""

import json
from datetime import UTC, datetime
from importlib.resources import files

from django.db import migrations


def add(apps, schema_editor):
    text = files("compliance.suppliers").joinpath("data", "risk_weights_1.json").read_text(encoding="utf-8")
    apps.get_model("suppliers", "RiskWeights").objects.get_or_create(
        number=1,
        defaults={
            "weights": json.loads(text)["weights"],
            "reason": "The weights this website started with.",
            "made_at": datetime(2026, 11, 24, tzinfo=UTC),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
