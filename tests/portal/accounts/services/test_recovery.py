"""Lost second factors: a second administrator, with time to stop it, or a check by our staff."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from portal.accounts.models import FactorReset
from portal.accounts.services import recovery
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.factories.organisations import OrganisationFactory
from tests.portal.accounts.test_second_factor import code_of, waiting_secret, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return with_app()


@pytest.fixture
def allowed(person, post):
    organisation = OrganisationFactory()
    return post(
        recovery.schedule_reset,
        user=person,
        by=UserFactory(),
        reason="Lost the phone.",
        scope=organisation.uuid,
        at=timezone.now(),
    )


def enter(browser, person):
    return browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


def test_the_person_is_told_and_it_is_in_the_history_of_the_organisation(person, allowed):
    assert mail.outbox[-1].to == [person.email]
    assert f"/accounts/second-step/stop/{allowed.uuid}/" in mail.outbox[-1].body
    line = Entry.objects.for_scope(allowed.scope).get()
    assert (line.action, line.detail["reason"]) == ("accounts.factor_reset.allowed", "Lost the phone.")


def test_before_its_time_the_old_factor_is_asked_for(client, person, allowed):
    assert enter(client, person)["Location"].startswith("/accounts/2fa/authenticate/")
    assert Authenticator.objects.filter(user=person).exists()


def test_in_its_time_one_signs_in_by_password_and_sets_up_a_new_one(client, person, allowed, post):
    FactorReset.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    post(enter, client, person)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get("/dashboard/")["Location"].startswith("/accounts/second-step/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert "has been reset" in mail.outbox[-1].body
    assert Entry.objects.for_scope(allowed.scope).filter(action="accounts.factor_reset.done").exists()


def test_a_wrong_password_does_not_bring_it_about(client, person, allowed):
    FactorReset.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    client.post("/accounts/login/", {"login": person.email, "password": "not the right one"})
    assert Authenticator.objects.filter(user=person).exists()


def test_the_address_in_the_mail_stops_it_and_signs_nobody_in(client, person, allowed, post):
    page = f"/accounts/second-step/stop/{allowed.uuid}/"
    assert client.get(page).status_code == 200
    assert FactorReset.objects.waiting().exists()
    post(client.post, page)
    assert not FactorReset.objects.waiting().exists()
    assert "_auth_user_id" not in client.session
    assert client.get(page).status_code == 404
    FactorReset.objects.update(due_at=timezone.now() - timedelta(days=1))
    enter(client, person)
    assert Authenticator.objects.filter(user=person).exists()
    assert Entry.objects.for_scope(allowed.scope).filter(action="accounts.factor_reset.stopped").exists()


def test_nobody_resets_their_own_nor_twice_nor_what_is_not_there(person, allowed):
    said = {"reason": "x", "scope": OrganisationFactory().uuid, "at": timezone.now()}
    with pytest.raises(ActionRefused, match="already in progress"):
        recovery.schedule_reset(user=person, by=UserFactory(), **said)
    loner = with_app()
    with pytest.raises(ActionRefused, match="your own"):
        recovery.schedule_reset(user=loner, by=loner, **said)
    with pytest.raises(ActionRefused, match="does not have two-step verification"):
        recovery.schedule_reset(user=UserFactory(), by=loner, **said)


def test_our_staff_reset_it_after_checking_who_asks(client, other, person, post):
    administrator = sign_in(client, UserFactory(is_superuser=True)) and client
    enter(other, person)
    found = administrator.post("/staff/accounts/", {"email": person.email.upper()})
    assert found["Location"] == f"/staff/accounts/{person.uuid}/"
    page = f"/staff/accounts/{person.uuid}/reset/"
    shown = administrator.get(page)
    assert "call back" in shown.content.decode()
    refused = administrator.post(page, {"reason": "Lost the phone."})
    assert refused.status_code == 422
    assert "Lost the phone." in refused.content.decode()
    assert Authenticator.objects.filter(user=person).exists()
    done = post(
        administrator.post, page, {"reason": "Lost the phone.", "knows_account": "on", "called_back": "on"}, follow=True
    )
    assert "Two-step verification reset" in done.content.decode()
    assert not Authenticator.objects.filter(user=person).exists()
    assert mail.outbox[-1].to == [person.email]
    actions = list(Entry.objects.values_list("action", flat=True))
    assert {"accounts.factor_reset.allowed", "accounts.factor_reset.done"} <= set(actions)
    began_again = other.get("/accounts/2fa/authenticate/", follow=True)
    assert began_again.redirect_chain == [("/accounts/login/", 302)]
    enter(other, person)
    assert other.get("/dashboard/")["Location"].startswith("/accounts/second-step/")


def test_an_address_that_is_not_there_is_said_at_the_field(client):
    sign_in(client, UserFactory(is_superuser=True))
    answer = client.post("/staff/accounts/", {"email": "nobody@example.org"})
    assert answer.status_code == 422
    assert "no account with this email address" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_up_a_new_factor_ends_the_demand(client):
    person = UserFactory(must_set_second_factor=True)
    client.force_login(person)
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD}, follow=True)
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(waiting_secret(client))})
    person.refresh_from_db()
    assert not person.must_set_second_factor
    assert client.get("/dashboard/").status_code == 200
