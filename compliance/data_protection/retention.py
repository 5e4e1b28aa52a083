"""What the desk has kept long enough goes (docs/requirements/helpline.md#desk-retention)."""

from datetime import datetime

from compliance.data_protection.services import retention


def retain(now: datetime) -> int:
    return sum(retention.run_retention(now).erased.values())
