"""Labels of the problems that the checks of a course find, for editors."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.training.rules import course_checks
from learning.training.rules.course_checks import Problem

PROBLEM_LABELS: dict[str, str | Promise] = {
    course_checks.NO_LESSON: gettext_lazy("Add at least one lesson."),
    course_checks.FEW_QUESTIONS: gettext_lazy("Add quiz questions. The lessons together need at least 8."),
    course_checks.NO_SUCH_SOURCE: gettext_lazy("%(quote)s refers to a source that is not listed in the lesson."),
    course_checks.TYPED_PHONE: gettext_lazy(
        "Replace the phone number %(quote)s with the name of its service, like [phone: acas]."
    ),
}


def describe_problem(problem: Problem) -> str:
    text = str(PROBLEM_LABELS[problem.code]) % {"quote": problem.quote}
    return _("Lesson “%(title)s”: %(said)s") % {"title": problem.lesson, "said": text} if problem.lesson else text
