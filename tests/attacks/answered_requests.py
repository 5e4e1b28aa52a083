"""A request that must be answered, whatever is in it. What takes too long fails by the limit of a test."""

from django.core.cache import cache
from django.test import Client

from portal.core.visitor_counts import counts
from tests.support.visits import request_page


def ask(client: Client, method: str, url: str, **sent):
    """Return the response and its text, which is no error of the server."""
    cache.clear()
    counts.clear()
    response, body = request_page(client, method, url, **sent)
    assert response.status_code < 500, f"{url}: {response.status_code}"
    return response, body
