"""Editors may add, change and choose pictures and files.

Wagtail asks for the rights of its own two models, whatever model holds the rows: those that were given for ours opened
nothing.
"""

from django.db import migrations

ROLES = ("content_editor", "site_administrator")
MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))
WITHOUT_EFFECT = ("portalimage", "portaldocument")


def give(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Right = apps.get_model("wagtailcore", "GroupCollectionPermission")
    collection = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    Right.objects.filter(permission__content_type__app_label="base", permission__content_type__model__in=WITHOUT_EFFECT).delete()
    for role in ROLES if collection else ():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        for app_label, model in MODELS:
            kind, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
            for verb in ("add", "change", "choose"):
                permission, _ = Permission.objects.get_or_create(
                    content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {model}"}
                )
                Right.objects.get_or_create(group=group, collection=collection, permission=permission)


def take(apps, schema_editor):
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        group__name__in=ROLES, permission__content_type__app_label__in=[app_label for app_label, _ in MODELS]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0004_redirects"),
        ("accounts", "0002_staff_groups"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(give, take)]
