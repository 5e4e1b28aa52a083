"""Benchmarks: ours against a floor, on the same machine in the same minute. `make bench` runs them.

A benchmark is a generator in a module of this package. It sets up, yields one `Duel`, and cleans up:

    REGISTER = World(name="register", count=100_000, build=make_publications)

    @benchmark("register_search_vs_sql", unit="s", baseline="the same SQL, bare", database="postgresql", world=REGISTER)
    def register_search_vs_sql():
        from django.db import connection      # Django is ready, the database is a copy of the world's
        yield Duel(ours=lambda: list(search("fish")), baseline=lambda: run_sql(connection))

`ours` and `baseline` are called in turn. What they return is the figure of that run; if they return nothing, the
seconds they took are. The row keeps the medians. Without a baseline the value stands alone and the ratio is null.
`Rounds` has more than two sides, for several rows that are measured together (`also`).

Each database is copied from one that was migrated once; a `World` is built once and copied too. How many rows a
benchmark is made with goes through `sized`, so that `python -m bench --small` and the tests run it with a hundredth of
them. Pages that people work in are a table in `bench.working_pages`.
"""

from bench.runner import Benchmark, Duel, Rounds, Row, World, benchmark, register, sized

__all__ = ["Benchmark", "Duel", "Rounds", "Row", "World", "benchmark", "register", "sized"]
