"""What a person with an account has done: lessons read, tries of the quiz, certificates."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from learning.training.models.course import Course, CourseVersion, Lesson, Question
from portal.core.models import PublicIdModel


class LessonRead(models.Model):
    """A lesson read. Taken away where a person has to read the lesson again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "lesson"), name="lesson_read_once")]

    def __str__(self) -> str:
        return f"{self.lesson}: {self.read_at}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def for_user(self, user, course: Course) -> "AttemptQuerySet":
        return self.filter(user=user, course=course)

    def passed(self) -> "AttemptQuerySet":
        return self.filter(is_passed=True)


class Attempt(models.Model):
    """One try of a course's quiz. Tries of one round are told apart from those after reading again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    began_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    right = models.PositiveSmallIntegerField(null=True)
    of = models.PositiveSmallIntegerField()
    is_passed = models.BooleanField(null=True)
    minutes = models.PositiveSmallIntegerField(default=0, help_text="of lessons and quiz as they were when it was sent")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("user", "course", "number"), name="attempt_of_a_number"),
            models.UniqueConstraint(fields=("user", "course"), condition=Q(sent_at=None), name="one_attempt_at_a_time"),
        ]
        indexes = [models.Index(fields=["user", "sent_at"], condition=Q(is_passed=True), name="training_passed")]

    def __str__(self) -> str:
        return f"{self.course}, try {self.number}"


class AttemptQuestion(models.Model):
    """A question of a try. chosen: places of the answers that were chosen, from 0; None while nothing is."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    chosen = models.JSONField(null=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("attempt", "position"), name="one_question_at_a_place")]

    def __str__(self) -> str:
        return f"{self.position}: {self.question}"

    @property
    def is_right(self) -> bool:
        return self.chosen is not None and frozenset(self.chosen) == self.question.right


class Certificate(PublicIdModel):
    """What was certified, as it was on the day: a course that changes later changes no certificate."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="certificate")
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    course_title = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(help_text="of the course, that was taken")
    minutes = models.PositiveSmallIntegerField()
    completed_on = models.DateField()
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ("-issued_at",)

    def __str__(self) -> str:
        return f"{self.course_title}: {self.name}"
