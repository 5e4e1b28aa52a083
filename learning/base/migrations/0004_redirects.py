"""Site administrators look after redirects. Those of a page that moves make themselves, whoever moves it."""

from django.db import migrations

ROLE = "site_administrator"
VERBS = ("add", "change", "delete", "view")


def permissions(apps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.get_or_create(app_label="wagtailredirects", model="redirect")
    for verb in VERBS:
        yield Permission.objects.get_or_create(
            content_type=kind, codename=f"{verb}_redirect", defaults={"name": f"Can {verb} redirect"}
        )[0]


def give(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=ROLE)
    group.permissions.add(*permissions(apps))


def take(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=ROLE):
        group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_publishing_workflow"),
        ("accounts", "0002_staff_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(give, take)]
