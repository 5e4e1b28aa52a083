"""The first page of /cms/ and the list of guidance: in our name, with what is due.

See docs/requirements/experience.md#guidance-list.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, draft, guidance_page, handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def beck(client):
    person = UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")
    sign_in(client, person)
    return person


@pytest.fixture
def cleo():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Cleo")


def body_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_an_empty_board_says_so(client, beck):
    body = body_of(client, "/cms/")
    assert f"Welcome to {settings.PORTAL_NAME}" in body
    for line in ("There is nothing for you to review.", "No entries are due.", "You have not started any pages."):
        assert line in body


def test_the_board_holds_what_is_due_what_waits_and_what_one_began(client, beck, cleo):
    guidance_page(title="Due theirs", next_check_on=in_days(-3), looked_after_by=cleo)
    guidance_page(title="Due mine", next_check_on=in_days(50), looked_after_by=beck)
    guidance_page(title="Due late in the year", next_check_on=in_days(61))
    state = handed_in(guidance_page(live=False), by=cleo, title="Read me")
    handed_in(guidance_page(live=False), by=beck, title="Mine, handed in")
    draft(guidance_page(live=False), by=beck, title="Mine, begun")
    body = body_of(client, "/cms/")
    assert body.index("Due mine") < body.index("Due theirs")
    assert "Due late in the year" not in body
    assert "Overdue" in body
    assert f'href="{reverse("learning_review", args=[state.pk])}">Read me' in body
    assert "Waiting for review" in body
    assert "Not submitted" in body
    assert f'/cms/review/{state.pk + 1}/"' not in body


def test_what_was_published_is_no_draft_any_more(client, beck, cleo):
    page = guidance_page(live=False)
    handed_in(page, by=beck, title="Done")
    approve(page, by=cleo)
    assert ">Done<" not in body_of(client, "/cms/")


def test_the_board_asks_as_often_for_many_pages_as_for_few(client, beck, cleo, django_assert_max_num_queries):
    for _ in range(6):
        guidance_page(next_check_on=in_days(1), looked_after_by=cleo)
        handed_in(guidance_page(live=False), by=cleo)
        draft(guidance_page(live=False), by=beck)
    with django_assert_max_num_queries(45):
        client.get("/cms/")


def test_nothing_leads_out_of_the_site_and_no_version_is_asked_for(client):
    sign_in(client, UserFactory(is_superuser=True))
    body = body_of(client, "/cms/")
    assert "wagtail.org" not in body
    assert "releases.wagtail" not in body
    assert not settings.WAGTAIL_ENABLE_UPDATE_CHECK


def test_password_and_account_lead_to_our_own_pages(client, beck):
    assert client.get("/cms/account/")["Location"] == "/accounts/"
    for address in ("/cms/password_reset/", "/cms/login/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")


LISTED = {
    "due=overdue": {"Late"},
    "due=14": {"Late", "Soon"},
    "due=60": {"Late", "Soon", "Later"},
    "status=draft": {"Hidden", "Scheduled"},
    "status=changed": {"Later"},
    "status=review": {"Hidden"},
    "status=scheduled": {"Scheduled"},
    "due=14&looked_after_by={beck}": {"Soon"},
}


@pytest.mark.parametrize("query", LISTED)
def test_the_list_is_narrowed_by_what_is_due_by_status_and_by_owner(client, beck, cleo, query):
    guidance_page(title="Late", next_check_on=in_days(-1), looked_after_by=cleo)
    guidance_page(title="Soon", next_check_on=in_days(13), looked_after_by=beck)
    later = guidance_page(title="Later", next_check_on=in_days(60))
    later.search_description = "Another"
    later.save_revision(user=beck)
    handed_in(guidance_page(title="Hidden", live=False, next_check_on=in_days(1)), by=beck)
    page = guidance_page(title="Scheduled", live=False, next_check_on=in_days(360))
    handed_in(page, by=beck, go_live_at=timezone.now() + timedelta(days=1))
    approve(page, by=cleo)
    answer = client.get(f"{reverse('guidance_list:index')}?{query.format(beck=beck.pk)}")
    assert {page.title for page in answer.context["object_list"]} == LISTED[query]


def test_the_first_filter_is_what_is_due_and_an_empty_list_says_so(client, beck):
    answer = client.get(reverse("guidance_list:index") + "?due=overdue")
    assert list(answer.context["filters"].form.fields)[:3] == ["due", "status", "looked_after_by"]
    assert "No entries are due." in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["due=yes", "status=%00", "looked_after_by=999999", "due=14&p=99", "ordering=password"]
)
def test_a_filter_that_is_none_is_no_error(client, beck, query):
    assert client.get(reverse("guidance_list:index") + "?" + query).status_code in {200, 404}


def test_the_list_is_sorted_by_the_next_check_with_few_questions(client, beck, django_assert_num_queries):
    for days in (30, 10, 20, 40, 50):
        guidance_page(next_check_on=in_days(days), looked_after_by=beck)
    with django_assert_num_queries(23):
        answer = client.get(reverse("guidance_list:index"))
    days = [page.next_check_on for page in answer.context["object_list"] if page.next_check_on]
    assert days == sorted(days)
