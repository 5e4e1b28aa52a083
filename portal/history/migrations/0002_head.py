"""The one row that marks the end of the chain: made here, so that no two first entries race to make it."""

from django.db import migrations


def add_head(apps, schema_editor):
    apps.get_model("history", "Head").objects.get_or_create(pk=1)


def drop_head(apps, schema_editor):
    apps.get_model("history", "Head").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunPython(add_head, drop_head)]
