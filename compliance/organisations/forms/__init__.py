"""The forms of organisations, one module for each noun."""
