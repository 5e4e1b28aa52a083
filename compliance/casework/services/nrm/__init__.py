"""The pack that prepares a referral to the national mechanism: made, handed over once, deleted. Never a referral."""

from compliance.casework.services.nrm import handing, packs, printing

__all__ = ["handing", "packs", "printing"]
