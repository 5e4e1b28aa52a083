"""What a handler sees while a referral is made, where a wrong line could get somebody hurt."""

import os

import pytest

from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.casework import NOW, tell
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
    person.press("Refer to somebody")
    person.choose(recipient)
    person.press("Continue")
    person.press("Continue")


def test_in_danger_now_the_handler_is_told_to_call_999_on_another_line(open_person, live_server, handler):
    tell(NOW, consent=["police"])
    hana = unlocked(open_person, live_server, handler)
    hana.press("Take")
    refer_to(hana, "Derbyshire Constabulary")
    hana.choose("They agreed to it")
    hana.press("Continue")
    hana.heading("Check and send")
    hana.sees("Call 999 on another line, now")
    take_picture(hana, "danger-now-check")
    hana.press("Write down who took it")
    hana.sees("they stay on this line with you while you call")
    assert "101" not in hana.page.get_by_role("main").inner_text()
    take_picture(hana, "danger-now-record")
