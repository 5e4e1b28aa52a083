"""A PostgreSQL backend that is not asked again at once when it has just not answered.

See docs/requirements/security.md#outages.
"""
