"""A case goes to the police by phone and to the council by e-mail; both are written down (experience d8)."""

import pikepdf
import pytest
from django.conf import settings
from django.test import Client

from compliance.casework.models import Disclosure, Referral
from tests.factories.accounts import sign_in
from tests.factories.casework import CHILD, taken_by
from tests.factories.sharing import NAME, desk
from tests.factories.vault import PASSPHRASE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_police_by_phone_and_the_council_by_email(open_person, live_server, tmp_path):
    at = desk()
    case = taken_by(at.handler, **(CHILD | {"name": NAME, "consent": ["police"]}))
    hana = open_person()
    cookie = sign_in(Client(), at.handler, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
    hana.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    hana.open(f"/desk/cases/{case.pk}/referrals/")
    hana.write("Passphrase", PASSPHRASE)
    hana.press("Unlock", exact=True)
    hana.heading("Referrals")

    # The police, found from the place, by phone and with consent.
    hana.press("Refer to somebody")
    hana.choose("Derbyshire Constabulary")
    hana.press("Continue")
    hana.heading("What do they get?")
    hana.press("Continue")
    hana.choose("They agreed to it")
    hana.press("Continue")
    hana.heading("Check and send")
    hana.sees("A boy who may be fifteen works there at night.")
    hana.sees("Who told us is known to nobody outside the helpline.")
    assert NAME not in hana.page.content()
    hana.press("Write down who took it")
    hana.choose("By phone")
    hana.write("Who took it", "Sergeant Ito, control room")
    hana.write("Their reference (optional)", "INC-4471")
    hana.press("Write it down")
    hana.sees("The clock for their answer runs.")
    hana.sees("INC-4471")

    # The county's children's services, by an encrypted file; a child needs nobody's consent.
    hana.follow("Back")
    hana.press("Refer to somebody")
    hana.choose("Children’s services of Derbyshire County Council")
    hana.press("Continue")
    hana.press("Continue")
    hana.choose("A child at risk")
    hana.write("The facts that you rely on (optional)", "A boy of about fifteen works there at night.")
    hana.choose("No")
    hana.write("If not, why not (optional)", "The reporter saw him only once.")
    hana.press("Continue")
    hana.sees("It goes at once. Somebody else looks at it within a day.")
    hana.press("Make the file")
    passphrase = hana.page.locator(".portal-passphrase").inner_text()
    file = hana.download("Download the file (PDF)", tmp_path)
    assert pikepdf.open(file, password=passphrase).encryption.bits == 256
    hana.follow("Write down who took it")
    hana.choose("Encrypted file by e-mail, passphrase by phone")
    hana.write("Who took it", "Duty social worker")
    hana.press("Write it down")
    hana.sees("Duty social worker")

    sent = Referral.objects.filter(sent_at__isnull=False)
    assert set(sent.values_list("target_type", "route")) == {("police", "phone"), ("la_children", "secure_email")}
    shown = set(Disclosure.objects.values_list("override_ground", "shows_reporter"))
    assert shown == {("", False), ("child_at_risk", False)}
    hana.open("/desk/approvals/")
    hana.sees("Share without consent")
