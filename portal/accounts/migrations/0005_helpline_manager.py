"""A group for helpline managers: they read figures, never a case."""

from django.db import migrations, models

ROLE = "helpline_manager"


def make_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name=ROLE)


def drop_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=ROLE).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_known_networks")]
    operations = [
        migrations.AlterField(
            model_name="staffinvitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("handler", "Call handler"),
                    ("triage_lead", "Triage lead"),
                    ("statistician", "Statistician"),
                    ("helpline_manager", "Helpline manager"),
                    ("content_editor", "Content editor"),
                    ("site_administrator", "Site administrator"),
                    ("partner", "Partner agency"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(make_group, drop_group),
    ]
