"""Writes to accounts: names, recovery of lost second factors, staff roles, closing of web sessions."""

from portal.accounts.services import profile, recovery, sessions, staff_roles

__all__ = ["profile", "recovery", "sessions", "staff_roles"]
