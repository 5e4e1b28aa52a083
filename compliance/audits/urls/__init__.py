"""Addresses of audits, of their findings, and of actions."""
