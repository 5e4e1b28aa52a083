"""The server as it runs believes no header of a proxy's."""

import http.client

import pytest

from tests.portal.operations.test_forwarded_headers import EVIL
from tests.reliability.servers import database_of_the_test, served
from tests.test_access import plain

pytestmark = pytest.mark.thorough


@pytest.mark.django_db(transaction=True)
def test_the_server_as_it_runs_believes_no_prefix_and_no_scheme(tmp_path):
    """From the same machine, which gunicorn trusts if it is not told otherwise."""
    heads = [
        {"SCRIPT_NAME": "/for-business"},
        {"SCRIPT-NAME": "/for-business", "PATH_INFO": "/evil"},
        {"X-Forwarded-Protocol": "ssl", "X-Forwarded-Ssl": "on", "X-Forwarded-Host": EVIL},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Protocol": "http"},
    ]
    with served(tmp_path, database=database_of_the_test()) as server:
        pages = []
        for said in [{}, *heads, {}]:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            connection.request("GET", "/for-business/", headers=said)
            answer = connection.getresponse()
            pages.append((answer.status, plain(answer.read().decode())))
    assert pages[0][0] == 200
    assert pages == [pages[0]] * len(pages)
