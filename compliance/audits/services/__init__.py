"""The writes of audits, one module for each noun."""
