"""The application of a service, one group of questions a page: what was answered travels in the page itself.

Nothing is stored before it is sent, and no script or cookie is needed.
"""

import re
from collections.abc import Iterator

from django.forms import BoundField

from learning.directory.forms.applications import ApplyForm

# The fields of a step that carry no answer.
OWN_NAMES = frozenset({"csrfmiddlewaretoken", "step", "back", "token"})


class ApplicationSteps:
    """The pages of one application. number: of the page to show, from 1; is_finished: everything is answered."""

    def __init__(self, form: ApplyForm) -> None:
        self.form = form
        self.groups: list[tuple[str, list[BoundField]]] = [(str(name), list(fields)) for name, fields in form.groups()]
        self.is_finished, self.number = False, 1
        if form.is_bound:
            self._move()

    @property
    def count(self) -> int:
        return len(self.groups)

    @property
    def heading(self) -> str:
        return self.groups[self.number - 1][0]

    @property
    def fields(self) -> list[BoundField]:
        return self.groups[self.number - 1][1]

    @property
    def is_last(self) -> bool:
        return self.number == self.count

    def answered(self) -> Iterator[tuple[str, str]]:
        """Give name and value of what other pages asked, for hidden inputs."""
        if not self.form.is_bound:
            return
        shown = set(re.findall(r'name="([^"]+)"', "".join(str(field) for field in self.fields)))
        for name, values in self.form.data.lists():
            if name not in shown | OWN_NAMES:
                yield from ((name, value) for value in values)

    def show_last(self) -> None:
        """Stay on the last page, with what the whole form is refused for."""
        self.is_finished, self.number = False, self.count

    def _move(self) -> None:
        """Go to the page after the one that was answered, or stay where an answer is wrong. No page: all of them."""
        typed = self.form.data.get("step", "")
        asked = min(int(typed), self.count) if typed.isascii() and typed.isdigit() and len(typed) < 3 else self.count
        asked = max(asked, 1)
        if "back" in self.form.data:
            self.number = max(asked - 1, 1)
            self.form.errors.clear()
            return
        wrong = next((number for number in range(1, asked + 1) if self._has_error(number)), None)
        if wrong is not None:
            self.number = wrong
            self._keep_errors()
        elif asked == self.count:
            self.is_finished, self.number = True, asked
        else:
            self.number = asked + 1
            self.form.errors.clear()

    def _has_error(self, number: int) -> bool:
        return any(field.name in self.form.errors for field in self.groups[number - 1][1])

    def _keep_errors(self) -> None:
        """Drop what is wrong on pages that are not shown."""
        shown = {field.name for field in self.fields}
        for name in [name for name in self.form.errors if name not in shown]:
            del self.form.errors[name]
