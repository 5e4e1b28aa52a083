"""A crash in the middle of a call: danger was ticked, the browser is gone, and a lead goes on with what was typed.

See docs/requirements/helpline.md#alarms.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from compliance.casework.models import Alarm, CallDraft
from compliance.casework.rules.open_calls import LEFT_AFTER
from compliance.casework.services import on_call_alerts
from tests.journeys.conftest import WAYS
from tests.journeys.test_desk_story import team, unlocked  # noqa: F401 — a fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("open_person", WAYS[:1], indirect=True)
def test_a_call_that_broke_off_is_in_the_queue_and_a_lead_goes_on_with_it(open_person, live_server, team):  # noqa: F811
    handler, lead = team
    hana = unlocked(open_person, live_server, handler)
    hana._go(hana.page.get_by_role("button", name="New call"))
    hana.write("What is happening", "They lock us in at night")
    # Kept at the choice: nothing else is pressed, and no timer is awaited.
    with hana.page.expect_response(lambda response: response.url.endswith("/save/")):
        hana.page.get_by_label("Danger now", exact=True).check()
    hana.page.close()

    lena = unlocked(open_person, live_server, lead)
    lena.sees("Call in progress by Hana Example")
    CallDraft.objects.update(saved_at=timezone.now() - LEFT_AFTER - timedelta(seconds=1))
    on_call_alerts.watch(timezone.now())
    assert Alarm.objects.filter(kind="call_left_open").count() == 1
    lena.open("/desk/")
    lena.sees("Call left open by Hana Example")
    expect(lena.page.locator(".portal-notices")).to_contain_text("1 call form about someone at risk was left open.")
    lena.press("Take over Call left open by Hana Example")
    assert lena.page.get_by_label("What is happening").input_value() == "They lock us in at night"
    assert CallDraft.objects.get().handler == lead
