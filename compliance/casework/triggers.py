"""What the database itself refuses and keeps true.

It refuses to change a decision that was written down (docs/requirements/helpline.md#decisions-unchanged). It keeps
what the order of the queue rests on, whoever writes the rows and however many at once: when something is due next in
a case, and whether somebody has taken a concern (docs/requirements/helpline.md#queue-order).
"""

from portal.core.triggers import DerivedColumns, Source, Trigger

# The deadline of the case, or of its first open task where that is earlier.
NEXT_DUE = DerivedColumns(
    table="casework_case",
    name="next_due",
    values={
        "next_due_at": (
            "(SELECT min(moments.due_at) FROM ("
            "SELECT casework_task.due_at FROM casework_task"
            " WHERE casework_task.case_id = {row}.uuid AND casework_task.done_at IS NULL"
            " UNION ALL SELECT {row}.due_at) AS moments)"
        )
    },
    keys=("due_at",),
    sources=(Source("casework_task", ("case_id", "due_at", "done_at"), "{row}.uuid = {source}.case_id"),),
    primary_key="uuid",
)
CLAIMED = DerivedColumns(
    table="concerns_concern",
    name="claimed",
    values={
        "is_claimed": "EXISTS (SELECT 1 FROM casework_contact WHERE casework_contact.concern_id = {row}.uuid)",
    },
    keys=("uuid",),
    sources=(Source("casework_contact", ("concern_id",), "{row}.uuid = {source}.concern_id"),),
    primary_key="uuid",
)
TRIGGERS = (
    Trigger(
        "casework_decision_no_update",
        "casework_note",
        "UPDATE",
        "A decision stays as it was written.",
        when="OLD.kind = 'decision'",
    ),
    NEXT_DUE,
    CLAIMED,
)
