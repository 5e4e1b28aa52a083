"""Two people share a browser: what the first one typed in an old tab does not go into the second one's messages."""

import pytest
from django.conf import settings

from compliance.concerns.models import Message
from tests.factories.concerns import make_concern, open_door
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
REPLY = "Please call my sister, not me."


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_reply_from_an_old_tab_is_kept_and_not_sent(open_person):
    open_door()
    first, second = (make_concern() for _ in range(2))
    person = open_person(360)
    for made in (first, second):
        tab = person.page.context.new_page() if made is second else person.page
        tab.goto("/r/return/")
        tab.get_by_label("Your code").fill(made.digits)
        with tab.expect_navigation():
            tab.get_by_role("button", name="Open your messages").click()
    person.write("Write to the helpline", REPLY)
    person.press("Send message")
    person.page.get_by_role("alert").get_by_text("you wrote it for a different code").wait_for()
    assert person.page.get_by_label("Write to the helpline").input_value() == REPLY
    assert not Message.objects.exists()
    person.press("Send message")
    person.sees(REPLY)
    assert Message.objects.get().concern == second.concern


@pytest.mark.once
@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_an_account_from_an_old_tab_is_kept_and_not_saved_into_another_report(open_person):
    """The first person's page stands in a tab while the second person has begun anew in the same browser."""
    open_door()
    person = open_person(360)
    person.page.goto("/report/")
    for question, answer in (
        ("What would you like to do?", "I saw or heard something that worries me"),
        ("Is anyone in danger now?", "No"),
        ("Is anyone under 18?", "No"),
    ):
        person.page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check()
        person.press("Continue")
    person.page.get_by_label("What is happening?").fill(REPLY)
    person.page.context.clear_cookies(name=settings.DRAFT_COOKIE_NAME)
    tab = person.page.context.new_page()
    tab.goto("/report/")
    tab.get_by_role("group", name="What would you like to do?").get_by_role("radio").first.check()
    tab.locator("#begin").get_by_role("button", name="Continue").click()
    tab.wait_for_url("**/r/1")
    person.press("Continue")
    person.page.get_by_role("alert").get_by_text("You filled in this page for a different report").wait_for()
    assert person.page.get_by_label("What is happening?").input_value() == REPLY
    person.press("Continue")
    person.page.wait_for_url("**/r/1")
