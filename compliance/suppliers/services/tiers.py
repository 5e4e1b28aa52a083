"""Renew what the register says of tiers, on days on which relations end and nobody writes a row."""

from datetime import date

from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier


def renew_tiers(organisation: Organisation, today: date) -> None:
    """Let the suppliers' tiers be those of today, where a relation has ended since they were set."""
    Supplier.objects.for_organisation(organisation).filter(tier_until__lte=today).update(tier_day=today)
