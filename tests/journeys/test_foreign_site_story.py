"""Another site tries to end a report with a picture, a frame and a link; the reporter's own press still ends it."""

import pytest

from compliance.concerns.models import Draft
from tests.factories.concerns import open_door
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_another_site_cannot_end_a_report(open_person, live_server, settings):
    open_door()
    settings.EXIT_URL = f"{live_server.url}/healthz"
    person = open_person(360)
    person.open("/report/")
    person.choose("I saw or heard something that worries me")
    person.press("Continue")
    elsewhere = person.page.context.new_page()
    for tag in ('<img src="{}">', '<iframe src="{}"></iframe>', '<a href="{}">A prize</a>'):
        for path in ("/r/exit", "/r/sent"):
            elsewhere.goto("about:blank")
            with elsewhere.expect_request(live_server.url + path) as asked:
                elsewhere.set_content(tag.format(live_server.url + path))
                if tag.startswith("<a"):
                    elsewhere.get_by_text("A prize").click()
            # The portal has answered, whether or not the browser shows it.
            asked.value.response()
    assert settings.DRAFT_COOKIE_NAME in {cookie["name"] for cookie in person.page.context.cookies()}
    assert Draft.objects.exists()
    person.choose("No")
    person.press("Continue")
    person.page.get_by_role("button", name="Exit this page").click()
    person.page.wait_for_url(settings.EXIT_URL)
    assert not Draft.objects.exists()
    assert settings.DRAFT_COOKIE_NAME not in {cookie["name"] for cookie in person.page.context.cookies()}
