"""How many presses and pages the commonest work at the desk takes; these counts may fall, and never rise.

A press is every click: on a link, a button, a radio button or a tick box. Typing is no press.
"""

from dataclasses import dataclass, field

import pikepdf
import pytest

from compliance.casework.models import Disclosure, Referral
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.casework import CHILD, tell
from tests.factories.vault import begin_vault, give_key
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person
from tests.journeys.test_desk_story import unlocked
from tests.journeys.test_referral_safety_story import take_picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ONE_WAY = pytest.mark.parametrize("open_person", WAYS[1:2], indirect=True)
MAX_PRESSES, MAX_PAGES = 6, 3
POLICE, COUNCIL = "Derbyshire Constabulary", "Children’s services of Derbyshire County Council"


@dataclass
class Counter:
    """Presses as a person does, and counts; pages: the addresses on which something was pressed or typed."""

    person: Person
    presses: int = 0
    pages: set[str] = field(default_factory=set)

    def _count(self) -> None:
        self.presses += 1
        self.pages.add(self.person.page.url)

    def follow(self, name: str) -> None:
        self._count()
        self.person.follow(name)

    def press(self, name: str) -> None:
        self._count()
        self.person.press(name)

    def choose(self, option: str) -> None:
        self._count()
        self.person.choose(option)

    def download(self, name: str, folder):
        self._count()
        return self.person.download(name, folder)


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


def say_why(person: Person) -> None:
    person.write("The facts that you rely on", "A boy of fifteen works there at night.")


@ONE_WAY
def test_a_child_is_referred_to_the_police_by_phone(open_person, live_server, handler):
    count = take_child(open_person, live_server, handler)
    count.follow("Refer to somebody")
    take_picture(count.person, "refer-start")
    count.choose(POLICE)
    say_why(count.person)
    count.choose("Yes, they were told")
    count.press("Continue")
    count.person.heading("Check and send")
    take_picture(count.person, "refer-check")
    count.person.write("Who took it", "Sergeant Ito")
    count.press("It went by phone")
    count.person.sees("Sergeant Ito")
    referral = Referral.objects.get()
    assert (referral.target_type, referral.route, bool(referral.sent_at)) == ("police", "phone", True)
    assert Disclosure.objects.get().override_ground == "child_at_risk"
    assert count.presses <= MAX_PRESSES
    assert len(count.pages) <= MAX_PAGES


@ONE_WAY
def test_a_child_is_referred_to_the_council_by_email(open_person, live_server, handler, tmp_path):
    count = take_child(open_person, live_server, handler)
    count.follow("Refer to somebody")
    count.choose(COUNCIL)
    say_why(count.person)
    count.choose("Yes, they were told")
    count.press("Continue")
    passphrase = count.person.page.locator(".portal-passphrase").inner_text()
    document = count.download("Download the file (PDF)", tmp_path)
    assert pikepdf.open(document, password=passphrase).pages
    count.person.write("Who took it", "Duty social worker")
    count.press("It went by e-mail")
    referral = Referral.objects.get()
    assert (referral.target_type, referral.route) == ("la_children", "secure_email")
    assert count.presses <= MAX_PRESSES
    assert len(count.pages) <= MAX_PAGES


@ONE_WAY
def test_two_recipients_are_referred_to_in_one_pass(open_person, live_server, handler):
    count = take_child(open_person, live_server, handler)
    count.follow("Refer to somebody")
    count.choose(POLICE)
    count.choose(COUNCIL)
    say_why(count.person)
    count.choose("Yes, they were told")
    count.press("Continue")
    count.person.sees("You also chose")
    count.person.write("Who took it", "Sergeant Ito")
    count.press("It went by phone")
    # The second is asked for at once.
    count.person.heading("Check and send")
    count.person.write("Who took it", "Duty social worker")
    count.press("It went by phone")
    sent = Referral.objects.filter(sent_at__isnull=False)
    assert set(sent.values_list("target_type", flat=True)) == {"police", "la_children"}
    assert count.presses <= 7
