"""A grade for each of four parts of an area, where there was one for the area: it stands for all four of them."""

from django.db import migrations, models

PARTS = ("policies_and_procedures", "resources", "communication_and_training", "monitoring")
# The best first: back again, an area stands as the worst of its parts.
GRADES = ("robust", "some_improvements", "fundamental_improvements", "not_addressed")


def divide(apps, schema_editor):
    change(apps, lambda grade: grade if isinstance(grade, dict) else dict.fromkeys(PARTS, grade))


def unite(apps, schema_editor):
    change(apps, lambda parts: max(parts.values(), key=GRADES.index) if isinstance(parts, dict) else parts)


def change(apps, step):
    audits = apps.get_model("audits", "Audit")
    for audit in list(audits.objects.exclude(management_grades={}).only("management_grades")):
        audit.management_grades = {area: step(grade) for area, grade in audit.management_grades.items()}
        audit.save(update_fields=["management_grades"])


class Migration(migrations.Migration):
    dependencies = [("audits", "0003_action_closed_by_user")]
    operations = [
        migrations.AlterField(
            model_name="audit",
            name="management_grades",
            field=models.JSONField(blank=True, default=dict, help_text="MSA grade by code area and part"),
        ),
        migrations.RunPython(divide, unite, elidable=True),
    ]
