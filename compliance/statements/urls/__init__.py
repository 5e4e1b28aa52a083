"""Addresses of statements: the business's drafts, and the public register."""
