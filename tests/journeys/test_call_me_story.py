"""“Call me, after 9”: a handler reads it in the queue, in the case and on the page with the number, and ends it.

See docs/requirements/helpline.md#wish-to-be-called.
"""

import pytest
from playwright.sync_api import expect

from tests.factories.casework import tell
from tests.journeys.test_desk_story import open_tab, team, unlocked  # noqa: F401 — a fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HOURS = "after 9pm, Mondays before 8am"


def test_a_wish_to_be_called_is_seen_until_somebody_says_what_happened(open_person, live_server, team):  # noqa: F811
    handler, _lead = team
    tell(wants_call=True, contact_method=[], contact_safety=["safe_windows"], safe_times=HOURS)
    hana = unlocked(open_person, live_server, handler)
    hana.sees("Asked for a call")
    hana.press("Take")
    hana.sees("They asked us to call them.")
    hana.sees(HOURS)
    hana.follow("How to call them")
    hana.heading("People")
    hana.sees("They asked us to call them.")
    open_tab(hana, "Actions")
    hana.follow("Mark as done")
    hana.press("Mark as done")
    hana.sees("Enter what happened")
    hana.write("What happened", "We spoke. They are safe at their sister’s.")
    hana.press("Mark as done")
    open_tab(hana, "Summary")
    expect(hana.page.locator("main")).not_to_contain_text("They asked us to call them.")
