"""A course as staff write it, its published versions, and their lessons and questions.

Staff write a course in /cms/. What a second person approves becomes a version, which never changes.

See docs/requirements/experience.md#course-versions.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin
from wagtail.rich_text import expand_db_html

from learning.base import html_anchors, service_phones
from learning.base.citations import get_source_titles
from learning.base.panels import ReviewPanel
from learning.base.permissions import can_approve
from learning.training.blocks import CourseBlocks, LessonBlocks, SourcesBlocks, render_lesson
from learning.training.choices import Audience, Use, get_course_languages
from learning.training.forms.courses import CourseForm
from learning.training.labels import describe_problem
from learning.training.panels import LessonsPanel
from learning.training.rules.course_checks import find_problems, get_latest_next_check
from portal.core.types import Context
from portal.reference.languages import languages


class CourseQuerySet(models.QuerySet["Course"]):
    def offered(self) -> "CourseQuerySet":
        return self.filter(live=True)

    def with_minutes(self) -> "CourseQuerySet":
        """Annotate each with the minutes of the lessons of its current version, the quiz apart."""
        current = CourseVersion.objects.current().filter(course=OuterRef("pk")).values("minutes")
        return self.annotate(minutes=Coalesce(Subquery(current), 0)).defer("content")

    def with_current_number(self) -> "CourseQuerySet":
        """Annotate each with the number of its current version; None where nothing was published."""
        current = CourseVersion.objects.current().filter(course=OuterRef("pk")).values("number")
        return self.annotate(current_number=Subquery(current))


class Course(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """A course. One that is no longer offered stays, for certificates that people hold."""

    # Set by with_minutes().
    minutes: int

    slug = models.SlugField(_("address"), unique=True, max_length=60, help_text=_("The last part of its web address."))
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("summary"), max_length=300, help_text=_("One or two sentences. We show this in the list of courses.")
    )
    audience = models.CharField(_("audience"), max_length=20, choices=Audience)
    language = models.CharField(_("language"), max_length=5, default="en", choices=get_course_languages)
    warning = models.CharField(
        _("content warning"),
        max_length=300,
        blank=True,
        help_text=_("What may distress a reader. Leave empty if none."),
    )
    position = models.PositiveSmallIntegerField(
        _("place in the list"), default=0, help_text=_("Courses with a low number come first.")
    )
    content = StreamField(CourseBlocks(), blank=True, verbose_name=_("lessons"))
    must_restart = models.BooleanField(
        _("Learners who have started must start again"),
        default=False,
        help_text=_(
            "Use this only if the earlier text was wrong or did harm. Otherwise they finish the version they started."
        ),
    )
    fingerprint = models.CharField(
        max_length=64, editable=False, default="", help_text="of the files it was loaded from"
    )
    loaded_at = models.DateTimeField(null=True, editable=False)
    checked_on = models.DateField(
        _("last checked on"), null=True, blank=True, help_text=_("When someone last checked it against its sources.")
    )
    next_check_on = models.DateField(
        _("next check by"), null=True, blank=True, help_text=_("No more than a year after the last check.")
    )
    reminded_for = models.DateField(
        null=True, blank=True, editable=False, help_text="the next check of which we sent a mail"
    )

    objects = CourseQuerySet.as_manager()

    base_form_class = CourseForm
    panels = [
        ReviewPanel(heading=_("Review")),
        LessonsPanel(heading=_("Lessons")),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("warning"),
        FieldPanel("content", heading=_("Text of the lessons")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("audience"), FieldPanel("language")]),
                FieldPanel("position"),
                FieldRowPanel([FieldPanel("checked_on"), FieldPanel("next_check_on")]),
                FieldPanel("must_restart"),
            ],
            heading=_("About this course"),
        ),
    ]

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.slug])

    @property
    def language_name(self) -> str:
        return str(languages()[self.language].name)

    @property
    def lessons(self) -> "LessonQuerySet":
        """Return the lessons of the current version, in order."""
        return Lesson.objects.filter(version__course=self, version__is_current=True)

    def find_missing(self) -> list[str]:
        """Return what the course lacks before anybody may approve it, in sentences."""
        found = [describe_problem(problem) for problem in find_problems(self.content.get_prep_value())]
        if not self.next_check_on or self.next_check_on > get_latest_next_check(self.checked_on, timezone.localdate()):
            found.append(str(_("Next check must be within a year of the last check.")))
        return found

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "training/cms/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> Context:
        context: Context = super().get_preview_context(request, mode_name)
        lessons = [block.value for block in self.content]
        return context | {"course": self, "lessons": lessons}

    def with_content_json(self, content: dict[str, Any]) -> "Course":
        """Keep what belongs to the course and not to the text of a version."""
        course: Course = super().with_content_json(content)
        for name in ("fingerprint", "loaded_at", "reminded_for"):
            setattr(course, name, getattr(self, name))
        return course

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> Any:
        """Make the revision the next version. Refuse to do so, whatever led here, for the person who wrote it.

        Without a user it is the clock, for a version that two people have seen, or our own texts.
        """
        if user is not None and not can_approve(user, self):
            raise PublishPermissionError
        published = super().publish(revision, user=user, **options | {"skip_permission_checks": True})
        self.refresh_from_db()
        if self.live and self.live_revision_id == revision.pk:
            # The service needs these models.
            from learning.training.services.versions import create_version  # noqa: PLC0415

            create_version(course=self, revision=revision, at=timezone.now())
        return published

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse once a version was public: certificates and figures name it."""
        if self.versions.exists():
            raise ValidationError(_("You cannot delete a published course. Unpublish it."))
        return super().delete(*args, **kwargs)


class CourseVersionQuerySet(models.QuerySet["CourseVersion"]):
    def current(self) -> "CourseVersionQuerySet":
        return self.filter(is_current=True)


class CourseVersion(models.Model):
    """What was published of a course: never changed, and kept for those who took it."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField(help_text="of its lessons")
    published_at = models.DateTimeField()
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")
    must_restart = models.BooleanField(default=False, help_text="whoever began an earlier version does not finish it")
    is_current = models.BooleanField(default=True)

    objects = CourseVersionQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("course", "number"), name="one_course_version_of_a_number"),
            models.UniqueConstraint(fields=("course",), condition=models.Q(is_current=True), name="one_current_course"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class LessonQuerySet(models.QuerySet["Lesson"]):
    def without_text(self) -> "LessonQuerySet":
        return self.defer("body", "sources")


class Lesson(models.Model):
    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    warning = models.CharField(_("content warning"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    body = StreamField(LessonBlocks(), blank=True)
    sources = StreamField(SourcesBlocks(required=False), blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("version", "slug"), name="one_lesson_of_a_name")]

    def __str__(self) -> str:
        return self.title

    def address(self, course: Course) -> str:
        """Return the address. course: its own, at hand already."""
        return reverse("training:lesson", args=[course.slug, self.slug])

    def drawn(self) -> SafeString:
        return render_lesson(self.body, self.sources)


class QuestionQuerySet(models.QuerySet["Question"]):
    def for_use(self, use: Use) -> "QuestionQuerySet":
        return self.filter(use=use).order_by("lesson__position", "position", "pk")


class Question(models.Model):
    """A question of a version. Never changed, so that an answer stays what somebody was asked."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="questions")
    use = models.CharField(max_length=10, choices=Use)
    text = models.CharField(max_length=300)
    answers = models.JSONField(help_text="a list of {text, is_right}")
    because = models.TextField(help_text="HTML as Wagtail keeps it: why the right answers are right")
    position = models.PositiveSmallIntegerField()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("lesson", "use", "position"), name="one_question_of_a_position")]

    def __str__(self) -> str:
        return self.text

    @property
    def right(self) -> frozenset[int]:
        """Return places of the right answers, from 0."""
        return frozenset(index for index, answer in enumerate(self.answers) if answer["is_right"])

    @property
    def has_several(self) -> bool:
        return len(self.right) > 1

    def explained(self, course: Course) -> SafeString:
        """Return why, with its sources as links to the lesson that it cites, and numbers as links to call."""
        address = self.lesson.address(course)
        titles = get_source_titles(self.lesson.sources)
        html = html_anchors.link_sources(expand_db_html(self.because), titles, address, self.lesson.title)
        return mark_safe(service_phones.link_phones(html))  # noqa: S308 — from Wagtail's editor or our own files


def format_hours(minutes: int) -> str:
    """Return hours to the nearest quarter: "1.25" for 75 minutes, "0.25" at least for any course."""
    quarters = max(1, round(minutes / 15)) if minutes else 0
    return f"{quarters / 4:g}"
