"""Who must have a second factor, how it is set up without JavaScript, and how its secret is kept."""

import os
import re
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.urls import reverse

from compliance.organisations.choices import Role
from portal.accounts.adapter import MFAAdapter
from portal.accounts.forms import PENDING_TOTP_SESSION_KEY
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def waiting_secret(client) -> str:
    """The key that the page for setting up an app has shown."""
    return MFAAdapter().decrypt(client.session[PENDING_TOTP_SESSION_KEY])


def with_app(**fields):
    person = UserFactory(**fields)
    TOTP.activate(person, SECRET)
    return person


def member(role):
    return MembershipFactory(role=role).user


def test_production_demands_it():
    """The setting as production has it, read by a process of its own."""
    asked = "from django.conf import settings; print(settings.SECOND_FACTOR_DEMANDED)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.production", "SECOND_FACTOR_DEMANDED": "0"}
    run = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True"


STAFF = [pytest.param(lambda role=role: UserFactory(role=role), id=role) for role in StaffRole]
MUST = [
    *STAFF,
    pytest.param(lambda: UserFactory(is_superuser=True), id="superuser"),
    pytest.param(lambda: member(Role.APPROVER), id="approver"),
    pytest.param(lambda: member(Role.ADMINISTRATOR), id="administrator"),
]
NEED_NOT = [
    pytest.param(lambda: member(Role.VIEWER), id="viewer"),
    pytest.param(lambda: member(Role.EDITOR), id="editor"),
    pytest.param(UserFactory, id="nobody"),
]


@pytest.mark.parametrize("person", MUST)
def test_whoever_must_have_one_sets_it_up_first(client, settings, person):
    settings.SECOND_FACTOR_DEMANDED = True
    client.force_login(person())
    answer = client.get("/dashboard/?from=mail")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/second-step/?next=%2Fdashboard%2F%3Ffrom%3Dmail"
    assert client.post("/cms/pages/1/add/").status_code == 302
    for name in ("people:second_step", "mfa_index", "account_logout", "account_reauthenticate", "people:session"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.get("/healthz").status_code == 200


def reaches_home(client) -> bool:
    """Return whether the dashboard, or the overview of those who read figures, opens."""
    answer = client.get("/dashboard/", follow=True)
    return answer.status_code == 200 and answer.request["PATH_INFO"] in {"/dashboard/", "/desk/overview/"}


@pytest.mark.parametrize("person", NEED_NOT)
def test_whoever_need_not_goes_on(client, settings, person):
    settings.SECOND_FACTOR_DEMANDED = True
    client.force_login(person())
    assert client.get("/dashboard/").status_code == 200


@pytest.mark.parametrize("person", MUST)
def test_whoever_has_one_goes_on(client, settings, person):
    settings.SECOND_FACTOR_DEMANDED = True
    somebody = person()
    TOTP.activate(somebody, SECRET)
    client.force_login(somebody)
    assert reaches_home(client)


def test_recovery_codes_alone_are_no_second_factor(client, settings):
    settings.SECOND_FACTOR_DEMANDED = True
    person = UserFactory(role=StaffRole.HANDLER)
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    client.force_login(person)
    assert client.get("/dashboard/").status_code == 302


@pytest.mark.parametrize("person", MUST)
def test_the_demo_only_offers_it(client, person):
    client.force_login(person())
    assert reaches_home(client)


@pytest.mark.django_db(transaction=True)
def test_it_is_set_up_without_javascript_and_leads_back(client, settings):
    settings.SECOND_FACTOR_DEMANDED = True
    person = UserFactory(role=StaffRole.CONTENT_EDITOR)
    client.force_login(person)
    client.get(client.get("/dashboard/")["Location"])
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    shown = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    text = shown.content.decode()
    secret = waiting_secret(client)
    assert "data:image/svg+xml;base64," in text
    assert " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) in text
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 422
    assert wrong.context["form"].secret == secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    assert "continue to the page I wanted" in done.content.decode()
    assert len(re.findall(r"<li><code>", done.content.decode())) == 10
    assert client.get("/dashboard/").status_code == 200
    assert Entry.objects.filter(action="accounts.factor.added").exists()


@pytest.mark.django_db(transaction=True)
def test_right_after_signing_in_the_password_is_not_asked_for_again(client, settings):
    settings.SECOND_FACTOR_DEMANDED = True
    person = UserFactory(role=StaffRole.CONTENT_EDITOR)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    for page in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/email/"):
        assert client.get(page).status_code == 200, page
    secret = waiting_secret(client)
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    assert len(re.findall(r"<li><code>", done.content.decode())) == 10, "nor a second code, to see the recovery codes"
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


@pytest.mark.parametrize(
    ("method", "seconds_ago", "asked"),
    [("password", 0, True), ("mfa", 0, False), ("mfa", 301, True)],
)
def test_whoever_has_a_factor_shows_it_before_changing_factors(client, method, seconds_ago, asked):
    sign_in(client, with_app(), method=method, seconds_ago=seconds_ago)
    answer = client.get("/accounts/2fa/webauthn/add/")
    assert (answer.status_code == 302) == asked
    if asked:
        assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_a_password_of_long_ago_is_asked_for_again(client):
    sign_in(client, UserFactory(), seconds_ago=301)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")


def test_the_second_step_comes_after_the_password(client):
    person = with_app()
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    asked = client.get("/accounts/2fa/authenticate/")
    assert asked.status_code == 200
    assert "Use a passkey" not in asked.content.decode(), "there is none"
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 422
    client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_neither_the_key_of_the_app_nor_the_seed_of_the_codes_lies_open_in_the_database(client, post):
    person = UserFactory()
    sign_in(client, person)
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD}, follow=True)
    secret = waiting_secret(client)
    assert secret not in repr(dict(client.session.items()))
    post(client.post, "/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    seed = MFAAdapter().decrypt(codes.instance.data["seed"])
    with connection.cursor() as cursor:
        cursor.execute("select * from mfa_authenticator")
        rows = repr(cursor.fetchall())
    assert secret not in rows
    assert seed not in rows
    assert codes.get_unused_codes()[0] not in rows


@pytest.fixture
def unreadable(client):
    person = with_app()
    Authenticator.objects.update(data={"secret": "gAAAAAB-not-sealed-by-us"})
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "changed", "used_mask": 0})
    return person


def test_a_secret_that_does_not_open_is_said_at_sign_in(client, unreadable):
    client.post("/accounts/login/", {"login": unreadable.email, "password": PASSWORD})
    answer = client.post("/accounts/2fa/authenticate/", {"code": "123456"})
    assert answer.status_code == 422
    assert "We cannot read the two-step verification stored" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "recovery-codes/", "recovery-codes/download/"])
def test_a_secret_that_does_not_open_gets_a_page_and_no_crash(client, unreadable, path):
    sign_in(client, unreadable, method="mfa")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 9e9, "reauthenticated": True}]
    session.save()
    answer = client.get(f"/accounts/2fa/{path}")
    if path:
        assert answer.status_code == 503
        assert "We cannot read your two-step verification" in answer.content.decode()
    else:
        assert answer.status_code == 200


def test_the_last_factor_stays_where_one_is_demanded(client, settings):
    settings.SECOND_FACTOR_DEMANDED = True
    person = with_app(role=StaffRole.HANDLER)
    sign_in(client, person, method="mfa")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 9e9, "reauthenticated": True}]
    session.save()
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert "Your role needs two-step verification" in answer.content.decode()
    assert Authenticator.objects.filter(user=person).exists()
