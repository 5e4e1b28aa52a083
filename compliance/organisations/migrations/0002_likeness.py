"""Names that the eye takes for the same are found by one column: HarbourFoods and Harb0ur Foods too."""

from django.db import migrations, models

from compliance.organisations.rules.names import lookalike_key, normalise_name


def rewrite(rule):
    def forwards(apps, schema_editor):
        organisations = apps.get_model("organisations", "Organisation").objects
        for pk, name in organisations.values_list("pk", "name").iterator():
            organisations.filter(pk=pk).update(likeness=rule(name))

    return forwards


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.RenameField("organisation", "normal_name", "likeness"),
        migrations.AlterField(
            "organisation",
            "likeness",
            models.CharField(
                max_length=160,
                db_index=True,
                editable=False,
                help_text="equal for names that a reader takes for the same",
            ),
        ),
        migrations.AlterField(
            "organisation",
            "slug",
            models.SlugField(
                max_length=80,
                unique=True,
                help_text="made from the name; never reused, and never changed after the first confirmation",
            ),
        ),
        migrations.RunPython(rewrite(lookalike_key), rewrite(normalise_name), elidable=True),
    ]
