"""What a handler sees while a referral is made, where a wrong line could get somebody hurt."""

import os

import pytest

from portal.accounts.roles import StaffRole
from tests.compliance.referrals.services.nrm.test_support import ADULT_SUPPORT, in_nation
from tests.compliance.referrals.services.test_police import NUMBER_101
from tests.factories.accounts import UserFactory
from tests.factories.casework import CHILD, NOW, tell
from tests.factories.packs import begin
from tests.factories.sharing import desk
from tests.factories.vault import begin_vault, give_key
from tests.journeys.test_desk_story import open_tab, unlocked

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def handler():
    begin_vault()
    person = UserFactory(role=StaffRole.HANDLER, first_name="Hana")
    give_key(person)
    return person


def take_picture(person, name: str) -> None:
    """Save the page at both widths, for a person to look at, where PICTURES names a folder."""
    folder = os.environ.get("PICTURES")
    if not folder:
        return
    for width in (360, 1280):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def refer_to(person, recipient: str) -> None:
    """From the case to the page that shows what would be sent."""
    open_tab(person, "Referrals")
    person.press("Make a referral")
    person.choose(recipient)
    person.choose("Choose the reason for each recipient on the next pages")
    person.press("Continue")
    person.press("Continue")


def test_in_danger_now_the_handler_is_told_to_call_999_on_another_line(open_person, live_server, handler):
    tell(NOW, consent=["police"])
    hana = unlocked(open_person, live_server, handler)
    hana.press("Take")
    refer_to(hana, "Derbyshire Constabulary")
    hana.choose("The person agreed")
    hana.press("Continue")
    hana.heading("Check and send")
    hana.sees("Call 999 on another line, now")
    take_picture(hana, "danger-now-check")
    hana.press("Record as shared by phone")
    hana.sees("Enter who took the referral")
    hana.sees("they stay on this line with you while you call")
    assert not NUMBER_101.search(hana.page.get_by_role("main").inner_text())
    take_picture(hana, "danger-now-record")


@pytest.mark.parametrize("open_person", ["without JavaScript"], indirect=True)
def test_where_nobody_is_in_danger_the_police_are_called_on_101(open_person, live_server, handler):
    """999 for everything keeps it from those who need it now."""
    tell(consent=["police"])
    hana = unlocked(open_person, live_server, handler)
    hana.press("Take")
    refer_to(hana, "Derbyshire Constabulary")
    hana.choose("The person agreed")
    hana.press("Continue")
    hana.heading("Check and send")
    hana.sees(NUMBER_101)
    assert "Call 999 on another line" not in hana.page.get_by_role("main").inner_text()


@pytest.mark.parametrize("open_person", ["without JavaScript"], indirect=True)
def test_a_neighbours_own_words_are_marked_before_they_leave(open_person, live_server, handler):
    """See docs/requirements/helpline.md#words-that-show-who-told-us."""
    tell(CHILD, account="My neighbour's girl is locked in next door.\nI heard her screaming.", consent=["police"])
    hana = unlocked(open_person, live_server, handler)
    hana.press("Take")
    refer_to(hana, "Derbyshire Constabulary")
    hana.choose("The person agreed")
    hana.press("Continue")
    hana.heading("Check and send")
    hana.sees("3 marked phrases could show who told us.")
    box = hana.page.get_by_role("link", name="Change what they get").bounding_box()
    assert box["y"] + box["height"] <= 900, "what is marked, and what to do, are said on the first screen"
    marks = hana.page.locator("main mark")
    assert marks.all_inner_texts() == ["My neighbour's", "next door", "I heard"]
    take_picture(hana, "marked-check")
    hana.write("Who took the referral", "Sergeant Ito")
    hana.press("Record as shared by phone")
    hana.sees("My neighbour's girl is locked in next door.")
    hana.sees("I heard her screaming.")


def test_a_child_who_asked_for_help_is_referred_as_a_person_at_risk(open_person, live_server, handler):
    """Police and children's services are to speak to the child; the agreed word stays here without a number."""
    tell(
        CHILD, purpose="seeking_help_self", age_of_person="under_18", identity_mode="confidential",
        contact_safety=["code_word", "do_not_say_helpline"], code_word="bluebell",
    )  # fmt: skip
    hana = unlocked(open_person, live_server, handler)
    hana.press("Take")
    refer_to(hana, "Children’s services: Derbyshire County Council")
    hana.choose("A child at risk")
    hana.write("Facts you rely on (optional)", "He is fifteen and sleeps at the car wash.")
    hana.choose("Yes, they were told")
    hana.press("Continue")
    hana.heading("Check and send")
    hana.sees("The person affected told us about themselves.")
    hana.sees("They are a person at risk, not an informant.")
    hana.sees("There is an agreed word: ask us for it first")
    assert "Do not try to find out" not in hana.page.content()
    assert "Robin Marker" not in hana.page.content()
    take_picture(hana, "victim-check")


@pytest.mark.parametrize(
    ("place", "recipient"),
    [
        ({"local_authority": "South Holland"}, "Adult safeguarding: Lincolnshire County Council"),
        ({"town": "Belfast"}, "Adult protection: Belfast Health and Social Care Trust"),
        ({"town": "Kilmarnock"}, "Adult support and protection: East Ayrshire Council"),
        ({"postcode": "PE11 2XE"}, "Adult safeguarding: Lincolnshire County Council"),
    ],
    ids=["a district", "Northern Ireland", "Scotland", "a postcode alone"],
)
@pytest.mark.parametrize("open_person", ["without JavaScript"], indirect=True)
def test_safeguarding_goes_to_the_body_with_the_duty(open_person, live_server, handler, place, recipient):
    tell(**{"town": ""} | place, consent=["local_authority"])
    hana = unlocked(open_person, live_server, handler)
    hana.press("Take")
    open_tab(hana, "Referrals")
    hana.press("Make a referral")
    hana.sees(recipient)
    take_picture(hana, "to-whom")
    hana.choose(recipient)
    hana.choose("Choose the reason for each recipient on the next pages")
    hana.press("Continue")
    hana.press("Continue")
    hana.choose("The person agreed")
    hana.press("Continue")
    hana.heading("Check and send")
    hana.sees(f"To: {recipient}")


@pytest.mark.parametrize("open_person", ["without JavaScript"], indirect=True)
def test_a_scottish_adult_and_a_child_read_of_their_own_help(open_person, live_server):
    at = desk()
    adult = in_nation(at, begin(at, exploitation_type=["sexual"], purpose="seeking_help_self"), "scotland")
    child = begin(at, age="under_18", consents="")
    hana = unlocked(open_person, live_server, at.handler)
    hana.page.goto(f"{live_server.url}/desk/cases/{adult.case_id}/nrm/{adult.pk}/preview/")
    hana.sees("Migrant Help, support for adults in Scotland")
    assert "Salvation Army" not in hana.page.content()
    take_picture(hana, "nrm-scotland")
    hana.page.goto(f"{live_server.url}/desk/cases/{child.case_id}/nrm/{child.pk}/preview/")
    hana.sees("Derbyshire County Council must keep a child safe, including tonight.")
    assert not any(name in hana.page.content() for name in ADULT_SUPPORT)
    take_picture(hana, "nrm-child")
    hana.page.goto(f"{live_server.url}/desk/cases/{child.case_id}/nrm/{child.pk}/hand-over/")
    assert hana.page.get_by_role("option", name="Barnardo's").count() == 1
    assert hana.page.get_by_role("option", name="The Salvation Army").count() == 0
