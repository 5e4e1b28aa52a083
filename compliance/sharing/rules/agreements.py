"""The state of an agreement on a day."""

from datetime import date

PROPOSED, NOT_STARTED, LIVE, EXPIRED, REVOKED = "proposed", "not_started", "live", "expired", "revoked"


def get_state(*, starts_on: date, ends_on: date, is_agreed: bool, is_revoked: bool, today: date) -> str:
    """Return the state. The first and the last day of an agreement belong to it."""
    if is_revoked:
        return REVOKED
    if today > ends_on:
        return EXPIRED
    if not is_agreed:
        return PROPOSED
    return LIVE if today >= starts_on else NOT_STARTED
