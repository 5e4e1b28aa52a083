"""Define the states of an upload, and how it may go on (docs/requirements/suppliers.md#upload-states)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RECEIVED = "received", _("Received")
    CHECKING = "checking", _("Being checked")
    MAPPING_NEEDED = "mapping_needed", _("Tell us what your columns are")
    VALIDATING = "validating", _("Being compared with your register")
    PREVIEW = "preview", _("Ready to check")
    QUEUED = "queued", _("Waiting for another upload to finish")
    APPLYING = "applying", _("Being imported")
    DONE = "done", _("Done")
    DONE_WITH_ERRORS = "done_with_errors", _("Done, except for rows with problems")
    STOPPED = "stopped", _("Stopped part-way")
    UNDOING = "undoing", _("Being undone")
    FAILED = "failed", _("Could not be read")
    CANCELLED = "cancelled", _("Cancelled")
    UNDONE = "undone", _("Undone")


class Outcome(models.TextChoices):
    """Say what a row would do, or did."""

    ADD = "add", _("Add")
    CHANGE = "change", _("Change")
    SAME = "same", _("No change")
    SKIP = "skip", _("Skip")
    ERROR = "error", _("Has a problem")
    END = "end", _("Mark as ended: not in the file")


class Kind(models.TextChoices):
    """Say what a person says the file is; auto looks at its columns."""

    AUTO = "auto", _("Work it out from the columns")
    SUPPLIERS = "suppliers", _("Suppliers and their sites")
    FINDINGS = "findings", _("Audit findings")
    ACTIONS = "actions", _("Action plan")


class PackageState(models.TextChoices):
    WAITING = "waiting", _("Queued")
    MAKING = "making", _("Being created")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be created")


# In these a worker has something to do.
WORKING = frozenset({State.RECEIVED, State.CHECKING, State.VALIDATING, State.QUEUED, State.APPLYING, State.UNDOING})
# In these it writes to the register; one upload of an organisation at a time.
WRITING = (State.APPLYING, State.UNDOING)
APPLIED = frozenset({State.DONE, State.DONE_WITH_ERRORS})
STEPS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.CHECKING, State.CANCELLED, State.FAILED}),
    State.CHECKING: frozenset({State.VALIDATING, State.MAPPING_NEEDED, State.FAILED, State.CANCELLED}),
    State.MAPPING_NEEDED: frozenset({State.CHECKING, State.CANCELLED}),
    State.VALIDATING: frozenset(
        {
            State.PREVIEW,
            State.QUEUED,  # what a supplier sent by its link: nobody looks at it first
            State.FAILED,
            State.CANCELLED,
        }
    ),
    State.PREVIEW: frozenset(
        {
            State.QUEUED,
            State.CANCELLED,
            State.VALIDATING,
            State.CHECKING,  # where a person says what another sheet holds, or in which encoding the file is
        }
    ),
    State.QUEUED: frozenset({State.APPLYING, State.CANCELLED, State.STOPPED}),
    State.APPLYING: frozenset(
        {
            State.DONE,
            State.DONE_WITH_ERRORS,
            State.STOPPED,
            State.VALIDATING,  # the register changed while it waited, and nothing of it is in yet
        }
    ),
    State.DONE: frozenset({State.UNDOING}),
    State.DONE_WITH_ERRORS: frozenset({State.UNDOING}),
    State.STOPPED: frozenset({State.QUEUED, State.UNDOING}),
    State.UNDOING: frozenset({State.UNDONE, State.STOPPED}),
    State.FAILED: frozenset({State.CHECKING}),  # where a person has it read once more
    State.CANCELLED: frozenset(),
    State.UNDONE: frozenset(),
}
