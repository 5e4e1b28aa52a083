"""What we do with accounts: names, recovery of lost second factors, roles of our staff, ending of web sessions."""

from portal.accounts.services import naming, recovery, sessions, staffing

__all__ = ["naming", "recovery", "sessions", "staffing"]
