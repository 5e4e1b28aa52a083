"""The pack that prepares a referral to the national mechanism: made, handed over once, deleted. Never a referral."""

from compliance.referrals.services.nrm import handover, packs, render

__all__ = ["handover", "packs", "render"]
