"""A page over the limits of the walk needs a reason, and one above the time its own."""

import pytest

from bench import pages
from bench.pages import MAX_MS, MAX_QUERIES, REASONS, Visit, get_reason, render_visits


def visit(name: str, milliseconds: float = 1, queries: int = 1) -> Visit:
    return Visit(name, "handler", milliseconds, queries, 100, 200)


@pytest.mark.parametrize(
    ("seen", "is_explained"),
    [
        (visit("cases:note", queries=MAX_QUERIES + 1), True),
        (visit("cases:note", milliseconds=MAX_MS + 1, queries=MAX_QUERIES + 1), False),
        (visit("suppliers:index", queries=MAX_QUERIES + 1), False),
        (visit("register:result_csv", milliseconds=6000, queries=203), True),
    ],
)
def test_an_apps_reason_explains_queries_and_no_time(seen, is_explained):
    assert seen.is_over
    assert bool(get_reason(seen)) == is_explained
    assert f"{int(not is_explained)} of them without a reason" in render_visits([seen, visit("portal:quick")])


def test_reasons_are_of_addresses_that_there_are():
    from tests.url_register import ADDRESSES

    assert REASONS.keys() <= ADDRESSES.keys()
    assert pages.MANY_QUERIES.keys() <= {name.partition(":")[0] for name in ADDRESSES}
