"""Statements that already exist, as files: read in a process of their own and never kept."""
