"""A number that no row can have finds nothing, on both databases, wherever somebody writes it."""

import re

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.support.visits import request_page
from tests.test_access import THIRD_PARTY, addresses, guessed_url
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]
# Over what a column of 4 and of 8 bytes holds, and over what Python makes of digits at all.
HUGE = (2**31, 2**63, 99999999999999999999999, int("9" * 4300))
NUMBER = re.compile(r"<int:(\w+)>|\(\?P<(\w+)>(?:\\d\+|\[0-9\]\+)\)|\((?:\\d\+|\[0-9\]\+)\)")
# Answers that are the same for every number: an empty template to fill in, and a page left that was never open.
ALIKE = {"statements:members_csv", "statements:members_xlsx", "wagtailadmin_editing_sessions:release"}
# Wagtail's page that shows what an error of the server looks like.
BROKEN_ON_PURPOSE = "cms/failwhale/"
VISITORS = ("administrator", "triage_lead", "site_administrator", "content_editor", "handler", "anonymous")
ROUTES = sorted({(name, route) for name, route in addresses() if NUMBER.search(route)})
OURS = [(name, route) for name, route in ROUTES if name in ADDRESSES]
THEIRS = [(name, route) for name, route in ROUTES if (name, route) in THIRD_PARTY]


def huge_url(route: str, number: int) -> str:
    """The route of a third party with the number in each place for one, and made-up values in the others."""
    return guessed_url("", NUMBER.sub(str(number), route))


def test_every_route_with_a_number_is_walked():
    assert len(OURS) > 50 and len(THEIRS) > 50
    assert len(OURS) + len(THEIRS) == len(ROUTES)


@pytest.mark.parametrize(("name", "route"), OURS, ids=[name for name, _ in OURS])
def test_a_huge_number_in_an_address_of_ours_is_not_found(name, route, shared_world, clients):
    address = ADDRESSES[name]
    visitor = next((who for who in VISITORS if address.get[who] not in {404, 403, "sign in"}), "anonymous")
    kwargs = address.kwargs(shared_world)
    for huge in HUGE:
        url = reverse(name, kwargs={key: huge if isinstance(value, int) else value for key, value in kwargs.items()})
        for method in ("get", "post"):
            answer, _body = request_page(clients[visitor], method, url)
            allowed = {302, 404, 405} | ({200} if name in ALIKE else set())
            assert answer.status_code in allowed, f"{visitor} {method} {len(str(huge))} digits: {answer.status_code}"


@pytest.mark.parametrize(("name", "route"), THEIRS, ids=[route for _, route in THEIRS])
def test_a_huge_number_in_an_address_of_wagtail_or_allauth_is_not_found(name, route, shared_world, clients):
    visitor = "content_editor" if route.startswith("cms/") else "administrator"
    for huge in HUGE:
        for method in ("get", "post"):
            answer, _body = request_page(clients[visitor], method, huge_url(route, huge))
            allowed = {302, 403, 404, 405} | ({200} if name in ALIKE else set())
            assert answer.status_code in allowed, f"{method} {len(str(huge))} digits: {answer.status_code}"


def test_a_huge_number_in_a_query_of_any_list_is_no_crash(shared_world, clients):
    """Page numbers, orders, filters, and the names that Wagtail's choosers read."""
    names = (
        "page",
        "p",
        "q",
        "sort",
        "year",
        "id",
        "next",
        "collection_id",
        "owner",
        "site",
        "country",
        "parent",
        "limit",
        "offset",
        "per_page",
        "perpage",
        "content_type",
        "user",
        "locale",
        "page_type",
        "selected_ids",
        "object_id",
    )
    for name, address in sorted(ADDRESSES.items()):
        visitor = next((who for who in VISITORS if address.get[who] == 200), None)
        if visitor is None:
            continue
        url = reverse(name, kwargs=address.kwargs(shared_world))
        answer, _body = request_page(clients[visitor], "get", url, data=dict.fromkeys(names, "9" * 23))
        assert answer.status_code < 500, url
    for name, route in THIRD_PARTY:
        # Wagtail takes words for keys in some addresses, and falls over any word; what is tried here is the query.
        if route.startswith("cms/") and route != BROKEN_ON_PURPOSE and "<str:" not in route:
            answer, _body = request_page(
                clients["content_editor"], "get", guessed_url(name, route), data=dict.fromkeys(names, "9" * 23)
            )
            assert answer.status_code < 500, route


def test_a_choice_of_any_model_says_that_a_huge_number_is_no_choice():
    for model in apps.get_models():
        for huge in HUGE:
            with transaction.atomic(), pytest.raises(ValidationError):
                forms.ModelChoiceField(model._default_manager.all()).clean(str(huge))
            with transaction.atomic(), pytest.raises(ValidationError):
                forms.ModelMultipleChoiceField(model._default_manager.all()).clean([str(huge)])


def columns_of_numbers():
    """Every column that holds a number or names another row by its number."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            target = field.target_field if field.remote_field else field
            if isinstance(target, models.IntegerField):
                yield model, field.attname


def test_no_row_is_found_by_a_huge_number():
    huge = HUGE[2]
    for model, name in columns_of_numbers():
        rows = model._default_manager.all()
        assert not rows.filter(**{name: huge}).exists()
        assert not rows.filter(**{name: -huge}).exists()
        assert not rows.filter(**{f"{name}__in": [huge, -huge]}).exists()
        assert not rows.filter(**{f"{name}__gt": huge}).exists()
        assert not rows.filter(**{f"{name}__lte": -huge}).exists()


def test_what_is_left_out_of_a_list_hides_no_other_row():
    people = [UserFactory() for _ in range(2)]
    users, networks = type(people[0]).objects, people[0].known_networks.model.objects
    networks.create(user=people[0], mark="x", last_used_on=timezone.localdate())
    assert users.filter(pk__in=[people[0].pk, HUGE[2]]).get() == people[0]
    assert set(users.exclude(pk__in=[HUGE[2]])) >= set(people)
    assert networks.filter(user__in=[HUGE[2], people[0].pk]).exists()
    assert networks.filter(user__lt=HUGE[2]).exists() and networks.filter(user__gte=-HUGE[2]).exists()
    assert networks.exclude(user=HUGE[2]).exists()
    assert networks.filter(user__in=[None, people[0].pk]).exists()
    assert networks.filter(user__in=users.filter(pk=people[0].pk)).exists()
