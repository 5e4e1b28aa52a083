"""Database triggers that refuse to change history (docs/requirements/security.md#history)."""

from portal.core.triggers import Trigger

REFUSAL_MESSAGE = "History is added to, never changed."
TRIGGERS = (
    Trigger("history_entry_no_update", "history_entry", "UPDATE", REFUSAL_MESSAGE),
    Trigger("history_entry_no_delete", "history_entry", "DELETE", REFUSAL_MESSAGE),
    Trigger("history_head_no_delete", "history_head", "DELETE", REFUSAL_MESSAGE),
    Trigger(
        "history_head_forward",
        "history_head",
        "UPDATE",
        REFUSAL_MESSAGE,
        when="NEW.seq <> OLD.seq + 1 OR NEW.id <> OLD.id",
    ),
)
