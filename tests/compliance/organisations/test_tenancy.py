"""A membership is looked up once a request, and never later than the request."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.organisations.tenancy import find_membership, get_membership, get_membership_even_if_closed
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership():
    return MembershipFactory(role=Role.EDITOR, organisation__slug="alder")


def make_request(user):
    request = RequestFactory().get("/o/alder/")
    request.user = user
    return request


def test_it_is_asked_for_once_a_request(membership, django_assert_num_queries):
    request = make_request(membership.user)
    with django_assert_num_queries(1):
        for find in (find_membership, get_membership, get_membership_even_if_closed):
            assert find(request, "alder") == membership


def test_that_there_is_none_is_asked_for_once_too(membership, django_assert_num_queries):
    request = make_request(membership.user)
    with django_assert_num_queries(1):
        for _ in range(2):
            assert find_membership(request, "another") is None
            with pytest.raises(Http404):
                get_membership(request, "another")


def test_another_request_sees_another_role_and_an_end(membership):
    assert get_membership(make_request(membership.user), "alder").role == Role.EDITOR
    membership.role = Role.VIEWER
    membership.save()
    assert get_membership(make_request(membership.user), "alder").role == Role.VIEWER
    membership.ended_at = timezone.now()
    membership.save()
    assert find_membership(make_request(membership.user), "alder") is None


def test_one_organisation_says_nothing_of_another(membership):
    other = MembershipFactory(user=membership.user, organisation__slug="birch")
    request = make_request(membership.user)
    assert get_membership(request, "alder") == membership
    assert get_membership(request, "birch") == other


def test_nobody_belongs_anywhere(membership):
    request = make_request(AnonymousUser())
    assert find_membership(request, "alder") is None
    for find in (get_membership, get_membership_even_if_closed):
        with pytest.raises(Http404):
            find(request, "alder")


def test_a_closed_organisation_is_found_where_it_can_be_reopened(membership):
    membership.organisation.closed_at = timezone.now()
    membership.organisation.save()
    request = make_request(membership.user)
    assert find_membership(request, "alder") is None
    assert get_membership_even_if_closed(request, "alder") == membership
