"""Being told of changes: nothing before the link is pressed, each change once, nothing after the end."""

import re
import signal
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

import pytest
from django.conf import settings as portal_settings
from django.core import mail as django_mail
from django.test import Client
from wagtail.models import PageViewRestriction

from learning.resources.models import GuidancePage, Subscription
from learning.resources.retention import retain
from learning.resources.services import subscriptions
from portal.core.models import Outbox
from tests.factories.guidance import guidance_page
from tests.support.processes import run_process, signalled_before

pytestmark = pytest.mark.django_db
START = datetime(2027, 5, 1, 9, tzinfo=UTC)
ADA = "ada@example.org"


def asked(*, address=ADA, topics=("law",), at=START):
    subscriptions.request_subscription(address=address, topics=topics, at=at)
    return Subscription.objects.latest("pk")


def reading(**values):
    """Somebody who asked, and pressed."""
    found = asked(**values)
    subscriptions.confirm_subscription(subscription=found, at=values.get("at", START))
    Outbox.objects.all().delete()
    return Subscription.objects.get(pk=found.pk)


def published(at, **values):
    page = guidance_page(**{"topic": "law"} | values)
    GuidancePage.objects.filter(pk=page.pk).update(last_published_at=at, first_published_at=at)
    return page


def secret_of(subscription):
    return subscriptions.open_subscription(subscription).secret


def own(subscription, verb=""):
    return f"/guidance/mail/{secret_of(subscription)}/{verb}"


def owed():
    return Outbox.objects.order_by("pk")


@pytest.fixture(autouse=True)
def _older_pages():
    GuidancePage.objects.update(last_published_at=START - timedelta(days=9))


# --- Asking --------------------------------------------------------------------------------------------------------


def test_asking_sends_a_link_and_says_the_same_to_everybody(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post("/guidance/mail/", {"address": ADA, "topics": ["law"]})
    second = client.post("/guidance/mail/", {"address": ADA, "topics": ["help"]})
    assert [(one.status_code, one.url) for one in (first, second)] == [(303, "/guidance/mail/sent/")] * 2
    (letter,) = django_mail.outbox
    assert (letter.to, letter.subject) == ([ADA], "Start your emails from Daylight")
    assert re.search(r"http://localhost:8000/guidance/mail/[\w-]{40,}/\n", letter.body)
    assert "List-Unsubscribe" not in letter.extra_headers


def test_the_address_is_sealed_and_the_secret_is_not_kept_in_the_clear():
    found = asked()
    row = repr({field.name: getattr(found, field.attname) for field in Subscription._meta.fields})
    assert ADA not in row
    assert secret_of(found) not in row
    assert subscriptions.open_subscription(found).address == ADA


def test_an_address_has_one_row_however_it_is_written():
    asked()
    asked(address="ADA@example.org", at=START + timedelta(days=1))
    assert Subscription.objects.count() == 1


def test_whoever_types_the_address_of_another_sends_one_mail_in_half_a_day():
    for hour in range(11):
        asked(at=START + timedelta(hours=hour))
    assert owed().count() == 1
    asked(at=START + timedelta(hours=12))
    assert owed().count() == 2


def test_whoever_types_the_address_of_a_reader_changes_nothing():
    found = reading(topics=("law",))
    asked(topics=("help",), at=START + timedelta(days=1))
    found.refresh_from_db()
    assert found.topics == ["law"]
    assert owed().get().subject == "Your emails from Daylight"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"topics": ["law"]}, "Enter your email address"),
        ({"topics": ["law"], "address": "ada"}, "Enter an email address in the correct format, like name@example.org"),
        ({"address": ADA}, "Select at least one topic"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_sent(client, data, sentence):
    answer = client.post("/guidance/mail/", data)
    assert (answer.status_code, owed().count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_one_network_waits_after_a_few_addresses(client, settings):
    settings.LIMITS = settings.LIMITS | {"guidance_mail": (1, 3600)}
    client.post("/guidance/mail/", {"address": ADA, "topics": ["law"]})
    answer = client.post("/guidance/mail/", {"address": "b@example.org", "topics": ["law"]})
    assert (answer.status_code, owed().count()) == (429, 1)


def test_only_the_cookie_against_forged_forms_is_set(client):
    found = asked()
    for address in ("/guidance/mail/", own(found)):
        client.get(address)
    assert set(client.cookies) <= {portal_settings.CSRF_COOKIE_NAME}


# --- The reader's own page -----------------------------------------------------------------------------------------


def test_a_program_that_looks_at_links_starts_and_stops_nothing(client):
    found = asked()
    for verb in ("", "stop/"):
        assert client.get(own(found, verb)).status_code == 200
    found.refresh_from_db()
    assert found.confirmed_at is None


def test_pressing_the_button_starts_the_mails_for_the_topics_chosen(client):
    found = asked()
    answer = client.post(own(found), {"topics": ["law", "signs"]})
    assert answer.status_code == 302
    assert "Saved" in client.get(answer.url).content.decode()
    found.refresh_from_db()
    assert found.topics == ["law", "signs"]
    assert found.confirmed_at == found.told_until is not None


def test_the_pages_of_a_secret_are_kept_by_nobody_and_tell_no_other_site(client):
    found = asked()
    for verb in ("", "stop/"):
        answer = client.get(own(found, verb))
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_one_press_of_a_mail_program_ends_it_without_cookie_or_token():
    found = reading()
    program = Client(enforce_csrf_checks=True)
    answer = program.post(own(found, "stop/"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Subscription.objects.exists()
    again = program.post(own(found, "stop/"), {"List-Unsubscribe": "One-Click"})
    assert again.status_code == 200


def test_the_end_takes_the_address_with_it_and_the_mails_that_wait():
    found = reading()
    published(START + timedelta(hours=1))
    subscriptions.notify_due(START + timedelta(days=2))
    assert owed().filter(to=ADA).exists()
    subscriptions.unsubscribe(subscription=found)
    assert not owed().filter(to=ADA).exists()
    assert not Subscription.objects.exists()


def test_a_link_that_was_never_given_opens_nothing(client):
    assert client.get("/guidance/mail/guess/").status_code == 404
    assert client.post("/guidance/mail/guess/", {"topics": ["law"]}).status_code == 404


def test_an_address_that_nobody_confirms_goes_after_a_week():
    asked()
    retain(START + timedelta(days=6))
    assert Subscription.objects.exists()
    retain(START + timedelta(days=8))
    assert not Subscription.objects.exists()


def test_mails_that_left_go_after_a_month(settings):
    found = reading()
    published(START + timedelta(hours=1))
    subscriptions.notify_due(START + timedelta(days=2))
    owed().update(sent_at=START)
    retain(START + timedelta(days=29))
    assert owed().exists()
    retain(START + timedelta(days=31))
    assert not owed().exists()
    assert Subscription.objects.filter(pk=found.pk).exists()


# --- Telling -------------------------------------------------------------------------------------------------------


def test_a_reader_hears_of_what_was_published_on_the_topics_chosen(django_capture_on_commit_callbacks):
    found = reading(topics=("law",))
    new, elsewhere = published(START + timedelta(hours=1)), published(START + timedelta(hours=1), topic="help")
    with django_capture_on_commit_callbacks(execute=True):
        assert subscriptions.notify_due(START + timedelta(days=2)) == 1
    (letter,) = django_mail.outbox
    assert letter.subject == "Daylight: 1 page is new or has changed"
    assert f"{new.title}\nhttp://localhost:8000{new.url}" in letter.body
    assert elsewhere.title not in letter.body
    assert new.summary not in letter.body
    stop = f"http://localhost:8000{own(found, 'stop/')}"
    assert letter.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    row = owed().get()
    assert (bytes(row.body), bytes(row.stop)) == (b"", b"")


def test_a_mail_that_waits_keeps_its_way_out_sealed():
    found = reading()
    published(START + timedelta(hours=1))
    subscriptions.notify_due(START + timedelta(days=2))
    assert secret_of(found).encode() not in bytes(owed().get().stop)


def test_each_change_is_told_once_and_a_later_one_again():
    reading()
    published(START + timedelta(hours=1))
    done = [subscriptions.notify_due(START + timedelta(days=2, minutes=minute)) for minute in range(5)]
    published(START + timedelta(days=2, hours=1))
    done += [subscriptions.notify_due(START + timedelta(days=2, hours=hour)) for hour in (2, 12, 23)]
    done += [subscriptions.notify_due(START + timedelta(days=3, hours=hour)) for hour in (1, 2, 3)]
    assert done == [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]


def test_nobody_hears_of_drafts_of_private_pages_or_of_what_was_there_before():
    reading()
    published(START - timedelta(hours=1))
    published(START + timedelta(hours=1), live=False)
    PageViewRestriction.objects.create(page=published(START + timedelta(hours=1)), restriction_type="login")
    assert subscriptions.notify_due(START + timedelta(days=2)) == 0


def test_who_did_not_press_the_link_hears_nothing():
    asked()
    published(START + timedelta(hours=1))
    assert subscriptions.notify_due(START + timedelta(days=2)) == 0


def test_a_round_without_news_costs_the_same_however_many_readers(django_assert_max_num_queries):
    for number in range(30):
        reading(address=f"reader{number}@example.org")
    with django_assert_max_num_queries(3):
        assert subscriptions.notify_due(START + timedelta(days=2)) == 0


def notify(statement):
    """As a worker that is killed before the so-many-th statement; 0 is never."""
    with signalled_before(statement):
        subscriptions.notify_due(START + timedelta(days=2))


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_statement_leaves_each_reader_one_mail():
    readers = [reading(address=f"reader{number}@example.org") for number in range(3)]
    published(START + timedelta(hours=1))
    statements = count(1)
    while run_process(partial(notify, next(statements))) == -signal.SIGKILL:
        pass
    assert next(statements) > 9
    assert sorted(owed().values_list("to", flat=True)) == sorted(
        f"reader{number}@example.org" for number in range(len(readers))
    )
