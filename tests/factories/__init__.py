"""Rows to test with, one module an app. All names are invented."""
