"""A business finds kept passports in an audit and tells the helpline; its own log shows it, and its code the answer."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import ConcernNote
from compliance.concerns.choices import Channel, Status
from compliance.concerns.forms import submission
from compliance.concerns.models import Concern
from compliance.concerns.services import desk
from compliance.organisations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.concerns import key_of, open_door
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WORDS = "The supervisor keeps the passports of eleven workers in a locked drawer."


@pytest.fixture
def finding(db, monkeypatch):
    open_door()
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    site = SiteFactory(supplier=SupplierFactory(name="Fernhollow Textiles"), name="Fernhollow mill", town="Leicester")
    return FindingFactory(audit=AuditFactory(site=site), title="Passports are kept", description=WORDS)


@pytest.mark.main_story
@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_finding_about_passports_reaches_the_helpline(open_person, sign_in, finding):
    own = finding.audit.organisation
    wren = UserFactory(first_name="Wren")
    MembershipFactory(organisation=own, user=wren, role=Role.EDITOR, is_safeguarding_lead=True)
    person = open_person()
    sign_in(person.page, wren)
    person.open(reverse("audits:finding", args=[own.slug, finding.uuid]))
    person.sees("Passports are kept")
    assert not Concern.objects.exists()
    person.press("Raise a concern")

    person.heading("Is anyone in danger now?")
    person.choose("No")
    person.press("Continue")
    person.choose("No")
    person.press("Continue")
    written = person.page.get_by_label("What is happening?", exact=True)
    assert WORDS in written.input_value()
    person.press("Continue")
    person.page.locator("main h1").wait_for()
    assert person.page.get_by_label("Town, city or area").input_value() == "Leicester"
    person.press("Continue")
    person.choose("Only the helpline may know who I am")
    person.press("Continue")
    person.heading("Check your answers")
    person.sees(WORDS)
    person.press("Send to the helpline")
    digits = re.sub(r"\D", "", person.page.locator("#code").inner_text())
    person.write("Enter the last 4 digits of your code", digits[-4:])
    person.press("I have saved the code")
    person.heading("Thank you")

    concern = Concern.objects.get()
    assert (concern.channel, concern.purpose) == (Channel.PORTAL_BUSINESS, "business_concern")
    answers = desk.read_concern(concern, key_of(concern)).answers
    assert WORDS in answers["account"] and answers["subject_organisation"] == "Fernhollow Textiles"

    # The last page lets go of every cookie of the browser, that of the account among them.
    sign_in(person.page, wren)
    person.open(f"/o/{own.slug}/concerns/")
    person.sees("There are no notes yet.")
    person.press("Add a note")
    person.write("Your own name for it", "Papers at the mill")
    person.write("Last 4 digits of the code (optional)", digits[-4:])
    person.press("Save the note")
    person.sees("Papers at the mill")
    person.sees(digits[-4:])
    assert ConcernNote.objects.get().sent_by == wren

    desk.send_message(
        concern, key_of(concern), text="Do not warn the site. Look here again tomorrow.", now=timezone.now()
    )
    desk.set_status(concern, Status.LOOKED_AT, by="tests", now=timezone.now())
    person.press("Read the answer with your code")
    person.write("Your code", digits)
    person.press("Open your messages", exact=True)
    person.sees("Being looked at")
    person.sees("Do not warn the site. Look here again tomorrow.")
