"""Keeping what the telephone provider reports of a month.

See docs/requirements/statistics.md#phone-figures.
"""

from datetime import datetime

from django.db import transaction

from compliance.statistics.models import PhoneFigures
from compliance.statistics.rules.periods import Month
from portal.accounts.models import User
from portal.history.services import record


@transaction.atomic
def save_phone_figures(
    *, month: Month, answered: int, abandoned: int, median_wait_seconds: int, actor: User, at: datetime
) -> PhoneFigures:
    """Save the figures of a month, over those that were saved before. What is frozen keeps the earlier ones."""
    figures, _created = PhoneFigures.objects.update_or_create(
        month=str(month),
        defaults={
            "offered": answered + abandoned,
            "answered": answered,
            "abandoned": abandoned,
            "median_wait_seconds": median_wait_seconds,
            "saved_by": actor,
            "saved_at": at,
        },
    )
    record(actor, "statistics.phone_figures.saved", figures, {"month": str(month)}, at=at)
    return figures
