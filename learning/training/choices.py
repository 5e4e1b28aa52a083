from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reference.languages import languages


class Audience(models.TextChoices):
    """The reader a course is made for. Everybody may read every course."""

    EVERYBODY = "everybody", _("Everyone at work")
    BUYERS = "buyers", _("People who buy from or choose suppliers")
    BOARD = "board", _("Directors and people who write the statement")
    LISTENERS = "listeners", _("People others may tell: team leaders, HR and safeguarding leads")
    HANDLERS = "handlers", _("Helpline staff")


class Use(models.TextChoices):
    """Where a question is asked: once at the end of its lesson, or in the course's quiz."""

    CHECK = "check", _("At the end of the lesson")
    QUIZ = "quiz", _("In the quiz")


class StoryPicture(models.TextChoices):
    """The drawings of picture stories: frontend/images/stories/<value>.svg."""

    CAR_WASH = "car-wash", _("A car wash: a man cleans a van, another man watches")
    NOTICE = "notice", _("A customer sees raw hands and no gloves")
    LEAVE = "leave", _("The customer drives away")
    WRITE = "write", _("Hands write a note: place, time, number plate")
    CALL = "call", _("A person calls the helpline")


def get_course_languages() -> list[tuple[str, str]]:
    """Return code and name of the languages that a course can be in."""
    return [(code, str(languages()[code].name)) for code in ("en", "cy")]
