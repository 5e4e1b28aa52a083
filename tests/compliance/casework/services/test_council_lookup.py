"""The council of a place, however it was told: a wrong one would send the police to the wrong town."""

from collections import defaultdict

import pytest

from compliance.casework.forms.case_facts import PlaceForm
from compliance.casework.selectors import places, signposts
from compliance.casework.services import council_lookup
from compliance.referrals.forms.partners import _area
from compliance.referrals.services import recipients

pytestmark = pytest.mark.django_db


def targets(at_desk, **said):
    case = at_desk.case(**{"town": "", "address": "", "premises_name": ""} | said)
    names = defaultdict(list)
    for one in recipients.get_recipients(case, at_desk.keys).local:
        names[one.target_type].append(one.name)
    return {target_type: "; ".join(found) for target_type, found in names.items()}


@pytest.mark.parametrize(
    ("said", "police", "council"),
    [
        ({"town": "Southam"}, "Warwickshire Police", "Warwickshire County Council"),
        ({"town": "Edenbridge"}, "Kent Police", "Kent County Council"),
        ({"town": "Spalding"}, "Lincolnshire Police", "Lincolnshire County Council"),
        ({"local_authority": "South Holland"}, "Lincolnshire Police", "Lincolnshire County Council"),
        ({"town": "Kilmarnock"}, "Police Scotland", "East Ayrshire"),
        ({"town": "Belfast"}, "Police Service of Northern Ireland", "Belfast"),
        ({"postcode": "pe11 2xe"}, "Lincolnshire Police", "Lincolnshire County Council"),
        ({"town": "Newport", "local_authority": "Isle of Wight"}, "Hampshire", "Isle of Wight"),
    ],
    ids=str,
)
def test_a_council_a_postcode_and_a_town_find_police_and_council(said, police, council, at_desk):
    found = targets(at_desk, **said)
    assert police.split()[0] in found["police"]
    # The body that has the duty to protect adults there.
    assert council in (found.get("la_adults") or found["hsc_trust"])


@pytest.mark.parametrize("town", ["Soutampton", "Newport", "Tower Ham"])
def test_a_guess_sends_nobody_to_the_wrong_town(town, at_desk):
    assert targets(at_desk, town=town) == {}


def test_the_desk_sees_among_which_councils_it_has_to_choose(at_desk):
    case = at_desk.case(town="Newport")
    (place,) = places.get_places(case, at_desk.keys)
    assert place.council == ""
    (label, names) = place.coded[0]
    assert label == "Possible councils"
    assert "Isle of Wight" in names and "Pembrokeshire" in names


def test_the_search_for_services_begins_with_the_place_that_was_typed(at_desk):
    case = at_desk.case(town="Southam")
    assert signposts.get_council_label(case, at_desk.keys) == "Stratford-on-Avon, Warwickshire"


def test_a_place_that_a_handler_describes_finds_its_council_by_town_or_postcode():
    for said, code in (({"town": "Edenbridge"}, "E07000111"), ({"postcode": "BS1 4DJ"}, "E06000023")):
        form = PlaceForm({"role": "exploitation", **said})
        form.is_valid()
        assert form.cleaned_data["council"] == code
        assert form.cleaned_data["force"]


def test_the_council_typed_decides_between_towns_of_one_name():
    assert council_lookup.find_council({"town": "Newport", "council_typed": "Isle of Wight"}).name == "Isle of Wight"
    assert council_lookup.find_council({"town": "Spalding", "council_typed": "Lincolnshire"}).name == "South Holland"
    assert council_lookup.find_council({"town": "Newport"}) is None
    assert council_lookup.find_council({}) is None


def test_an_agencys_area_is_never_a_guess():
    assert _area("Southam") == "E07000221"
    assert _area("Southamp") is None
