"""The edit panel of the checks of the page as it was last saved, above its fields."""

from typing import Any

from wagtail.admin.panels import Panel

from learning.resources import body_text
from learning.resources.labels import describe_problem
from learning.resources.rules.publish_checks import find_problems
from portal.core.types import Context


class ChecksPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/cms/checks_panel.html"

        def get_context_data(self, parent_context: Any = None) -> Context:
            page = self.instance
            problems = find_problems(body_text.get_parts(page.body), summary=page.summary, sources=len(page.sources))
            return super().get_context_data(parent_context) | {
                "is_new": not page.pk,
                "stopping": [describe_problem(problem) for problem in problems if problem.stops],
                "advice": [describe_problem(problem) for problem in problems if not problem.stops],
            }
