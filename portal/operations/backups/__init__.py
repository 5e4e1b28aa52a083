"""Backups: made, kept for a time, restored, and tried.

A backup is one tar file, encrypted to the operator's key. In it: the database at one moment (database.dump or
database.sqlite3), files/<storage>/…, anchors/…, the team's public key, secrets/… where they were asked for, and at its
end manifest.json with the SHA-256 of everything before it. The database comes first: a file is written before its row
is committed, so that every row of the dump finds its file.

See docs/requirements/security.md#backups.
"""
