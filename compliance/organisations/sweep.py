"""What the sweep picks up again: checks of a domain whose job was lost."""

from compliance.organisations.services.queueing import sweep

__all__ = ["sweep"]
