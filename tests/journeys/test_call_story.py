"""A call in Vietnamese: safety, an interpreter, whether a child is in it, a code read aloud, a service that helps."""

import re

import pytest
from django.utils import timezone

from compliance.casework.models import Case, InterpreterProvider, InterpreterSession, Signpost, Task
from compliance.casework.services import interpreters
from tests.factories.directory import ServiceFactory
from tests.factories.sharing import desk
from tests.factories.vault import PASSPHRASE
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)

FACTS = {"name": "Lingualink", "dial_in": "0300 000 0001", "genders": ["female"], "hours": "Day and night"}


@pytest.fixture
def at():
    at = desk()
    facts = FACTS | {"languages": ["vi"], "position": 1}
    interpreters.save_provider(
        provider=InterpreterProvider(**facts), pin="4711", actor=at.lead, at=timezone.now()
    )  # fmt: skip
    ServiceFactory(name="Harbour Child Line", phone="0300 000 0099", audiences=["child_victims"], has_interpreters=True)
    return at


@pytest.mark.main_story
@BOTH
def test_a_vietnamese_speaker_calls(open_person, sign_in, at):
    hana = open_person()
    sign_in(hana.page, at.handler)
    hana.open("/desk/")
    hana.write("Passphrase", PASSPHRASE)
    hana.press("Unlock", exact=True)
    hana._go(hana.page.get_by_role("button", name="New call"))

    # Safety before everything else. Somebody with the caller offers to interpret: declined, with the words to say.
    hana.choose("No: only ask yes or no questions")
    hana.press("Ask for an interpreter")
    hana.heading("Ask for an interpreter")
    hana.select("Language", "Vietnamese")
    hana.choose("Someone with them is offering to")
    hana.press("Request the interpreter")
    hana.sees("A companion never interprets")
    hana.choose("An interpreter on the call")
    hana.choose("A woman")
    hana.press("Request the interpreter")
    hana.heading("Vietnamese")
    hana.sees("0300 000 0001")
    hana.sees("4711")
    hana.sees("Never leave the two alone on the line")
    hana.choose("Yes")
    hana.press("The interpreter is on the line")
    hana.sees("On the line after")
    hana.choose("Completed")
    hana.press("Record how it ended")
    hana.heading("Call")
    assert hana.page.get_by_label("No: only ask yes or no questions").is_checked()
    assert hana.page.get_by_label("Language", exact=True).input_value() == "vi"

    # Nobody is sure of the age: that counts as a child.
    hana.choose("Danger within 24 hours")
    hana.choose("Age not sure")
    hana.write("What is happening", "Her cousin, maybe sixteen, paints nails all day and sleeps in the shop.")
    hana.page.locator("summary", has_text="Where").first.click()
    hana.write("Town, city or area", "Leeds")
    hana.choose("Create a code to read out")
    hana.press("Open a case")
    hana.heading("Read out the code")
    code = hana.page.locator(".portal-code").inner_text()
    assert len(re.sub(r"\D", "", code)) == 20
    hana.press("The caller has the code: go to the case")

    case = Case.objects.get()
    assert (case.age_of_person, case.level, case.language, case.concerns_child) == ("not_sure", "p2", "vi", True)
    assert Task.objects.filter(case=case).exclude(child_action="").exists()
    declined, joined = sorted(InterpreterSession.objects.all(), key=lambda row: row.mode != "informal_refused")
    assert declined.wait_seconds is None
    assert joined.wait_seconds is not None and joined.is_gender_met

    # A service of the directory, found by what is needed, and told once it is safe to have it on the device.
    hana.open(f"/desk/cases/{case.pk}/signpost/")
    hana.press("Find services")
    hana.sees("Harbour Child Line")
    hana.press(re.compile("Choose"))
    hana.sees("0300 000 0099")
    hana.choose("It is safe for them to have this on their device")
    hana.press("Send and record it")
    assert Signpost.objects.filter(case=case).count() == 1

    caller = open_person(360)
    caller.open("/r/return/")
    caller.write("Your code", code)
    caller.press("Open your messages")
    caller.sees("Harbour Child Line")
    caller.sees("0300 000 0099")
