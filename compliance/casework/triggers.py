"""The database's own refusal to change a decision that was written down.

See docs/requirements/helpline.md#decisions-unchanged.
"""

from portal.core.triggers import Trigger

TRIGGERS = (
    Trigger(
        "casework_decision_no_update",
        "casework_note",
        "UPDATE",
        "A decision stays as it was written.",
        when="OLD.kind = 'decision'",
    ),
)
