"""The one way to publish a page or a course, and what roles of staff may do with courses, redirects, pictures and files.

A page is published in two steps, each by somebody who did not write the version. Wagtail's own
workflow, and its groups that publish by a button, go. Wagtail asks for the rights of its own two models of pictures and
files, whatever model holds the rows.

See docs/requirements/experience.md#two-step-review.
"""

from django.db import migrations

WORKFLOW = "Review by a second person"
STEPS = ("Plain-English review", "Subject review")
WAGTAIL_GROUPS = ("Moderators", "Editors")
MEDIA_ROLES = ("content_editor", "site_administrator")
MEDIA_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))
REDIRECT_ROLE = "site_administrator"


def make_workflow(apps, schema_editor):
    def model(name, app_label="wagtailcore"):
        return apps.get_model(app_label, name)

    model("WorkflowPage").objects.all().delete()
    model("Workflow").objects.update(active=False)
    model("Task").objects.update(active=False)
    model("Group", "auth").objects.filter(name__in=WAGTAIL_GROUPS).delete()

    kind, _ = model("ContentType", "contenttypes").objects.get_or_create(app_label="base", model="secondpersonreview")
    workflow = model("Workflow").objects.create(name=WORKFLOW, active=True)
    for order, name in enumerate(STEPS):
        task = model("SecondPersonReview", "base").objects.create(name=name, active=True, content_type=kind)
        model("WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=order)
    courses, _ = model("ContentType", "contenttypes").objects.get_or_create(app_label="training", model="course")
    model("WorkflowContentType").objects.create(content_type=courses, workflow=workflow)
    root = model("Page").objects.filter(depth=1).first()
    if root:
        model("WorkflowPage").objects.create(page=root, workflow=workflow)


def drop_workflow(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("base", "SecondPersonReview").objects.all().delete()


def get_permission(apps, app_label, model, verb):
    """Return Wagtail's permission, made here when its own signal has not made it yet."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {model}"}
    )
    return permission


def grant_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    redirects = [get_permission(apps, "wagtailredirects", "redirect", verb) for verb in ("add", "change", "delete", "view")]
    Group.objects.get_or_create(name=REDIRECT_ROLE)[0].permissions.add(*redirects)
    for role in MEDIA_ROLES:
        verbs = ("add", "change", "view", *(("publish",) if role == REDIRECT_ROLE else ()))
        rights = [get_permission(apps, "training", "course", verb) for verb in verbs]
        Group.objects.get_or_create(name=role)[0].permissions.add(*rights)
    Right = apps.get_model("wagtailcore", "GroupCollectionPermission")
    collection = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    for role in MEDIA_ROLES if collection else ():
        group, _ = Group.objects.get_or_create(name=role)
        for app_label, model in MEDIA_MODELS:
            for verb in ("add", "change", "choose"):
                permission = get_permission(apps, app_label, model, verb)
                Right.objects.get_or_create(group=group, collection=collection, permission=permission)


def revoke_rights(apps, schema_editor):
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        group__name__in=MEDIA_ROLES, permission__content_type__app_label__in=[label for label, _ in MEDIA_MODELS]
    ).delete()
    for group in apps.get_model("auth", "Group").objects.filter(name__in=MEDIA_ROLES):
        group.permissions.remove(*group.permissions.filter(content_type__app_label__in=["wagtailredirects", "training"]))


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
        ("accounts", "0002_staff_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [
        migrations.RunPython(make_workflow, drop_workflow),
        migrations.RunPython(grant_rights, revoke_rights),
    ]
