"""Statements of earlier years that were published elsewhere."""
