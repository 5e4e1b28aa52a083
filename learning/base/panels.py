"""The edit panel above the fields of a page: the state of its review, and who is to act."""

from typing import Any

from wagtail.admin.panels import Panel

from learning.base.permissions import can_approve, can_write, get_other_reviewers, get_site_administrators
from learning.base.selectors import get_last_words
from portal.core.types import Context


class ReviewPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "base/cms/review_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and can_write(self.request.user)

        def get_context_data(self, parent_context: Any = None) -> Context:
            page, user = self.instance, self.request.user
            state = page.current_workflow_task_state
            waits_for_me = state is not None and can_approve(user, page)
            has_somebody = waits_for_me or get_other_reviewers(page).exclude(pk=user.pk).exists()
            return super().get_context_data(parent_context) | {
                "state": state,
                "waits_for_me": waits_for_me,
                "said": get_last_words(page),
                "administrators": [] if has_somebody else get_site_administrators(),
            }
