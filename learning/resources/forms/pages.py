"""The editors' form of a page of guidance: it narrows choices, and checks the page before a second person does."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from learning.base.permissions import get_writers
from learning.resources import body_text
from learning.resources.labels import describe_problem
from learning.resources.rules import page_template
from learning.resources.rules.publish_checks import find_problems

# Addresses below /guidance/ that are no pages (learning.resources.urls).
TAKEN = frozenset({"search"})
# What a page needs before a second person reads it.
NEEDED = {
    "audience": gettext_lazy("Choose for whom the page is"),
    "topic": gettext_lazy("Choose what the page is about"),
    "looked_after_by": gettext_lazy("Choose who looks after the page"),
    "next_check_on": gettext_lazy("Enter the day of the next check"),
}


class GuidancePageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.is_bound and "body" in self.fields:
            self.initial["body"] = self.instance.body.stream_block.to_python(page_template.BLOCKS)
        if "looked_after_by" in self.fields:
            # Nobody else is offered: a list of all accounts would tell who has one.
            self.fields["looked_after_by"].queryset = get_writers()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("slug") in TAKEN:
            self.add_error("slug", _("The site itself uses this address. Choose another word."))
        if not self.is_deferred_validation:
            self._look_over(cleaned)
        return cleaned

    def _look_over(self, cleaned: dict[str, Any]) -> None:
        """Check the page. A draft may be anything; what a second person is asked to read holds to the checks."""
        for name, missing in NEEDED.items():
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, str(missing))
        today = timezone.localdate()
        next_check_on, checked_on = cleaned.get("next_check_on"), cleaned.get("checked_on")
        if next_check_on and next_check_on <= today:
            self.add_error("next_check_on", _("Enter a day in the future for the next check."))
        if checked_on and checked_on > today:
            self.add_error("checked_on", _("Enter the day of the last check, today at the latest."))
        body, sources = cleaned.get("body"), cleaned.get("sources")
        if body is None or sources is None:
            return
        problems = find_problems(body_text.get_parts(body), summary=cleaned.get("summary") or "", sources=len(sources))
        if stopping := [describe_problem(problem) for problem in problems if problem.stops]:
            self.add_error(None, ValidationError(stopping))
