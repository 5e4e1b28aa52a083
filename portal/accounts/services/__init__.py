"""What we do with accounts: names, recovery of lost second factors, roles of our staff, ending of web sessions."""

from portal.accounts.services import profile, recovery, sessions, staff_roles

__all__ = ["profile", "recovery", "sessions", "staff_roles"]
