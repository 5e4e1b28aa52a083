"""A page of guidance under gunicorn, against the same guidance as sites in Wagtail are usually written."""

from collections.abc import Iterator
from contextlib import contextmanager

from bench import Duel, benchmark, sized
from bench.page import measure_requests_per_second, serve

SLUG = "what-a-statement-is"
KEPT, PLAIN = f"/guidance/{SLUG}/", f"/plain/{SLUG}/"
# Whole pages are kept only for addresses without a question: this one is put together as for somebody signed in.
PUT_TOGETHER = f"{KEPT}?together=1"
BASELINE = "a page of the same guidance that makes 22 queries"
QUERIES = 22
SETTINGS = {True: "bench.plain.settings", False: "bench.plain.no_cache"}
# On each connection; so that a run takes about a second on either side.
OF_A_KEPT_PAGE, OF_A_DRAWN_PAGE, OF_A_PLAIN_PAGE = 2500, 100, 30


@benchmark("guidance_page_vs_22_queries", unit="requests/s", baseline=BASELINE, is_served=True)
def guidance_page_vs_22_queries() -> Iterator[Duel]:
    """As it runs: the words of a page are kept until somebody publishes, its frame is drawn each time."""
    yield from _against_plain(PUT_TOGETHER, OF_A_DRAWN_PAGE)


@benchmark("guidance_page_keeping_nothing_vs_22_queries", unit="requests/s", baseline=BASELINE, is_served=True)
def guidance_page_keeping_nothing_vs_22_queries() -> Iterator[Duel]:
    """Neither the page nor its words are kept: what the first reader waits for after something was published."""
    yield from _against_plain(KEPT, OF_A_DRAWN_PAGE, keeps=False)


@benchmark("guidance_cache_vs_uncached", unit="requests/s", baseline=BASELINE, is_served=True)
def guidance_cache_vs_uncached() -> Iterator[Duel]:
    yield from _against_plain(KEPT, OF_A_KEPT_PAGE)


def _against_plain(address: str, times: int, *, keeps: bool = True) -> Iterator[Duel]:
    with _portal(keeps=keeps) as (port, sizes):
        yield Duel(
            ours=lambda: measure_requests_per_second(port, address, sizes[address], sized(times)),
            baseline=lambda: measure_requests_per_second(port, PLAIN, sizes[PLAIN], sized(OF_A_PLAIN_PAGE)),
            warm_up=2,
        )


@contextmanager
def _portal(*, keeps: bool) -> Iterator[tuple[int, dict[str, int]]]:
    """The server's port, and the bytes of each page. keeps: what is drawn, as it does for its visitors."""
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings

    call_command("createcachetable", verbosity=0)
    call_command("load_guidance", verbosity=0)
    with override_settings(ROOT_URLCONF="bench.plain.urls", TEMPLATES=_templates()):
        visitor = Client(headers={"host": "localhost"})
        sizes = {address: len(visitor.get(address).content) for address in (KEPT, PUT_TOGETHER, PLAIN)}
        _check(visitor)
    with serve("portal.wsgi:application", {"DJANGO_SETTINGS_MODULE": SETTINGS[keeps]}) as port:
        yield port, sizes


def _templates() -> list[dict]:
    from bench.plain import settings

    return settings.TEMPLATES


def _check(visitor: object) -> None:
    """That the baseline is what it is called."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        visitor.get(PLAIN)  # type: ignore[attr-defined]
    if len(queries) != QUERIES:
        raise AssertionError(f"{len(queries)} queries")
