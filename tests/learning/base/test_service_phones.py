"""Phone numbers in texts come from the directory and can be called with one press."""

import pytest

from learning.base import service_phones
from learning.base.rules.front_matter import read_page
from portal.core import page_cache
from tests.factories.directory import PhoneFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_kept():
    page_cache.bump_edition()
    yield
    page_cache.bump_edition()


def test_a_marker_becomes_a_link_that_calls_the_number_of_the_directory():
    service = ServiceFactory(slug="acas", phone="0300 123 1100")
    PhoneFactory(service=service, number="0300 123 1199", position=5)
    html = service_phones.link_phones("<p>Acas, [phone: acas]</p>")
    assert 'href="tel:03001231100">0300 123 1100</a>' in html
    assert "1199" not in html


def test_a_changed_number_is_shown_at_once():
    service = ServiceFactory(slug="acas", phone="0300 123 1100")
    service_phones.link_phones("[phone: acas]")
    service.phones.update(number="0300 555 0000")
    page_cache.bump_edition()
    assert "0300 555 0000" in service_phones.link_phones("[phone: acas]")


@pytest.mark.parametrize("hidden", [{"visibility": "staff_only"}, {"status": "inactive"}, {"is_draft": True}])
def test_a_service_that_nobody_may_find_gives_no_number(hidden):
    ServiceFactory(slug="glaa", phone="0800 000 0000", **hidden)
    html = service_phones.link_phones("<p>Call [phone: glaa].</p>")
    assert "0800" not in html
    assert 'href="/services/"' in html


def test_a_line_for_staff_gives_no_number():
    service = ServiceFactory(slug="duty", phone="0800 000 0001")
    service.phones.update(is_public=False)
    assert "0800" not in service_phones.link_phones("[phone: duty]")


def test_999_and_101_can_be_called_but_not_inside_a_link():
    html = service_phones.link_phones('<p>Call 999. Tell the police on 101.</p><a href="/x/">Call 999</a>')
    assert html.count("<a ") == 3
    assert service_phones.link_phones("<td>Police Scotland, 101</td><td>999</td><td>1999</td>").count("<a ") == 2
    assert 'href="tel:999">999</a>' in html
    assert 'href="tel:101">101</a>' in html


def test_plain_text_holds_the_number():
    ServiceFactory(slug="acas", phone="0300 123 1100")
    assert service_phones.fill_phones("Acas, [phone: acas]") == "Acas, 0300 123 1100"


def test_a_text_names_the_service_and_cites_nothing():
    page = read_page("title: x\n\nAcas, {phone acas}.", {})
    assert page.blocks[0]["value"] == "<p>Acas, [phone: acas].</p>"
    assert page.sources == []
