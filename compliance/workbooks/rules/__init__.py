"""Check what must hold between the cells of one row. Pure.

A checker takes the row's values, mends and completes them, and says what is wrong by say(code, column, value,
**values).
"""
