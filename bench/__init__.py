"""Benchmarks: ours against a floor, on the same machine in the same minute. `make bench` runs them.

A benchmark is a generator in a module of this package. It sets up, yields one `Duel`, and cleans up:

    @benchmark("register_search_vs_sql", unit="s", baseline="the same SQL, bare", database="postgresql")
    def register_search_vs_sql():
        from django.db import connection      # Django is ready, the database is fresh and migrated
        make_a_hundred_thousand_statements()
        yield Duel(ours=lambda: list(search("fish")), baseline=lambda: run_sql(connection))

`ours` and `baseline` are called in turn. What they return is the figure of that run; if they return nothing, the
seconds they took are. How many rows it is made with goes through `sized`, so that a test can run it with a hundredth of
them. The row keeps the medians. Without a baseline the value stands alone and the ratio is null.
"""

from bench.runner import Duel, benchmark, sized

__all__ = ["Duel", "benchmark", "sized"]
