"""Creating many models of one migration at once.

Django draws anew every model that hangs together with the one an operation touches, and by the people who made them
nearly all of ours hang together: half of a first start went into that.
"""

from collections.abc import Iterable
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory


class CreateTogether(Operation):
    """Each model in the shape that all the operations give it, drawn once."""

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
        return f"Create models {', '.join(one.name for one in self.creating)}"

    @property
    def creating(self) -> list[CreateModel]:
        """A model is created with its later fields, constraints and indexes; these are not added once more."""
        return [one for one in self.operations if isinstance(one, CreateModel)]

    def takes(self, operation: Operation) -> bool:
        """Does it create a model, or change one that is created here?"""
        names = {one.name_lower for one in self.creating}
        return isinstance(operation, CreateModel) or getattr(operation, "model_name_lower", None) in names


def together(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations, with neighbours that create models, or change those just created, as one."""
    found: list[Operation] = []
    for operation in operations:
        if found and isinstance(found[-1], CreateTogether) and found[-1].takes(operation):
            found[-1].operations.append(operation)
        else:
            found.append(CreateTogether([operation]) if isinstance(operation, CreateModel) else operation)
    return found
