"""Labels of the problems that the checks find, for editors."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.resources.rules import publish_checks
from learning.resources.rules.publish_checks import Problem

PROBLEM_LABELS: dict[str, str | Promise] = {
    publish_checks.STILL_TO_WRITE: gettext_lazy(
        "A prompt is still there. Write your own words over it, or remove the block."
    ),
    publish_checks.NO_ALTERNATIVE: gettext_lazy(
        "A picture has no alternative text. Say what it shows, or mark it as decoration."
    ),
    publish_checks.HEADING_JUMP: gettext_lazy("The heading “%(quote)s” jumps a level. Make it a heading 2."),
    publish_checks.NO_CAPTION: gettext_lazy("A table has no caption. Say what it is about."),
    publish_checks.NO_SUCH_SOURCE: gettext_lazy("%(quote)s points at a source that the page does not list."),
    publish_checks.SOURCE_UNUSED: gettext_lazy("No claim points at the source %(quote)s."),
    publish_checks.LINK_WORDS: gettext_lazy("The link “%(quote)s” does not say where it goes."),
    publish_checks.LONG_SENTENCE: gettext_lazy("A sentence has more than 25 words: “%(quote)s”"),
    publish_checks.HARD_TO_READ: gettext_lazy(
        "The page asks for a reader of %(quote)s. Shorten sentences, and use everyday words."
    ),
}


def describe_problem(problem: Problem) -> str:
    text = str(PROBLEM_LABELS[problem.code]) % {"quote": problem.quote}
    return (
        _("Block %(position)d: %(said)s") % {"position": problem.position, "said": text} if problem.position else text
    )
