from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """The reader a course is made for. Everybody may read every course."""

    EVERYBODY = "everybody", _("Everybody at work")
    BUYERS = "buyers", _("People who buy or choose suppliers")
    BOARD = "board", _("Directors and those who write the statement")
    LISTENERS = "listeners", _("People whom others tell: team leaders, HR, safeguarding leads")
    HANDLERS = "handlers", _("Staff of the helpline")


class Use(models.TextChoices):
    """Where a question is asked: once at the end of its lesson, or in the course's quiz."""

    CHECK = "check", _("At the end of the lesson")
    QUIZ = "quiz", _("In the quiz")
