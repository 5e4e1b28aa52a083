"""Comments become threads, resolved by an act of their own; two more facets of what is published; copies reminded of."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def answers_to_replies(apps, schema_editor):
    """An answer that closed its comment is the first reply, and the comment is resolved."""
    comments = apps.get_model("statements", "Comment").objects.exclude(answer="").exclude(resolved_at=None)
    reply = apps.get_model("statements", "Reply")
    reply.objects.bulk_create(
        [
            reply(comment=one, text=one.answer, author_id=one.resolved_by_id, written_at=one.resolved_at)
            for one in comments
        ]
    )


def replies_to_answers(apps, schema_editor):
    """The last reply of a resolved comment is its answer; other replies go."""
    comments = apps.get_model("statements", "Comment")
    for one in apps.get_model("statements", "Reply").objects.exclude(comment__resolved_at=None).order_by("written_at"):
        comments.objects.filter(pk=one.comment_id).update(answer=one.text)


def add_facets(apps, schema_editor):
    """From the content that is kept with each publication."""
    facet = apps.get_model("statements", "Facet")
    for publication in apps.get_model("statements", "Publication").objects.only("content").iterator(chunk_size=200):
        answers = publication.content.get("answers", {})
        found = {("affected", code) for risk in answers.get("risks") or [] for code in risk.get("targets") or []}
        found |= {("remediation", code) for code in answers.get("remediations") or []}
        facet.objects.bulk_create(
            [facet(publication=publication, kind=kind, code=code) for kind, code in sorted(found)],
            ignore_conflicts=True,
        )


def remove_facets(apps, schema_editor):
    apps.get_model("statements", "Facet").objects.filter(kind__in=["affected", "remediation"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("statements", "0019_goals_of_brought_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField(max_length=5000)),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="statements.comment"
                    ),
                ),
                (
                    "mentioned",
                    models.ManyToManyField(
                        help_text="who should look at it", related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ("written_at", "pk")},
        ),
        migrations.RenameField("comment", "answered_by", "resolved_by"),
        migrations.RenameField("comment", "answered_at", "resolved_at"),
        migrations.RunPython(answers_to_replies, replies_to_answers, elidable=True),
        # Looked at: nothing else reads the answer; it stands in the replies.
        migrations.RemoveField("comment", "answer"),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("mentioned", "You were named in a comment"),
                    ("asked", "New comment"),
                    ("answered", "Your comment was answered"),
                    ("replied", "New reply where you wrote"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(add_facets, remove_facets, elidable=True),
        migrations.AddField(
            model_name="copyrequest",
            name="reminded_at",
            field=models.DateTimeField(
                blank=True, help_text="when its last day was told", null=True
            ),
        ),
    ]
