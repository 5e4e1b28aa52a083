"""Production settings with a Redis that dies, and a server whose processes load the portal each for itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories.concerns import open_door
from tests.reliability import overload
from tests.reliability.overload import stack
from tests.reliability.servers import Visitor, database_of_the_test, served
from tests.support.programs import needs_server

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True), needs_server("nginx", "redis-server")]
PAGES = ("/", "/report/", "/healthz", "/guidance/", "/statements/", "/services/", "/accounts/login/")


def test_a_redis_that_dies_changes_no_page(tmp_path):
    open_door()
    with overload.redis_server(tmp_path) as (url, redis), stack(tmp_path, CACHE_URL=url) as portal:
        assert {overload.ask(portal.port, path).status for path in PAGES} == {200}
        redis.kill()
        redis.wait()
        statuses = {path: overload.ask(portal.port, path).status for path in PAGES * 2}
        assert set(statuses.values()) == {200}, statuses
        cookies = overload.begin_to_tell(portal.port)
        assert overload.ask(portal.port, "/r/1", cookies=cookies).status == 200
        # What counts wrong passwords goes on counting, in the database.
        page = overload.ask(portal.port, "/accounts/login/")
        form = {"csrfmiddlewaretoken": overload.token_in(page.text), "login": "ada@example.org", "password": "wrong"}
        tries = [
            overload.ask(portal.port, "/accounts/login/", form=form, cookies=page.cookies).status for _ in range(7)
        ]
        assert set(tries[:5]) == {422} and tries[-1] != 200, tries


@pytest.mark.parametrize("preload", [True, False])
def test_ten_searches_a_day_are_ten_whatever_process_answers(tmp_path, preload):
    """Of 260 where 60 may, 245 were answered where gunicorn ran without --preload."""
    few = {"DJANGO_SETTINGS_MODULE": "tests.reliability.few_searches_settings"}
    with served(tmp_path, database=database_of_the_test(), preload=preload, **few) as server:

        def search(number: int) -> int:
            return Visitor(server.port).get(f"/statements/statements.json?q=mill{number}").status

        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(search, range(36)))
    assert set(answers) == {200, 429}
    assert answers.count(200) == 10
