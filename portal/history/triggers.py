"""The database's own refusal to change history (security 3.14)."""

from portal.core.triggers import Guard

SENTENCE = "History is added to, never changed."
GUARDS = (
    Guard("history_entry_no_update", "history_entry", "UPDATE", SENTENCE),
    Guard("history_entry_no_delete", "history_entry", "DELETE", SENTENCE),
    Guard("history_head_no_delete", "history_head", "DELETE", SENTENCE),
    Guard(
        "history_head_forward", "history_head", "UPDATE", SENTENCE, when="NEW.seq <> OLD.seq + 1 OR NEW.id <> OLD.id"
    ),
)
