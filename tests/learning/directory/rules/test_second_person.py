"""Which changes of an entry need a second person."""

import pytest

from learning.directory.rules.second_person import find_contacts, needs_second_person

BEFORE = {
    "url": "https://charity.example",
    "email": "",
    "description": "Call 0808 157 0001.",
    "visibility": "public",
    "status": "active",
    "person_is_public": False,
    "place.is_public": False,
    "provider.website": "https://charity.example",
    "languages": ["en"],
}


@pytest.mark.parametrize(
    ("change", "guarded"),
    [
        ({"url": "https://other.example"}, {"url"}),
        ({"email": "help@other.example"}, {"email"}),
        ({"provider.website": ""}, {"provider.website"}),
        ({"description": "Call 0808 157 0001. Ask for Ann."}, set()),
        ({"description": "Call (0808) 157-0001."}, set()),
        ({"description": "Call 0808 157 0002."}, {"description"}),
        ({"description": "Write to help@other.example."}, {"description"}),
        ({"description": "See www.other.example/help"}, {"description"}),
        ({"description": "See other-help.org.uk for more."}, {"description"}),
        ({"languages": ["en", "pl"]}, set()),
        ({"visibility": "staff_only"}, set()),
        ({"status": "inactive"}, set()),
        ({"person_is_public": True, "place.is_public": True}, {"person_is_public", "place.is_public"}),
    ],
)
def test_what_says_where_people_turn_needs_a_second_person(change, guarded):
    assert needs_second_person(BEFORE, BEFORE | change) == guarded


@pytest.mark.parametrize(("name", "value"), [("visibility", "public"), ("status", "active")])
def test_what_shows_more_than_before_needs_one_too(name, value):
    assert needs_second_person({name: "hidden"}, {name: value}) == {name}


@pytest.mark.parametrize("text", ["Open 9 to 5, for people of 18 to 25.", "In 2026 we helped 4,000 people.", ""])
def test_ordinary_numbers_are_no_contact(text):
    assert find_contacts(text) == set()
