"""What we do with accounts: recovery of lost second factors, roles of our staff, ending of web sessions."""

from portal.accounts.services import recovery, sessions, staffing

__all__ = ["recovery", "sessions", "staffing"]
