"""Passing something of a case to one recipient: to whom, what, on which ground; sent; answered."""

from compliance.casework.services.referrals import answering, drafting, finding, sending

__all__ = ["answering", "drafting", "finding", "sending"]
