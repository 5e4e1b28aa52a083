"""What the sweep picks up here: PDFs that wait, or whose worker died."""

from compliance.statements.services.waking import sweep

__all__ = ["sweep"]
