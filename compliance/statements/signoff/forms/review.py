"""Comments, replies, and the drafter's word on a check."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from compliance.statements.core.forms.fields import TextField
from portal.accounts.models import User
from portal.core.forms import GovukCheckboxes, GovukTextarea


class MentioningForm(forms.Form):
    """Names people of the organisation, who are told."""

    def add_mentioned(self, people: Mapping[UUID, User]) -> None:
        self.people = {str(uuid): person for uuid, person in people.items()}
        if self.people:
            names = sorted(((uuid, str(person)) for uuid, person in self.people.items()), key=_by_name)
            self.fields["mentioned"] = forms.MultipleChoiceField(
                label=_("Who should look at it?"),
                help_text=_("They are named beside it, and get an email about it the next morning."),
                choices=names,
                required=False,
                widget=GovukCheckboxes,
                error_messages={
                    "invalid_choice": _("Select people in your organisation"),
                    "invalid_list": _("Select people in your organisation"),
                },
            )

    def clean_mentioned(self) -> list[User]:
        return [self.people[uuid] for uuid in self.cleaned_data["mentioned"]]


class CommentForm(MentioningForm):
    """A question on the text, or on one section of it."""

    mark_optional = False

    def __init__(self, *args: Any, sections: list[tuple[str, str]], people: Mapping[UUID, User], **kwargs: Any) -> None:
        """sections: code and title. people: whom a comment can name, by the uuid of their membership."""
        super().__init__(*args, **kwargs)
        self.fields["section"] = forms.ChoiceField(
            label=_("Which part is it about?"),
            choices=[("", _("The whole statement")), *sections],
            required=False,
            error_messages={"invalid_choice": _("Select a part of the statement")},
        )
        self.fields["text"] = TextField(
            label=_("Your comment"),
            max_length=5000,
            widget=GovukTextarea(maxlength=5000, rows=4),
            error_messages={"required": _("Enter your comment")},
        )
        self.add_mentioned(people)


class WordForm(forms.Form):
    """What one has just written in a thread, and changes."""

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TextField(
            label=label,
            max_length=5000,
            widget=GovukTextarea(rows=3),
            error_messages={"required": _("Write some text")},
        )


class ReplyForm(MentioningForm):
    """What somebody says to a comment."""

    mark_optional = False

    def __init__(self, *args: Any, people: Mapping[UUID, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TextField(
            label=_("Your reply"),
            max_length=5000,
            widget=GovukTextarea(rows=3),
            error_messages={"required": _("Write some text")},
        )
        self.add_mentioned(people)


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
