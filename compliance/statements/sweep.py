"""What the sweep picks up here: PDFs and looks at a website that wait, or whose worker died."""

from datetime import datetime

from compliance.statements.services import url_queue, waking


def sweep(now: datetime) -> int:
    """How many were queued anew."""
    return waking.sweep(now) + url_queue.sweep(now)
