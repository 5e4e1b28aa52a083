"""A course, its lessons and their questions: loaded from content/ (learning.training.services.loading)."""

from django.db import models
from django.db.models import Prefetch, Q, Sum
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from learning.base import html_anchors
from learning.training.blocks import LessonBlocks, SourcesBlocks
from learning.training.choices import Audience, Use
from portal.reference.languages import languages


class CourseQuerySet(models.QuerySet["Course"]):
    def offered(self) -> "CourseQuerySet":
        return self.filter(is_offered=True)

    def with_minutes(self) -> "CourseQuerySet":
        """Annotate each with the minutes of its lessons, the quiz apart."""
        return self.annotate(minutes=Sum("lessons__minutes", filter=Q(lessons__is_offered=True), default=0))

    def with_lessons(self) -> "CourseQuerySet":
        """Fetch each with its lessons in order, without their text: one query more."""
        lessons = Lesson.objects.offered().defer("body", "sources")
        return self.prefetch_related(Prefetch("lessons", lessons, to_attr="in_order"))


class Course(models.Model):
    """A course. One that is no longer offered stays, for certificates that people hold."""

    # Set by with_minutes() and with_lessons().
    minutes: int
    in_order: "list[Lesson]"

    slug = models.SlugField(unique=True, max_length=60)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    audience = models.CharField(_("for whom"), max_length=20, choices=Audience)
    language = models.CharField(max_length=5, default="en")
    warning = models.CharField(_("content warning"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=64, help_text="of the files it was loaded from")
    loaded_at = models.DateTimeField()
    checked_on = models.DateField(null=True, blank=True, help_text="when somebody last held it against its sources")
    next_check_on = models.DateField(null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True, help_text="the next check of which we sent a mail")

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.slug])

    @property
    def language_name(self) -> str:
        return str(languages()[self.language].name)


class LessonQuerySet(models.QuerySet["Lesson"]):
    def offered(self) -> "LessonQuerySet":
        return self.filter(is_offered=True).order_by("position")


class Lesson(models.Model):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    warning = models.CharField(_("content warning"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)
    body = StreamField(LessonBlocks(), blank=True)
    sources = StreamField(SourcesBlocks(required=False), blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("course", "slug"), name="one_lesson_of_a_name")]

    def __str__(self) -> str:
        return self.title

    def address(self, course: Course) -> str:
        """Return the address. course: its own, at hand already."""
        return reverse("training:lesson", args=[course.slug, self.slug])

    def drawn(self) -> SafeString:
        html, _headings = html_anchors.add_anchors(str(self.body.render_as_block()))
        return mark_safe(html_anchors.link_sources(html, len(self.sources)))  # noqa: S308 — the blocks' templates escape


class QuestionQuerySet(models.QuerySet["Question"]):
    def for_use(self, use: Use) -> "QuestionQuerySet":
        return self.filter(use=use, is_current=True, lesson__is_offered=True).order_by("lesson__position", "position")


class Question(models.Model):
    """A question. Never changed: other words are another question, so that an answer stays what somebody was asked."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="questions")
    use = models.CharField(max_length=10, choices=Use)
    key = models.CharField(max_length=64, help_text="fingerprint of its words")
    text = models.CharField(max_length=300)
    answers = models.JSONField(help_text="a list of {text, is_right}")
    because = models.TextField(help_text="HTML of our own file: why the right answers are right")
    position = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("lesson", "use", "key"), name="one_question_of_a_text")]

    def __str__(self) -> str:
        return self.text

    @property
    def right(self) -> frozenset[int]:
        """Return places of the right answers, from 0."""
        return frozenset(place for place, answer in enumerate(self.answers) if answer["is_right"])

    @property
    def has_several(self) -> bool:
        return len(self.right) > 1

    def explained(self, course: Course) -> SafeString:
        """Return why, with its sources as links to the lesson that it cites."""
        address = self.lesson.address(course)
        html = html_anchors.link_sources(self.because, len(self.lesson.sources), address)
        return mark_safe(html)  # noqa: S308 — escaped by the reader of content files


def format_hours(minutes: int) -> str:
    """Return hours to the nearest quarter: "1.25" for 75 minutes, "0.25" at least for any course."""
    quarters = max(1, round(minutes / 15)) if minutes else 0
    return f"{quarters / 4:g}"
