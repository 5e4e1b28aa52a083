"""A first feed of hotspots: a lead prepares it, a colleague agrees, the police take it and delete it."""

import csv
import io
import re
import shutil
import zipfile

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.casework.services.case_keys import Keys
from compliance.sharing.models import Feed
from compliance.sharing.rules.feed_files import compute_hash
from portal.accounts.roles import StaffRole
from portal.vault.services import unlocking
from tests.factories import feeds as make
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.sharing import AGENCY_PASSPHRASE, Desk
from tests.factories.vault import PASSPHRASE, begin_vault, give_key
from tests.journeys.conftest import WAYS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("open_person", WAYS[:2], indirect=True),
]


@pytest.fixture
def desk(settings, tmp_path):
    settings.TEAM_PUBLIC_KEY_FILE = shutil.copy(settings.TEAM_PUBLIC_KEY_FILE, tmp_path / "team_public_key")
    vault = begin_vault()
    handler = UserFactory(role=StaffRole.HANDLER, first_name="Hana")
    give_key(handler)
    keys = Keys(unlocking.open_with_passphrase(user=handler, passphrase=PASSPHRASE))
    return Desk(vault, vault.lead, handler, keys, timezone.now())


@pytest.fixture
def signed_in(open_person, live_server):
    def open_one(user, address):
        person = open_person()
        cookie = sign_in(Client(), user, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
        person.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        person.open(address)
        return person

    return open_one


def unlock(person, address):
    person.heading("Unlock the desk")
    person.write("Passphrase", PASSPHRASE)
    person.press("Unlock", exact=True)
    person.open(address)
    return person


def test_a_first_feed_is_agreed_by_two_taken_once_and_deleted(desk, signed_in, tmp_path):
    make.compute()
    partner, user = make.police()
    agreement = make.agree(desk, partner, columns={"hotspots": ["council", "contacts", "band"]})

    lena = unlock(signed_in(desk.lead, "/desk/sharing/"), "/desk/sharing/")
    lena.follow(agreement.reference)
    lena.press(re.compile("Prepare a feed"))
    lena.press("Prepare and preview")
    lena.sees("What will be sent")
    lena.sees("Chesterfield")
    lena.write("Reason", "They plan visits in May.")
    lena.press("Ask a second person")
    lena.sees("Waiting for a second person")

    hana = unlock(signed_in(desk.handler, "/desk/approvals/"), "/desk/approvals/")
    hana.follow(re.compile("Send the first feed"))
    hana.follow(re.compile("See exactly what would go"))
    hana.sees("Chesterfield")
    hana.follow(re.compile("Answer or see what was asked"))
    hana.choose("Yes", of="Do you approve this?")
    hana.press("Send your answer")
    hana.sees("Your answer is saved")

    feed = Feed.objects.get()
    lena.open(f"/desk/sharing/feeds/{feed.pk}/")
    previewed = lena.download("Download the file to check it", tmp_path).read_bytes()
    lena.press(re.compile("Encrypt and send"))
    lena.sees("Sent, not downloaded")

    ana = signed_in(user, "/desk/partner/")
    ana.follow("Feeds for your agency")
    ana.follow(feed.reference)
    ana.write("Your agency’s passphrase", AGENCY_PASSPHRASE)
    taken = ana.download("Open and download", tmp_path).read_bytes()
    assert taken == previewed
    assert compute_hash(taken) == feed.sha256
    rows = csv.reader(io.StringIO(zipfile.ZipFile(io.BytesIO(taken)).read("rows.csv").decode("utf-8-sig")))
    assert list(rows)[1] == ["Chesterfield", "9", "hot_99", f"{feed.reference} Derbyshire police"]

    ana.open(f"/desk/partner/feeds/{feed.pk}/")
    ana.sees("Each person can download it once")
    ana.press("Confirm that every copy is deleted")
    ana.sees("Deletion confirmed")
    ana.follow("Tell the helpline what happened")
    ana.select("What happened", "Investigation opened")
    ana.press("Send to the helpline")
    ana.sees("The helpline can see your answer")

    lena.open("/desk/sharing/")
    lena.sees("Deletion confirmed")
    lena.follow(feed.reference)
    lena.sees(f"Confirmed by {user}")
    lena.sees("Investigation opened")
