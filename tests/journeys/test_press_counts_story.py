"""How many presses and pages the commonest work at the desk takes; these counts may fall, and never rise.

A press is every click that a person makes: on a link, a button, a radio button, a tick box, or the line that unfolds a
part of the page. Typing is no press. What is pressed has to be in sight: a choice in a folded part costs one press
more, for unfolding it.
"""

import re
from dataclasses import dataclass, field

import pikepdf
import pytest
from playwright.sync_api import Locator, expect

from compliance.casework.models import Case
from compliance.referrals.models import Disclosure, Referral
from compliance.referrals.services.nrm import packs
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.casework import ADVICE, CHILD, tell
from tests.factories.packs import RECIPIENT, WHO, begin, who
from tests.factories.sharing import desk
from tests.factories.vault import begin_vault, give_key
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person
from tests.journeys.test_desk_story import unlocked
from tests.journeys.test_referral_safety_story import take_picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ONE_WAY = pytest.mark.parametrize("open_person", WAYS[1:2], indirect=True)
# From the case to what was sent, as measured; 6 presses on 3 pages at most were asked for.
MAX_PHONE_PRESSES, MAX_EMAIL_PRESSES, MAX_TWO_PRESSES, MAX_PAGES = 5, 6, 7, 3
# From “Take” to the closed case; 6 at most were asked for.
MAX_ADVICE_PRESSES, MAX_ADVICE_PAGES = 4, 3
# From the pack with its answers to the question to a second person.
MAX_HANDOVER_PRESSES = 4
POLICE, COUNCIL = "Derbyshire Constabulary", "Children’s services: Derbyshire County Council"


@dataclass
class Counter:
    """Presses as a person does, and counts; pages: the addresses on which something was pressed or typed."""

    person: Person
    presses: int = 0
    pages: set[str] = field(default_factory=set)

    def _count(self, target: Locator) -> None:
        expect(target.first).to_be_visible()
        self.presses += 1
        self.pages.add(self.person.page.url)

    def _find(self, role: str, name: str) -> Locator:
        return self.person.page.locator("main").get_by_role(role, name=name)

    def follow(self, name: str) -> None:
        self._count(self._find("link", name).or_(self._find("button", name)))
        self.person.follow(name)

    def press(self, name: str) -> None:
        self._count(self._find("button", name))
        self.person.press(name)

    def choose(self, option: str) -> None:
        self._count(self.person.page.locator("main").get_by_label(option, exact=True))
        self.person.choose(option)

    def download(self, name: str, folder):
        self._count(self._find("link", name).or_(self._find("button", name)))
        return self.person.download(name, folder)

    def write(self, label: str, text: str) -> None:
        """Typing needs no press, and counts its page; a field in a folded part cannot be typed in."""
        self.pages.add(self.person.page.url)
        self.person.write(label, text)


@pytest.fixture
def handler():
    begin_vault()
    person = UserFactory(role=StaffRole.HANDLER, first_name="Hana")
    give_key(person)
    return person


def take_child(open_person, live_server, handler) -> Counter:
    """At the page of a child's case, where nobody has agreed to anything."""
    tell(CHILD, age_of_person="under_18", consent=[])
    hana = unlocked(open_person, live_server, handler)
    hana.press("Take")
    return Counter(hana)


def say_why(count: Counter) -> None:
    count.write("Facts you rely on", "A boy of fifteen works there at night.")


@pytest.mark.main_story
@ONE_WAY
def test_a_child_is_referred_to_the_police_by_phone(open_person, live_server, handler):
    count = take_child(open_person, live_server, handler)
    count.follow("Make a referral")
    take_picture(count.person, "refer-start")
    count.choose(POLICE)
    say_why(count)
    count.choose("Yes, they were told")
    count.press("Continue")
    count.person.heading("Check and send")
    take_picture(count.person, "refer-check")
    count.write("Who took the referral", "Sergeant Ito")
    count.press("Record as shared by phone")
    count.person.sees("Sergeant Ito")
    referral = Referral.objects.get()
    assert (referral.target_type, referral.route, bool(referral.sent_at)) == ("police", "phone", True)
    assert Disclosure.objects.get().override_ground == "child_at_risk"
    assert count.presses <= MAX_PHONE_PRESSES
    assert len(count.pages) <= MAX_PAGES


@ONE_WAY
def test_a_child_is_referred_to_the_council_by_email(open_person, live_server, handler, tmp_path):
    count = take_child(open_person, live_server, handler)
    count.follow("Make a referral")
    count.choose(COUNCIL)
    say_why(count)
    count.choose("Yes, they were told")
    count.press("Continue")
    passphrase = count.person.page.locator(".portal-passphrase").inner_text()
    document = count.download("Download the file (PDF)", tmp_path)
    assert pikepdf.open(document, password=passphrase).pages
    count.write("Who took the referral", "Duty social worker")
    count.press("Record as sent by email")
    referral = Referral.objects.get()
    assert (referral.target_type, referral.route) == ("la_children", "secure_email")
    assert count.presses <= MAX_EMAIL_PRESSES
    assert len(count.pages) <= MAX_PAGES


@ONE_WAY
def test_two_recipients_are_referred_to_in_one_pass(open_person, live_server, handler):
    count = take_child(open_person, live_server, handler)
    count.follow("Make a referral")
    count.choose(POLICE)
    count.choose(COUNCIL)
    say_why(count)
    count.choose("Yes, they were told")
    count.press("Continue")
    count.person.sees("Other referrals you chose")
    count.write("Who took the referral", "Sergeant Ito")
    count.press("Record as shared by phone")
    # The second is asked for at once.
    count.person.heading("Check and send")
    count.write("Who took the referral", "Duty social worker")
    count.press("Record as shared by phone")
    sent = Referral.objects.filter(sent_at__isnull=False)
    assert set(sent.values_list("target_type", flat=True)) == {"police", "la_children"}
    assert count.presses <= MAX_TWO_PRESSES


@pytest.mark.parametrize("open_person", WAYS, indirect=True)
def test_advice_goes_from_taken_to_closed(open_person, live_server, handler):
    told = tell(ADVICE)
    count = Counter(unlocked(open_person, live_server, handler))
    count.press("Take")
    count.press("Answer and close")
    count.person.sees(ADVICE["account"])
    take_picture(count.person, "advice")
    count.write("Your answer", "Speak with each worker in private. Look again here in three days.")
    count.press("Check the answer")
    count.person.heading("Check the answer")
    take_picture(count.person, "advice-check")
    count.press("Send it and close the case")
    count.person.heading("Queue")
    case = Case.objects.get()
    assert (case.status, case.closure_reason, case.is_told) == ("closed", "advice_given", True)
    assert told.concern.messages.count() == 1
    assert count.presses <= MAX_ADVICE_PRESSES
    assert len(count.pages) <= MAX_ADVICE_PAGES


@pytest.mark.parametrize("open_person", WAYS[::2], indirect=True)
def test_a_pack_is_handed_over_with_one_reason_for_all_that_is_missing(open_person, live_server):
    """Without it each of some forty questions asked for a reason of its own; the second person now reads it all."""
    at = desk()
    pack = begin(at)
    given = {key: {"value": value, "source": "person", "why": ""} for key, value in WHO.items()}
    pack = packs.save_answers(pack=pack, given=given, version=pack.version, **who(at))
    count = Counter(unlocked(open_person, live_server, at.handler))
    hana = count.person
    address = f"{live_server.url}/desk/cases/{pack.case_id}/nrm/{pack.pk}"
    hana.open(f"{address}/answers/background/")
    take_picture(hana, "nrm-section")
    hana.open(f"{address}/")
    take_picture(hana, "nrm-pack")
    count.press("Give reasons for missing answers")
    take_picture(hana, "nrm-reasons")
    count.write("One reason for all of them", "The call ended early.")
    count.press("Save")
    hana.sees("Every missing answer has a reason.")
    count.press("Hand over the pack to someone")
    hana.select("First responder", RECIPIENT["organisation"])
    count.write("Person’s name", RECIPIENT["person"])
    count.write("Work email address", RECIPIENT["email"])
    count.write("Why share now, and with this person", "He asked for it.")
    count.press("Ask a second person")
    assert count.presses <= MAX_HANDOVER_PRESSES

    lea = unlocked(open_person, live_server, at.lead)
    approval = packs.find_pack(pack.case, pack.pk).approval
    lea.open(f"{live_server.url}/desk/approvals/{approval.pk}/")
    for words in (RECIPIENT["email"], "Lethanh", "slept in a shed", "No answer: The call ended early."):
        lea.sees(words)
    take_picture(lea, "nrm-approval")
    lea.choose("Yes")
    lea.press("Send your answer")
    lea.sees("Tick the box if you agree")
    take_picture(lea, "nrm-approval-few-answers")
    lea.choose(re.compile("answers are complete"))
    lea.press("Send your answer")
    lea.open(f"{address}/withdraw/")
    take_picture(lea, "nrm-withdraw")
    hana.open(f"{address}/")
    hana.press("Make the link")
    hana.heading("Link to the pack")
