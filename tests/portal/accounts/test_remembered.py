"""A request that changes nothing reads the roles of its user once; the next one, and one that changes, reads anew."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.remembered import recall, remember_answers
from portal.accounts.roles import StaffRole, get_roles, has_role
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db


def count_role_queries(client, method: str, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        getattr(client, method)(url)
    return sum('FROM "auth_group"' in query["sql"] for query in queries)


@pytest.fixture
def manager(client):
    person = UserFactory(role=StaffRole.HELPLINE_MANAGER)
    sign_in(client, person)
    return person


def test_a_page_reads_roles_once(client, manager):
    assert count_role_queries(client, "get", "/desk/overview/") == 1


def test_a_role_that_was_taken_away_is_gone_in_the_next_request(client, manager):
    assert client.get("/desk/overview/").status_code == 200
    manager.groups.clear()
    assert client.get("/desk/overview/").status_code == 404


def test_without_a_request_roles_are_read_each_time():
    person = UserFactory()
    assert not has_role(person, StaffRole.HANDLER)
    person.groups.add(Group.objects.get(name=StaffRole.HANDLER))
    assert has_role(person, StaffRole.HANDLER)


def test_what_is_remembered_is_one_persons_own():
    first, second = UserFactory(role=StaffRole.HANDLER), UserFactory(role=StaffRole.PARTNER)
    for person in (first, second):
        remember_answers(person)
    assert (get_roles(first), get_roles(second)) == ({"handler"}, {"partner"})
    assert recall(first, "roles", lambda: frozenset({"other"})) == {"handler"}


def test_an_answer_of_none_is_remembered_too():
    person, asked = UserFactory(), []
    remember_answers(person)
    for _ in range(2):
        assert recall(person, "kept out", lambda: asked.append(1)) is None
    assert asked == [1]
