"""Every change of state passes here: the row is locked, the table of steps is obeyed."""

from compliance.statements.choices import STEPS, State
from compliance.statements.models import Version


class Refusal(Exception):
    """What was asked cannot be done; the sentence is for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def locked(version: Version) -> Version:
    """The version as it is now, locked until the transaction ends. Everything that moves it asks for this first."""
    return Version.objects.select_for_update(of=("self",)).select_related("statement__organisation").get(pk=version.pk)


def move(version: Version, state: State) -> None:
    """Move a locked version one step. Raises ValueError for a step that the table does not hold."""
    if state not in STEPS[State(version.state)]:
        raise ValueError(f"No step from {version.state} to {state}")
    version.state = state
    version.save(update_fields=["state", "content_hash", "number"])
