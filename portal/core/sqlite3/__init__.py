"""A SQLite backend that keeps the triggers of a table which a migration rebuilds."""
