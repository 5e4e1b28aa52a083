"""The one way to publish a page: two steps, each by somebody who did not write the version (experience f3).

Wagtail's own workflow, and its groups that publish by a button, go.
"""

from django.db import migrations

NAME = "Review by a second person"
STEPS = ("Plain-English review", "Subject review")
WAGTAILS_GROUPS = ("Moderators", "Editors")


def make_workflow(apps, schema_editor):
    def model(name, app_label="wagtailcore"):
        return apps.get_model(app_label, name)

    model("WorkflowState").objects.filter(status__in=("in_progress", "needs_changes")).update(status="cancelled")
    model("TaskState").objects.filter(status="in_progress").update(status="cancelled")
    model("WorkflowPage").objects.all().delete()
    model("Workflow").objects.update(active=False)
    model("Task").objects.update(active=False)
    model("Group", "auth").objects.filter(name__in=WAGTAILS_GROUPS).delete()

    kind, _ = model("ContentType", "contenttypes").objects.get_or_create(app_label="base", model="secondpersonreview")
    workflow = model("Workflow").objects.create(name=NAME, active=True)
    for order, name in enumerate(STEPS):
        task = model("SecondPersonReview", "base").objects.create(name=name, active=True, content_type=kind)
        model("WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=order)
    root = model("Page").objects.filter(depth=1).first()
    if root:
        model("WorkflowPage").objects.create(page=root, workflow=workflow)


def drop_workflow(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=NAME).delete()
    apps.get_model("base", "SecondPersonReview").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_second_person_review"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(make_workflow, drop_workflow)]
