"""What a person's action may end in instead of being done; every app raises these, and its views answer them."""

from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _


class ActionRefused(Exception):
    """The action cannot be done; the sentence says why, to the person who asked for it."""

    def __init__(self, sentence: str | Promise) -> None:
        self.sentence = str(sentence)
        super().__init__(self.sentence)


class RowGone(ActionRefused, Http404):
    """What the action is about was deleted meanwhile. A view that has no sentence for a refusal answers as for a page
    that is not there.
    """

    def __init__(self) -> None:
        super().__init__(_("This has just been deleted."))


class EditConflict(Exception):
    """Somebody else saved the row meanwhile, and nothing was changed. theirs: the row as it is now, if it is at
    hand."""

    def __init__(self, theirs: Any = None) -> None:
        super().__init__("" if theirs is None else str(theirs))
        self.theirs = theirs
