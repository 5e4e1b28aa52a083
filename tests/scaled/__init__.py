"""The suite on what a scaled-out portal is made of: PgBouncer in transaction mode, Redis, S3 and a replica.

    python -m tests.scaled tests/compliance/concerns

Each transaction gets a connection of the server that nobody had before, so that nothing can rest on a session. What
the router sends to a replica is read on the primary, for a test's rows are never committed: test_replica.py and
test_scaled_out.py in tests/reliability have a real one. See docs/operations/scale.md.
"""
