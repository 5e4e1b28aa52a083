"""Asking again before an act that counts, and losing nothing on the way."""

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from django.views.generic import View

from portal import urls
from portal.accounts.reauthentication import RecentlyAuthenticatedMixin, recently_authenticated
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.portal.accounts.test_second_factor import SECRET, code_of, with_app

pytestmark = pytest.mark.django_db


@recently_authenticated
def counted(request):
    return HttpResponse(f"{request.method} {request.POST.get('typed', '')}")


class Counted(RecentlyAuthenticatedMixin, View):
    def get(self, request):
        return HttpResponse("GET")


urlpatterns = [
    path("counted/", counted),
    path("counted-class/", Counted.as_view()),
    *urls.urlpatterns,
]
ours = override_settings(ROOT_URLCONF=__name__)


@ours
@pytest.mark.parametrize("address", ["/counted/", "/counted-class/"])
def test_just_after_signing_in_nobody_is_asked_again(client, address):
    assert sign_in(client, UserFactory()).get(address).status_code == 200


@ours
@pytest.mark.parametrize("address", ["/counted/", "/counted-class/"])
def test_later_one_is_asked_and_comes_back(client, address):
    sign_in(client, UserFactory(), seconds_ago=301)
    asked = client.get(f"{address}?a=1")
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
    wrong = client.post(asked["Location"], {"password": "not the right one"})
    assert wrong.status_code == 422
    back = client.post(asked["Location"], {"password": PASSWORD})
    assert back["Location"] == f"{address}?a=1"
    assert client.get(address).status_code == 200


@ours
def test_what_was_typed_is_taken_up_after_being_asked(client):
    sign_in(client, UserFactory(), seconds_ago=301)
    asked = client.post("/counted/", {"typed": "three paragraphs"})
    assert asked.status_code == 302
    done = client.post(asked["Location"], {"password": PASSWORD})
    assert done.content == b"POST three paragraphs"


@ours
def test_an_account_with_an_app_shows_its_code_and_not_only_its_password(client):
    person = with_app()
    sign_in(client, person, method="password")
    asked = client.get("/counted/")
    assert asked["Location"].startswith("/accounts/2fa/reauthenticate/")
    by_password = client.post("/accounts/reauthenticate/?next=/counted/", {"password": PASSWORD})
    assert by_password["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert client.post(asked["Location"], {"code": code_of(SECRET)})["Location"] == "/counted/"
    assert client.get("/counted/").status_code == 200


@ours
def test_a_passkey_is_asked_for_before_an_app(client):
    person = with_app()
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Key", "credential": {}})
    sign_in(client, person)
    assert client.get("/counted/")["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/")


@ours
def test_the_authentication_of_somebody_else_counts_for_nothing(client):
    sign_in(client, UserFactory())
    session = client.session
    session["account_authentication_methods_user"] = "999999"
    session.save()
    assert client.get("/counted/").status_code == 302
