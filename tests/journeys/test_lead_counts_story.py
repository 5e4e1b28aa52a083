"""A lead reads what waits for a decision, and opens the rows behind a count.

See docs/requirements/helpline.md#page-of-leads.
"""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.casework.choices import ApprovalKind
from compliance.casework.services import approvals
from tests.factories.accounts import sign_in
from tests.factories.casework import CHILD, keys_of, taken_by, tell
from tests.factories.sharing import desk
from tests.factories.vault import PASSPHRASE
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("open_person", WAYS[:1], indirect=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_a_lead_opens_what_a_count_is_of(open_person, live_server, width):
    at_desk = desk()
    case = taken_by(at_desk.handler)
    approvals.request_approval(
        kind=ApprovalKind.CLOSURE,
        case=case,
        reason="All is done.",
        actor=at_desk.handler,
        keys=keys_of(at_desk.handler),
        at=timezone.now(),
    )
    tell()
    tell(CHILD)
    lee = open_person(width)
    cookie = sign_in(Client(), at_desk.lead).cookies[settings.SESSION_COOKIE_NAME]
    lee.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    lee.open("/desk/lead/")
    lee.write("Passphrase", PASSPHRASE)
    lee.press("Unlock", exact=True)
    lee.open("/desk/lead/")
    assert lee.page.get_by_text("1 request needs a second person.").is_visible()
    lee.follow("2 Open: Unassigned")
    lee.heading("Unassigned: open (2)")
    assert lee.page.locator("#rows tbody tr").count() == 2
    assert lee.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    lee.follow("Back to “Lead”")
    lee.page.get_by_role("link", name="Decide requests").click()
    lee.heading("Waiting for a second person")
    lee.sees(case.reference)
