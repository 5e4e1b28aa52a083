"""Addresses of uploads, of action plans to take away, and of a supplier's workbook."""
