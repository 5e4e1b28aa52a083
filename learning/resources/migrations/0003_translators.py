"""Welsh as a language of pages, and those who write pages may begin a translation of one."""

from django.db import migrations

TRANSLATORS = ("content_editor", "site_administrator")


def give(apps, schema_editor):
    apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code="cy")
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=TRANSLATORS):
        group.permissions.add(permission)


def take(apps, schema_editor):
    """The language stays: pages may be in it."""
    for group in apps.get_model("auth", "Group").objects.filter(name__in=TRANSLATORS):
        group.permissions.remove(*group.permissions.filter(content_type__app_label="wagtail_localize"))


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0002_first_pages"),
        ("accounts", "0002_staff_groups"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]
    operations = [migrations.RunPython(give, take)]
