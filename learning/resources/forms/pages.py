"""The editors' form of a page of guidance: it narrows choices, and checks the page before a second person does."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.base.forms import BasePageForm
from learning.base.permissions import get_writers
from learning.resources import body_text
from learning.resources.labels import CHECK_TOO_LATE, NEEDED, describe_problem
from learning.resources.rules import page_template
from learning.resources.rules.publish_checks import find_problems
from learning.resources.rules.review import get_latest_next_check


class GuidancePageForm(BasePageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.is_bound and "body" in self.fields:
            self.initial["body"] = self.instance.body.stream_block.to_python(page_template.BLOCKS)
        if "looked_after_by" in self.fields:
            # Nobody else is offered: a list of all accounts would tell who has one.
            self.fields["looked_after_by"].queryset = get_writers()

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not self.is_deferred_validation:
            self._look_over(cleaned)

    def _look_over(self, cleaned: dict[str, Any]) -> None:
        """Check the page. A draft may be anything; what a second person is asked to read holds to the checks."""
        for name, missing in NEEDED.items():
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, str(missing))
        today = timezone.localdate()
        next_check_on, checked_on = cleaned.get("next_check_on"), cleaned.get("checked_on")
        if next_check_on and next_check_on <= today:
            self.add_error("next_check_on", _("Next check must be in the future."))
        elif next_check_on and next_check_on > get_latest_next_check(checked_on, today):
            self.add_error("next_check_on", CHECK_TOO_LATE)
        if checked_on and checked_on > today:
            self.add_error("checked_on", _("Last check must be today or in the past."))
        body, sources = cleaned.get("body"), cleaned.get("sources")
        if body is None or sources is None:
            return
        problems = find_problems(body_text.get_parts(body), summary=cleaned.get("summary") or "", sources=len(sources))
        if stopping := [describe_problem(problem) for problem in problems if problem.stops]:
            self.add_error(None, ValidationError(stopping))
