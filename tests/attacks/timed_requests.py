"""A request that must be answered in time, whatever is in it."""

import time

from django.core.cache import cache
from django.test import Client

from portal.core.visitor_counts import counts
from tests.support.visits import request_page

MOST_SECONDS = 5


def quick(client: Client, method: str, url: str, **sent):
    """The answer, which came in time."""
    cache.clear()
    counts.clear()
    begun = time.process_time()
    response, body = request_page(client, method, url, **sent)
    assert time.process_time() - begun < MOST_SECONDS, url
    assert response.status_code < 500, f"{url}: {response.status_code}"
    return response, body
