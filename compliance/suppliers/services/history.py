"""What follows from every change of the register: its risk is worked out anew, and the history has a line."""

from typing import Any

from compliance.suppliers.models import Site, Supplier
from compliance.suppliers.services import risk_job
from portal.accounts.models import User
from portal.history.services import record


def rescore_and_record(actor: User, action: str, about: Supplier | Site, facts: dict[str, Any]) -> None:
    """Inside the transaction of the change, last of all."""
    risk_job.register_changed(about.organisation)
    record(actor, action, about, facts, scope=about.organisation.uuid)
