"""AU: getting in, staying in, and making somebody else's browser act."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.accounts.services import staff_roles
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.portal.accounts.test_second_factor import SECRET, code_of, with_app
from tests.support.visits import address_url, request_page
from tests.test_access import plain
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SIGN_IN = "/accounts/login/"
RESET = "/accounts/password/reset/"


def tries(client: Client, person: User, password: str = "not the right one", **headers):
    return client.post(SIGN_IN, {"login": person.email, "password": password}, headers=headers)


def is_in(client: Client) -> bool:
    return client.get("/accounts/session/").status_code == 200


def test_au01_a_flood_of_passwords_is_held_back_by_account_and_by_source():
    """Whoever guesses one account from many browsers, and many accounts from one."""
    person = UserFactory()
    answers = [tries(Client(REMOTE_ADDR=f"198.51.{number}.7"), person) for number in range(12)]
    assert "Wait 10 minutes" in answers[-1].text
    assert not is_in(Client()) and tries(Client(), person, PASSWORD).status_code == 422
    many = UserFactory.create_batch(14)
    sprayed = [tries(Client(REMOTE_ADDR="203.0.113.9"), other) for other in many]
    assert {answer.status_code for answer in sprayed} <= {422, 429}
    assert "too many times" in sprayed[-1].text
    right = Client(REMOTE_ADDR="203.0.113.9")
    tries(right, many[-1], PASSWORD)
    assert not is_in(right)


def signed_up(client: Client, address: str, capture):
    details = {"email": address, "first_name": "Robin", "last_name": "Example", "password1": PASSWORD}
    with capture(execute=True):
        first = client.post("/accounts/signup/", details)
    then = client.get(first["Location"])
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", plain(then.text)).replace(address, "ADDRESS")
    return first.status_code, first["Location"], dict(first.cookies) and sorted(first.cookies), body


def test_au02_signing_up_tells_nobody_whether_an_address_has_an_account(django_capture_on_commit_callbacks):
    UserFactory(email="known@example.org")
    known = signed_up(Client(), "known@example.org", django_capture_on_commit_callbacks)
    fresh = signed_up(Client(), "fresh@example.org", django_capture_on_commit_callbacks)
    assert known == fresh
    assert sorted(message.to[0] for message in mail.outbox) == ["fresh@example.org", "known@example.org"]
    assert not EmailAddress.objects.filter(email="fresh@example.org", verified=True).exists()


def reset_link(person: User, capture) -> str:
    with capture(execute=True):
        Client().post(RESET, {"email": person.email})
    return re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+/)", mail.outbox[-1].body)[1]


def sets(link: str, password: str) -> bool:
    """Whether somebody who holds the link sets the password."""
    client = Client()
    page = client.get(link, follow=True)
    url = page.redirect_chain[-1][0] if page.redirect_chain else link
    client.post(url, {"password1": password, "password2": password})
    return any(one.check_password(password) for one in User.objects.all())


def test_au03_a_link_of_a_reset_works_once_as_it_was_and_in_time(django_capture_on_commit_callbacks, monkeypatch):
    person, other = UserFactory(), UserFactory()
    link = reset_link(person, django_capture_on_commit_callbacks)
    uid, _, key = link.rstrip("/").rpartition("/")[2].partition("-")
    theirs = reset_link(other, django_capture_on_commit_callbacks).rstrip("/").rpartition("/")[2].partition("-")[0]
    head = link.rstrip("/").rpartition("/")[0]
    for changed in (
        f"{head}/{theirs}-{key}/",
        f"{head}/{uid}-{key[:-1]}x/",
        f"{head}/{uid}-{key.swapcase()}/",
        f"{head}/{uid}-/",
    ):
        assert not sets(changed, "battery staple correct horse"), changed
    later = reset_link(person, django_capture_on_commit_callbacks)
    in_four_days = timezone.make_naive(timezone.now()) + timedelta(days=4)
    with monkeypatch.context() as clock:
        clock.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: in_four_days)
        assert not sets(later, "battery staple correct horse")
    assert sets(link, "battery staple correct horse")
    assert not sets(link, "another horse of the same kind")
    assert not sets(later, "another horse of the same kind"), "one that was asked for before ends too"


def test_au04_a_code_of_the_app_opens_once():
    """Nor does the browser beside it, which has read it over somebody's shoulder."""
    person, code = with_app(), code_of(SECRET)
    first, second = Client(), Client()
    for client in (first, second):
        tries(client, person, PASSWORD)
        client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(first) and not is_in(second)


def test_au05_the_password_alone_opens_nothing_by_address(settings):
    """Not for who has a second step and did not take it, nor for who must set one up first."""
    settings.SECOND_FACTOR_DEMANDED = True
    half = Client()
    tries(half, with_app(), PASSWORD)
    lead = UserFactory(role=StaffRole.TRIAGE_LEAD)
    must = Client()
    tries(must, lead, PASSWORD)
    for client, open_ones in ((half, set()), (must, {"/accounts/session/", "/accounts/logout/"})):
        for url in (
            "/dashboard/",
            "/desk/",
            "/desk/cases/",
            "/cms/",
            "/staff/history/",
            *open_ones,
        ):
            response = client.get(url)
            assert url in open_ones or response.status_code in {302, 404}, url
            assert client.post(url).status_code in {302, 403, 404, 405, 200}, url
    assert "_auth_user_id" not in half.session


def test_au06_a_web_session_that_was_planted_is_worth_nothing():
    """Its key changes on signing in, and what was put into it goes."""
    person, thief, victim = UserFactory(), Client(), Client()
    thief.get(SIGN_IN)
    session = thief.session
    session["planted"] = True
    session.save()
    victim.cookies["sessionid"] = session.session_key
    tries(victim, person, PASSWORD)
    assert is_in(victim)
    thief.cookies["sessionid"] = session.session_key
    assert not is_in(thief)
    assert victim.session.session_key != session.session_key
    made_up = Client()
    made_up.cookies["sessionid"] = "a" * 32
    tries(made_up, person, PASSWORD)
    assert made_up.session.session_key != "a" * 32


# Only a line of the log comes of it; or the secret stands in the address, which another site cannot know.
WITHOUT_TOKEN = ("policy_report", "plan:", "plan_workbook:", "pack", "desk:call_save")


def test_au07_no_post_of_another_site_changes_anything(shared_world):
    """With a good session and no token, with another's token, and from another origin."""
    taken = [name for name, one in ADDRESSES.items() if "handled" in one.post.values() or 422 in one.post.values()]
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sign_in(client, shared_world.visitor("administrator"))
    own = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sign_in(own, shared_world.visitor("administrator"))
    own.get("/accounts/name/")
    token = own.cookies["csrftoken"].value if "csrftoken" in own.cookies else "x" * 32
    for name in (name for name in taken if not name.startswith(WITHOUT_TOKEN)):
        url = address_url(ADDRESSES[name], name, shared_world)
        for browser, sent, headers in (
            (client, {}, {}),
            (client, {"csrfmiddlewaretoken": "a" * 64}, {}),
            (own, {"csrfmiddlewaretoken": token}, {"origin": "https://evil.example"}),
            (own, {"csrfmiddlewaretoken": token}, {"origin": "null"}),
        ):
            response, _ = request_page(browser, "post", url, data=sent, headers=headers)
            assert response.status_code in {403, 404, 405}, f"{name}: {response.status_code}"


@pytest.mark.usefixtures("_pdfs_are_text")
@pytest.mark.parametrize("reader", ["anonymous", "administrator", "triage_lead", "partner"])
def test_au08_no_page_is_shown_in_a_frame(shared_world, clients, reader):
    for name, address in ADDRESSES.items():
        if address.get[reader] == 200:
            response, _ = request_page(clients[reader], "get", address_url(address, name, shared_world))
            policy = response.headers["Content-Security-Policy"]
            is_sandboxed = "sandbox" in policy
            assert response.headers["X-Frame-Options"] == "DENY", name
            assert is_sandboxed or "frame-ancestors 'none'" in policy, name


def test_au09_a_forged_source_dodges_no_limit():
    """Without a proxy of ours the header is nothing; behind one, only what it wrote itself counts."""
    for number in range(11):
        forged = {
            "x-forwarded-for": f"10.0.0.{number}",
            "forwarded": f"for=10.0.0.{number}",
            "x-real-ip": f"10.1.1.{number}",
        }
        last = tries(Client(), UserFactory(), **forged)
    assert "too many times" in last.text
    searches = [
        Client().get("/statements/?q=x", headers={"x-forwarded-for": f"10.0.{n}.1"}).status_code for n in range(61)
    ]
    assert searches[-1] == 429


@pytest.mark.parametrize("header", ["host", "x-forwarded-host", "forwarded", "x-host"])
def test_au10_a_forged_host_reaches_no_page_and_no_mail(header, django_capture_on_commit_callbacks, settings):
    value = "host=evil.example" if header == "forwarded" else "evil.example"
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        answers = [Client().post(RESET, {"email": person.email}, headers={header: value})]
    answers += [
        Client().get(url, headers={header: value}) for url in ("/", SIGN_IN, "/statements/", "/report/", "/robots.txt")
    ]
    assert not [one for one in answers if "evil.example" in one.text + str(one.headers)]
    assert {one.status_code for one in answers} == ({400} if header == "host" else {200, 302})
    for message in mail.outbox:
        links = re.findall(r"https?://[^\s\"<>]+", message.body)
        assert links and all(link.startswith(settings.SITE_URL) for link in links)
        assert "evil.example" not in str(message.message())


PRODUCTION = """
from django.conf import settings as s
print([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY,
       s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS])
print([name for name in (s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DRAFT_COOKIE_NAME, s.VISIT_COOKIE_NAME,
       s.VAULT_COOKIE_NAME) if not name.startswith("__Host-")])
print(s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH)
"""


def test_au11_no_cookie_can_be_had_by_a_script_another_site_or_an_open_line(clients):
    """Every cookie that any page sets; and, on a server, all of them bound to its name and to a closed line."""
    handler = clients["handler"]
    cookies = dict(handler.cookies.items())
    client = Client()
    client.get(SIGN_IN)
    client.post("/report/", {"purpose": "report_concern"})
    tries(client, UserFactory(), PASSWORD)
    cookies |= dict(client.cookies.items())
    assert {"sessionid", "csrftoken", "page"} <= set(cookies)
    for name, cookie in cookies.items():
        if cookie.value and cookie.output().count(";"):
            assert cookie["httponly"], name
            assert cookie["samesite"] in {"Lax", "Strict"}, name
            assert not cookie["domain"] and cookie["path"] in {"/", ""}, name
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.production"}
    run = subprocess.run(
        [sys.executable, "-c", PRODUCTION], env=environment, capture_output=True, text=True, check=True
    )
    flags, without_prefix, rest = run.stdout.splitlines()
    assert flags == str([True] * 7) and without_prefix == "[]" and rest == "Lax Lax None /"


def test_au12_a_closed_account_is_out_on_the_next_request(business, visit, to):
    person, other = business.editor, Client()
    tries(other, person, PASSWORD)
    browsers = [visit("editor"), other]
    assert [is_in(browser) for browser in browsers] == [True, True]
    staff_roles.close_account(person=person, by=UserFactory(is_superuser=True), reason="Left.", at=timezone.now())
    for browser in browsers:
        for url in ("/dashboard/", to("statements:list"), to("suppliers:index")):
            assert browser.get(url).status_code in {302, 404}
        assert browser.post(to("statements:start"), {}).status_code in {302, 404}
        assert not is_in(browser)
    tries(other, person, PASSWORD)
    assert not is_in(other)
    assert Client().post(RESET, {"email": person.email}).status_code == 302
    assert not [message for message in mail.outbox if "/reset/key/" in message.body]
