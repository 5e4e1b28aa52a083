"""What the checks say of the page as it was last saved, above its fields."""

from typing import Any

from wagtail.admin.panels import Panel

from learning.resources import body_text
from learning.resources.labels import sentence
from learning.resources.rules.publish_checks import problems


class ChecksPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/cms/checks_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            page = self.instance
            found = problems(body_text.parts(page.body), summary=page.summary, sources=len(page.sources))
            return super().get_context_data(parent_context) | {
                "is_new": not page.pk,
                "stopping": [sentence(problem) for problem in found if problem.stops],
                "advice": [sentence(problem) for problem in found if not problem.stops],
            }
