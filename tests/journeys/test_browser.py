"""The browser itself works here: with and without JavaScript, and the accessibility check can be asked."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_a_page_opens_with_javascript_and_without(page, plain_page):
    for tab in (page, plain_page):
        assert tab.goto("/accounts/login/").status == 200
        assert tab.title()


def test_axe_can_be_asked_under_the_content_security_policy(page, axe):
    page.goto("/accounts/login/")
    assert isinstance(axe(page), list)
