"""A photo is added at the desk, looked at, and goes along: to the police inside a PDF, to an agency in its account."""

from datetime import timedelta

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.referrals.models import Referral
from tests.factories import told_files
from tests.factories.accounts import sign_in
from tests.factories.sharing import AGENCY_PASSPHRASE, agency, desk
from tests.factories.vault import PASSPHRASE
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def enter(person, user, live_server) -> None:
    cookie = sign_in(Client(), user, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
    person.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def refers(person, case, to: str) -> None:
    person.open(f"/desk/cases/{case.pk}/referrals/")
    person.press("Make a referral")
    person.choose(to)
    person.choose("Choose the reason for each recipient on the next pages")
    person.press("Continue")
    person.choose("File")
    person.press("Continue")
    person.choose("The person agreed")
    person.press("Continue")
    person.sees("1 file is included")


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_photo_is_looked_at_and_goes_along_with_two_referrals(open_person, live_server, tmp_path):
    at = desk()
    at.now = timezone.now() - timedelta(minutes=1)
    case = at.case(consent=["police", "support_provider"])
    _partner, pat = agency()
    photo = tmp_path / "yard.jpg"
    photo.write_bytes(told_files.photo())

    hana = open_person()
    enter(hana, at.handler, live_server)
    hana.open(f"/desk/cases/{case.pk}/files/")
    hana.write("Passphrase", PASSPHRASE)
    hana.press("Unlock", exact=True)
    hana.press("Add a file")
    hana.attach(photo)
    hana.write("What it is", "The yard at night")
    hana.write_date("When it was made", 3, 3, 2026)
    hana.press("Add this file")
    hana.sees("3 March 2026")

    hana.follow("yard.jpg")
    hana.choose("To work on the case")
    hana.press("Open the file")
    hana.heading("View a picture")
    shown = hana.page.get_by_alt_text("The picture as sent, made smaller")
    assert not shown.is_visible()
    hana.page.get_by_text("Show the picture").click()
    assert shown.is_visible()

    refers(hana, case, "Derbyshire Constabulary")
    passphrase = hana.page.locator(".portal-passphrase").inner_text()
    with pikepdf.open(hana.download("Download the file (PDF)", tmp_path), password=passphrase) as document:
        [name] = document.attachments
        assert document.attachments[name].get_file().read_bytes().startswith(b"\xff\xd8")

    refers(hana, case, "Rowan House")
    hana.press("Send to their account")
    hana.sees("Sent to their account")

    agent = open_person(360)
    enter(agent, pat, live_server)
    agent.open(f"/desk/partner/{Referral.objects.get(sent_at__isnull=False).pk}/")
    agent.write("Your agency’s passphrase", AGENCY_PASSPHRASE)
    agent.press("Open the referral")
    agent.sees("The yard at night")
    saved = agent.download("Save ", tmp_path)
    assert saved.name == name and saved.read_bytes().startswith(b"\xff\xd8")
