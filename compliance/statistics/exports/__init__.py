"""The files of a release: CSV with its metadata, JSON, XLSX and ODS. Each is made once and stays as it is.

See docs/requirements/statistics.md#downloads.
"""
