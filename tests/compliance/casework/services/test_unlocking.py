"""The passphrase, once a shift: five tries, then a lead; a lock; and a key that a lead gives."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.permissions import can_unlock_desk
from compliance.casework.services import unlocking
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.operations import health
from portal.vault.models import Unlock
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import keys_of, tell, unlock
from tests.factories.training import completed, course_with_lessons, read_all, try_quiz
from tests.factories.vault import PASSPHRASE

pytestmark = pytest.mark.django_db
UNLOCK = "/desk/unlock/"


def signed_in(user) -> Client:
    return sign_in(Client(), user, seconds_ago=-3600)


def send(client, passphrase=PASSPHRASE, **more):
    return client.post(UNLOCK, {"passphrase": passphrase, "until": ""} | more)


def test_the_right_passphrase_opens_the_queue(handler):
    client = signed_in(handler)
    assert client.get("/desk/")["Location"] == "/desk/unlock/?next=%2Fdesk%2F"
    answer = send(client, next="/desk/find/")
    assert answer["Location"] == "/desk/find/"
    assert client.get("/desk/").status_code == 200


def test_the_browsers_half_is_kept_from_scripts_and_other_sites_and_ends_with_the_shift(handler):
    client = signed_in(handler)
    ends = timezone.localtime() + timedelta(hours=2)
    cookie = send(client, until=f"{ends:%H:%M}").cookies[settings.VAULT_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert 60 * 60 < cookie["max-age"] <= 2 * 60 * 60


@pytest.mark.parametrize("onward", ["//evil.example/desk/", "https://evil.example/", "/accounts/", "javascript:1"])
def test_the_way_on_stays_at_the_desk(handler, onward):
    assert send(signed_in(handler), next=onward)["Location"] == "/desk/"


def test_after_five_wrong_passphrases_the_right_one_opens_nothing_until_a_lead_helps(handler, lead, lead_desk):
    client = signed_in(handler)
    for _ in range(5):
        assert send(client, "not the passphrase at all").status_code == 422
    assert "wrong passphrase 5 times" in client.get(UNLOCK).text
    assert send(client).status_code == 422
    assert handler.first_name in lead_desk.get("/desk/lead/").text
    lead_desk.post(reverse("desk:give_tries", args=[handler.uuid]))
    assert send(client)["Location"] == "/desk/"


def test_a_lead_gives_no_tries_to_themselves(lead):
    with pytest.raises(ActionRefused):
        unlocking.give_tries(user=lead, by=lead, at=timezone.now())


def test_unlocking_and_a_wrong_passphrase_are_lines_of_history(handler):
    client = signed_in(handler)
    send(client, "not the passphrase at all")
    send(client)
    told = list(Entry.objects.filter(action__startswith="casework.desk.").values_list("action", flat=True))
    assert told == ["casework.desk.wrong_passphrase", "casework.desk.unlocked"]


def test_the_lock_closes_every_page_of_the_desk(desk):
    assert desk.get("/desk/").status_code == 200
    answer = desk.post("/desk/lock/")
    assert not answer.cookies[settings.VAULT_COOKIE_NAME].value
    assert not Unlock.objects.exists()
    assert desk.get("/desk/").status_code == 302


def test_each_page_of_the_desk_has_the_lock(desk):
    for address in ("/desk/", "/desk/find/", "/desk/calls/", "/desk/approvals/", "/desk/shift/"):
        assert 'action="/desk/lock/"' in desk.get(address).text


def test_a_new_handler_chooses_a_passphrase_and_a_lead_gives_the_key(vault, lead_desk):
    person = UserFactory(role=StaffRole.HANDLER)
    client = signed_in(person)
    assert client.get(UNLOCK)["Location"] == "/desk/unlock/passphrase/"
    words = "meadow copper sixteen owls"
    answer = client.post("/desk/unlock/passphrase/", {"passphrase": words, "again": "meadow copper sixteen owl"})
    assert answer.status_code == 422
    client.post("/desk/unlock/passphrase/", {"passphrase": words, "again": words})
    key = unlocking.get_handler_key(person)
    assert key.fingerprint in client.get(UNLOCK).text
    address = reverse("desk:give_key", args=[key.pk])
    assert key.fingerprint in lead_desk.get(address).text
    lead_desk.post(address)
    tell()
    assert send(client, words)["Location"] == "/desk/"
    assert "New concern" in client.get("/desk/").text


def test_a_short_passphrase_is_refused_with_what_to_do(vault):
    client = signed_in(UserFactory(role=StaffRole.HANDLER))
    answer = client.post("/desk/unlock/passphrase/", {"passphrase": "short", "again": "short"})
    assert answer.status_code == 422
    assert "16" in answer.text


def test_who_lost_the_passphrase_begins_anew_and_waits_for_the_key(handler, desk):
    words = "meadow copper sixteen owls"
    desk.post("/desk/unlock/lost/", {"passphrase": words, "again": words})
    assert desk.get("/desk/").status_code == 302
    assert [key.user for key in unlocking.get_waiting_keys()] == [handler]


def test_a_handler_gives_no_keys(desk):
    assert desk.get("/desk/keys/").status_code == 403


def test_a_rotation_asks_everybody_to_unlock_again_and_opens_what_was_sealed_before(vault, lead, lead_desk):
    concern = tell().concern
    lead_desk.post("/desk/keys/rotate/", {"begin": "yes"})
    assert lead_desk.get("/desk/").status_code == 302
    client = unlock(Client(), lead)
    client.post("/desk/keys/rotate/", {"rewrap": ""})
    assert "Everything is sealed to key 2" in client.get("/desk/keys/rotate/").text
    concern.refresh_from_db()
    assert keys_of(lead).get_key(concern)


# --- The course that the settings may demand -----------------------------------------------------------------------


def test_without_the_setting_no_course_is_demanded(handler):
    course_with_lessons(slug="handling")
    assert can_unlock_desk(handler)
    assert send(signed_in(handler)).url == "/desk/"


def test_the_desk_opens_after_the_course_that_the_settings_name(handler, settings):
    course = course_with_lessons(slug="handling", title="Handling with care")
    settings.DESK_COURSE = "handling"
    client = signed_in(handler)
    for answer in (client.get("/desk/unlock/"), send(client)):
        assert answer.status_code == 403
        assert "Handling with care" in answer.content.decode() and "/training/handling/" in answer.content.decode()
    read_all(handler, course)
    try_quiz(handler, course, wrong=8)
    assert not can_unlock_desk(handler)
    try_quiz(handler, course)
    assert can_unlock_desk(handler)
    assert send(client).url == "/desk/"


def test_a_course_that_is_not_there_keeps_nobody_out_and_the_portal_says_so(handler, settings):
    settings.DESK_COURSE = "gone"
    assert can_unlock_desk(handler)
    assert "gone" in health.check_desk_course(timezone.now())
    course_with_lessons(slug="gone")
    assert health.check_desk_course(timezone.now()) == ""
    assert not can_unlock_desk(handler)


def test_the_course_opens_the_desk_to_nobody_else(settings):
    course = course_with_lessons(slug="handling")
    settings.DESK_COURSE = "handling"
    stranger = UserFactory()
    completed(stranger, course)
    assert not can_unlock_desk(stranger)
    assert signed_in(stranger).get("/desk/unlock/").status_code == 404
