"""What the sweep picks up here: scores that age once a day, and runs that were lost."""

from compliance.suppliers.services.risk_queue import sweep

__all__ = ["sweep"]
