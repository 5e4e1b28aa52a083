"""A group for each role of our staff, and what content editors and site administrators may do in Wagtail.

Nobody gets Wagtail's user management, for it amounts to all rights. The rights in Wagtail are given by
the names Wagtail gave them, made here when its own signal has not made them yet.

See docs/requirements/security.md#user-management.
"""

from django.db import migrations

ROLES = (
    "handler",
    "triage_lead",
    "statistician",
    "helpline_manager",
    "content_editor",
    "site_administrator",
    "partner",
)
ON_PAGES = {
    "content_editor": ("add", "change"),
    "site_administrator": ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
}


def _permission(apps, app_label, model, codename):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    permission, _ = Permission.objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
    )
    return permission


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in ROLES}
    for role, verbs in ON_PAGES.items():
        groups[role].permissions.add(_permission(apps, "wagtailadmin", "admin", "access_admin"))
        for verb in verbs if root else ():
            GroupPagePermission.objects.get_or_create(
                group=groups[role], page=root, permission=_permission(apps, "wagtailcore", "page", f"{verb}_page")
            )


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0003_admin_managed"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(make_groups, drop_groups)]
