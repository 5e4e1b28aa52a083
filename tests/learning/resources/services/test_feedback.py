"""Was this page useful? Counts and words, and nothing of who gave them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings as portal_settings
from django.test import Client
from django.utils import timezone

from learning.resources.models import Feedback
from learning.resources.retention import retain
from learning.resources.selectors.feedback import get_comments, get_counts, open_comments
from learning.resources.services.feedback import save_feedback
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import guidance_page

pytestmark = pytest.mark.django_db
TODAY = date(2027, 5, 1)


def address(page):
    return f"/guidance/feedback/{page.pk}/"


def given(page, *, is_useful=False, said="", on=TODAY):
    return save_feedback(page=page, token=uuid4(), is_useful=is_useful, words=said, on=on)


def told(row):
    return [(one.text, one.is_useful) for one in open_comments(get_comments(row.page_id))]


def test_a_page_asks_with_links_and_so_stays_the_same_to_everybody(client):
    page = guidance_page()
    body = client.get(page.url).content.decode()
    assert f'href="{address(page)}?useful=yes"' in body
    assert f'href="{address(page)}?useful=no"' in body
    assert "csrfmiddlewaretoken" not in body
    assert address(page) not in client.get("/guidance/").content.decode()


@pytest.mark.parametrize(("useful", "is_useful"), [("yes", True), ("no", False)])
def test_an_answer_is_kept_with_its_words_sealed(client, useful, is_useful):
    page = guidance_page()
    answer = client.post(address(page), {"useful": useful, "words": "Say who pays."})
    assert (answer.status_code, answer.url) == (303, "/guidance/feedback/thanks/")
    row = Feedback.objects.get()
    assert (row.page_id, row.is_useful) == (page.pk, is_useful)
    assert b"pays" not in bytes(row.words_sealed)
    assert told(row) == [("Say who pays.", is_useful)]


def test_the_link_that_was_pressed_is_chosen_in_the_form(client):
    page = guidance_page()
    body = client.get(f"{address(page)}?useful=no").content.decode()
    assert 'value="no" checked' in " ".join(body.split())


def test_nothing_of_the_visitor_is_kept(client):
    page = guidance_page()
    client.post(
        address(page),
        {"useful": "yes", "token": str(uuid4())},
        headers={"user-agent": "UA-CANARY", "referer": "https://canary.example/", "accept-language": "xx-canary"},
        REMOTE_ADDR="127.0.0.77",
    )
    row = Feedback.objects.get()
    kept = {field.name: getattr(row, field.attname) for field in Feedback._meta.fields}
    assert set(kept) == {"id", "token", "page", "is_useful", "words_sealed", "sent_on"}
    assert kept["sent_on"] == timezone.localdate()
    assert set(client.cookies) <= {portal_settings.CSRF_COOKIE_NAME}


def test_a_signed_in_reader_is_not_kept_either(client):
    page = guidance_page()
    sign_in(client, UserFactory())
    client.post(address(page), {"useful": "yes"})
    assert Feedback.objects.count() == 1


def test_a_form_sent_twice_counts_once(client):
    page, token = guidance_page(), str(uuid4())
    for _ in range(2):
        assert client.post(address(page), {"useful": "yes", "token": token}).status_code == 303
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Select yes or no"),
        ({"useful": "perhaps"}, "Select yes or no"),
        ({"useful": "no", "words": "x" * 501}, "Use 500 characters or fewer"),
    ],
)
def test_a_mistake_is_told_and_keeps_what_was_typed(client, data, sentence):
    answer = client.post(address(guidance_page()), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert data.get("words", "") in answer.content.decode()
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("said", ["\x00", "\N{GRINNING FACE}", "<script>", "\u202e"])
def test_strange_signs_do_not_break_it(client, said):
    answer = client.post(address(guidance_page()), {"useful": "no", "words": said})
    assert answer.status_code in {303, 422}


def test_one_network_waits_after_twenty_answers_and_keeps_its_words(client, settings):
    settings.LIMITS = settings.LIMITS | {"guidance_feedback": (1, 3600)}
    page = guidance_page()
    client.post(address(page), {"useful": "yes"})
    answer = client.post(address(page), {"useful": "no", "words": "Kept words"})
    assert answer.status_code == 429
    assert "Kept words" in answer.content.decode()
    assert Feedback.objects.count() == 1


def test_a_draft_a_private_page_and_the_list_ask_nobody(client):
    draft = guidance_page(live=False)
    for key in (draft.pk, 0, guidance_page().get_parent().pk):
        assert client.get(f"/guidance/feedback/{key}/").status_code == 404


def test_the_form_demands_its_token_against_forgery():
    page = guidance_page()
    assert Client(enforce_csrf_checks=True).post(address(page), {"useful": "yes"}).status_code == 403


# --- Those who write -----------------------------------------------------------------------------------------------


def test_pages_that_most_did_not_find_useful_come_first():
    good, bad = guidance_page(), guidance_page()
    given(good, is_useful=True)
    given(bad, said="Too long.")
    given(bad)
    given(bad, on=TODAY - timedelta(days=400))
    rows = [(row["page"], row["not_useful"], row["useful"], row["written"]) for row in get_counts(TODAY)]
    assert rows == [(bad.pk, 2, 0, 1), (good.pk, 0, 1, 0)]


def test_editors_read_counts_and_words_and_nobody_else_does(client):
    page = guidance_page(title="Who pays")
    save_feedback(page=page, token=uuid4(), is_useful=False, words="<b>Too long</b>", on=timezone.localdate())
    sign_in(client, UserFactory(role=StaffRole.CONTENT_EDITOR))
    assert "Read 1 answer" in client.get("/staff/guidance/feedback/").content.decode()
    assert "&lt;b&gt;Too long" in client.get(f"/staff/guidance/feedback/{page.pk}/").content.decode()
    assert client.get("/staff/guidance/feedback/0/").status_code == 404
    sign_in(client, UserFactory(role=StaffRole.HANDLER))
    assert client.get("/staff/guidance/feedback/").status_code == 404
    assert client.get(f"/staff/guidance/feedback/{page.pk}/").status_code == 404


def test_the_lists_cost_the_same_with_many_answers(client, django_assert_max_num_queries):
    sign_in(client, UserFactory(role=StaffRole.CONTENT_EDITOR))
    page = guidance_page()
    for number in range(30):
        save_feedback(page=guidance_page(), token=uuid4(), is_useful=False, words="x", on=timezone.localdate())
        save_feedback(page=page, token=uuid4(), is_useful=False, words=str(number), on=timezone.localdate())
    for each in ("/staff/guidance/feedback/", f"/staff/guidance/feedback/{page.pk}/"):
        with django_assert_max_num_queries(10):
            client.get(each)


def test_words_go_after_half_a_year_and_counts_stay():
    page = guidance_page()
    now = timezone.now()
    old = given(page, said="Old words", on=timezone.localdate(now - timedelta(days=181)))
    new = given(page, said="New words", on=timezone.localdate(now - timedelta(days=179)))
    retain(now)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (bytes(old.words_sealed), bool(new.words_sealed)) == (b"", True)
    assert retain(now) == 0
    assert Feedback.objects.count() == 2
