"""The browser itself works here: with and without JavaScript, and the accessibility check can be asked."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_a_page_opens_with_javascript_and_without(page, plain_page):
    for tab in (page, plain_page):
        assert tab.goto("/accounts/login/").status == 200
        assert tab.title()


def test_axe_can_be_asked_under_the_content_security_policy(page, axe):
    page.goto("/accounts/login/")
    assert axe(page) == []


def test_axe_names_what_is_wrong_and_where(page, axe):
    page.goto("/accounts/login/")
    page.evaluate("""() => {
        document.querySelector("main").insertAdjacentHTML("beforeend", `<svg role="img" id="planted-image"></svg>
            <p id="planted-grey">Too light to read</p><a href="#" id="planted-link"></a>`);
        document.querySelector("#planted-grey").style.color = "#999999";
    }""")
    findings = axe(page)
    for rule, element in (("svg-img-alt", "image"), ("color-contrast", "grey"), ("link-name", "link")):
        assert any(rule in finding and f"#planted-{element}" in finding for finding in findings), findings
