"""Labels of the problems that the checks find, for editors."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.resources.rules import publish_checks
from learning.resources.rules.publish_checks import Problem

PROBLEM_LABELS: dict[str, str | Promise] = {
    publish_checks.STILL_TO_WRITE: gettext_lazy(
        "There is still a prompt on the page. Replace it with your own words, or remove the block."
    ),
    publish_checks.NO_ALTERNATIVE: gettext_lazy(
        "A picture has no alternative text. Say what it shows, or mark it as decoration."
    ),
    publish_checks.HEADING_JUMP: gettext_lazy("The heading “%(quote)s” skips a level. Make it a heading 2."),
    publish_checks.NO_CAPTION: gettext_lazy("A table has no caption. Say what it shows."),
    publish_checks.NO_SUCH_SOURCE: gettext_lazy("%(quote)s refers to a source that is not listed on the page."),
    publish_checks.SOURCE_UNUSED: gettext_lazy("No claim refers to the source %(quote)s."),
    publish_checks.LINK_WORDS: gettext_lazy("The link “%(quote)s” does not say where it goes."),
    publish_checks.LONG_SENTENCE: gettext_lazy("A sentence has more than 25 words: “%(quote)s”"),
    publish_checks.HARD_TO_READ: gettext_lazy(
        "The page has a reading age of %(quote)s. Use shorter sentences and everyday words."
    ),
}
# What a page needs before a second person reads it.
NEEDED = {
    "audience": gettext_lazy("Select who the page is for"),
    "topic": gettext_lazy("Select what the page is about"),
    "looked_after_by": gettext_lazy("Select who owns the page"),
    "next_check_on": gettext_lazy("Enter the date of the next check"),
}
CHECK_TOO_LATE = gettext_lazy("Next check must be no more than a year after the last check")


def describe_problem(problem: Problem) -> str:
    text = str(PROBLEM_LABELS[problem.code]) % {"quote": problem.quote}
    return (
        _("Block %(position)d: %(said)s") % {"position": problem.position, "said": text} if problem.position else text
    )
