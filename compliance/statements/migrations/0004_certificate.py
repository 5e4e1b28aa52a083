"""A certificate of publication beside the statement's PDF; for what is published already the worker makes it now."""

from django.db import migrations, models


def ask_for_it(apps, schema_editor):
    apps.get_model("statements", "Render").objects.filter(state="done").update(state="waiting", attempt=0)


class Migration(migrations.Migration):
    dependencies = [("statements", "0003_published_rows_stay")]
    operations = [
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[("html", "HTML"), ("pdf", "PDF"), ("json", "JSON"), ("cert", "Certificate")], max_length=4
            ),
        ),
        migrations.RunPython(ask_for_it, migrations.RunPython.noop),
    ]
