"""An entry as plain facts, there and back."""

import pytest

from learning.directory.services import facts
from tests.factories.directory import OFFICE_HOURS, PhoneFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def test_facts_are_of_the_entry_its_organisation_its_place_hours_and_numbers():
    service = ServiceFactory(url="https://a.example", hours=[OFFICE_HOURS], phone="0808 157 0001")
    names = ["url", "provider.website", "place.city", "hours", "phones"]
    assert facts.get_facts(service, names) == {
        "url": "https://a.example",
        "provider.website": "https://charity.example",
        "place.city": "",
        "hours": "Monday to Friday, 9am to 5pm",
        "phones": "0808 157 0001 \u2013 Helpline",
    }


def test_numbers_are_written_as_the_lines_say_and_those_for_staff_stay():
    service = ServiceFactory(phone="0808 157 0001")
    PhoneFactory(service=service, number="0808 157 0002")
    PhoneFactory(service=service, number="0808 157 0009", is_public=False)
    facts.write_phones(service, "0808 157 0002 \u2013 Office\n0808 157 0003")
    told = [(phone.number, phone.description, phone.is_public) for phone in service.phones.order_by("number")]
    assert told == [
        ("0808 157 0002", "Office", True),
        ("0808 157 0003", "", True),
        ("0808 157 0009", "Helpline", False),
    ]


@pytest.mark.parametrize(("city", "kind"), [("Bristol", "physical"), ("", "virtual")])
def test_a_place_without_an_address_is_by_phone_or_online(city, kind):
    place = {f"place.{name}": "" for name in facts.PLACE_FACTS} | {"place.city": city, "place.is_public": True}
    assert facts.make_place(place)["kind"] == kind
