"""A migration operation that creates many models at once.

Django draws anew every model that hangs together with the one an operation touches, and by the people who made them
nearly all of ours hang together: half of a first start went into that.
"""

from collections.abc import Iterable
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory


class CreateTogether(Operation):
    """Creates models, each in the shape that all the operations give it, rendered once."""

    category = OperationCategory.ADDITION

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        # Forgotten, the drawn models are drawn again when somebody asks, and not after each step.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.creating:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.creating):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create models {', '.join(operation.name for operation in self.creating)}"

    @property
    def creating(self) -> list[CreateModel]:
        """Return the operations that create a model with its later fields, constraints and indexes."""
        return [operation for operation in self.operations if isinstance(operation, CreateModel)]

    def takes(self, operation: Operation) -> bool:
        """Return whether the operation creates a model, or changes one that is created here."""
        names = {one.name_lower for one in self.creating}
        return isinstance(operation, CreateModel) or getattr(operation, "model_name_lower", None) in names


def combine_operations(operations: Iterable[Operation]) -> list[Operation]:
    """Return the operations with neighbours that create models, or change those just created, combined into one."""
    combined: list[Operation] = []
    for operation in operations:
        if combined and isinstance(combined[-1], CreateTogether) and combined[-1].takes(operation):
            combined[-1].operations.append(operation)
        else:
            combined.append(CreateTogether([operation]) if isinstance(operation, CreateModel) else operation)
    return combined
