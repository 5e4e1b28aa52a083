"""The pack that prepares a referral to the national mechanism: made, handed over once, deleted. Never a referral."""

from compliance.casework.services.nrm import handing, packs, printing
from compliance.casework.services.nrm.handing import delete_due

__all__ = ["delete_due", "handing", "packs", "printing"]
