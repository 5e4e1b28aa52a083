"""The states of a release and the steps between them, and the steps of preparing one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    UNSAFE = "unsafe", _("Not safe to publish")
    PREPARED = "prepared", _("Waiting for a second person")
    REFUSED = "refused", _("Refused")
    REPLACED = "replaced", _("Prepared again")
    APPROVED = "approved", _("Approved, not yet published")
    PUBLISHED = "published", _("Published")


# What each release may become. A published one stays as it is; a correction is another release.
STATE_STEPS: dict[State, frozenset[State]] = {
    State.UNSAFE: frozenset({State.REPLACED}),
    State.PREPARED: frozenset({State.REFUSED, State.REPLACED, State.APPROVED}),
    State.REFUSED: frozenset(),
    State.REPLACED: frozenset(),
    State.APPROVED: frozenset({State.REFUSED, State.PUBLISHED}),
    State.PUBLISHED: frozenset(),
}
# Is public or may become so. Each later release is made so that it tells nothing beside these.
KNOWN_STATES = frozenset({State.PREPARED, State.APPROVED, State.PUBLISHED})
# Its words may still be changed.
DRAFT_STATES = frozenset({State.UNSAFE, State.PREPARED})


class Step(models.TextChoices):
    """What a worker is at while it prepares a release, in that order."""

    COUNTING = "counting", _("Counting the coded facts")
    HIDING = "hiding", _("Hiding numbers that could identify a person")
    CHECKING = "checking", _("Checking that no one can work out a hidden number")

    @property
    def number(self) -> int:
        return list(Step).index(self) + 1


class FileKind(models.TextChoices):
    """The files of a release, by the end of their address."""

    CSV = "csv", "CSV"
    CSV_METADATA = "csv-metadata.json", "CSVW"
    JSON = "json", "JSON"
    XLSX = "xlsx", "XLSX"
    ODS = "ods", "ODS"
