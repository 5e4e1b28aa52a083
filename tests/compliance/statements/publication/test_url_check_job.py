"""Whether the statement's page on the own website opens: asked once, looked at by a job, told as it was found."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.statements import sweep
from compliance.statements.choices import SectionCode
from compliance.statements.models import UrlCheck
from compliance.statements.publication import tasks, url_check_job
from compliance.statements.rubric import services as checking
from portal.core.safe_fetch import CannotFetch, Page
from tests.compliance.statements.conftest import AT
from tests.factories.statements import UrlCheckFactory

pytestmark = pytest.mark.django_db
URL = "https://goods.example/modern-slavery"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def asked(monkeypatch):
    """Which rows a job was asked for."""
    found = []
    monkeypatch.setattr(tasks.open_address.__class__, "enqueue", lambda task, pk: found.append(pk))
    return found


@pytest.fixture
def answers(monkeypatch):
    """What the website answers; asked in turn."""

    def answer(result):
        def fetch(url, *, network=None):
            if isinstance(result, Exception):
                raise result
            return result

        monkeypatch.setattr(url_check_job.safe_fetch, "fetch", fetch)

    return answer


def page(status=200, url=URL, body=b"<h1>Statement</h1>"):
    return Page(url, status, body)


@pytest.mark.parametrize(
    ("result", "opened", "finding"),
    [
        (page(), True, ""),
        (page(url="https://goods.example/msa?year=2026"), True, ""),
        (page(404), False, "The website returned the error 404."),
        (page(url="https://goods.example/"), False, "leads to a homepage"),
        (page(body=b'<form><input name="p" type="password">'), False, "have to sign in"),
        (CannotFetch("The website did not respond."), False, "The website did not respond."),
    ],
)
def test_what_was_found_is_kept_and_nothing_of_the_page(answers, result, opened, finding):
    answers(result)
    check = UrlCheckFactory(is_waiting=True, opened=None, finding="", looked_at=None)
    assert url_check_job.check_url(check.pk, now=NOW)
    assert not url_check_job.check_url(check.pk, now=NOW)
    check.refresh_from_db()
    assert (check.is_waiting, check.opened, check.looked_at, check.attempt) == (False, opened, NOW, 1)
    assert finding in check.finding
    assert bool(check.finding) != opened


def test_an_address_that_leads_into_our_own_network_is_not_opened(monkeypatch):
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: ["127.0.0.1"])
    check = UrlCheckFactory(is_waiting=True)
    url_check_job.check_url(check.pk, now=NOW)
    check.refresh_from_db()
    assert check.finding == "There is no public website at this address."


def test_saving_the_address_asks_once_for_each_address(business, asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        version = business.written()
    check = UrlCheck.objects.get()
    assert (check.url, check.is_waiting, asked) == (URL, True, [check.pk])
    statement = version.statement

    def ask(url, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            url_check_job.request_check(statement=statement, url=url, at=AT, **changes)

    ask(URL, is_again=True)
    assert len(asked) == 1
    UrlCheck.objects.update(is_waiting=False, opened=True)
    ask(URL)
    assert len(asked) == 1
    ask(URL, is_again=True)
    ask("https://goods.example/other")
    assert len(asked) == 3
    assert UrlCheck.objects.get().opened is None
    ask("")
    assert not UrlCheck.objects.exists()


def test_an_answer_for_an_address_that_was_changed_meanwhile_is_dropped(monkeypatch):
    check = UrlCheckFactory(is_waiting=True, opened=None)

    def fetch(url, *, network=None):
        UrlCheck.objects.update(url="https://goods.example/other")
        return page()

    monkeypatch.setattr(url_check_job.safe_fetch, "fetch", fetch)
    url_check_job.check_url(check.pk, now=NOW)
    check.refresh_from_db()
    assert (check.opened, check.is_waiting) == (None, True)


def test_the_sweep_asks_again_for_what_was_lost_and_gives_up_after_four(asked):
    fresh = UrlCheckFactory(is_waiting=True, asked_at=NOW)
    lost = UrlCheckFactory(statement__year=2025, is_waiting=True, attempt=1, lease_until=NOW, asked_at=NOW)
    done = UrlCheckFactory(statement__year=2024)
    assert sweep.sweep(NOW + timedelta(seconds=10)) == 0
    sweep.sweep(NOW + timedelta(minutes=5))
    assert sorted(asked) == [fresh.pk, lost.pk]
    UrlCheck.objects.filter(pk=lost.pk).update(attempt=4, lease_until=NOW)
    sweep.sweep(NOW + timedelta(minutes=5))
    lost.refresh_from_db()
    assert (lost.is_waiting, lost.opened) == (False, None)
    assert "could not check" in lost.finding
    assert done.pk not in asked


@pytest.mark.parametrize(("opened", "result"), [(True, "met"), (False, "not_met"), (None, "needs_person")])
def test_the_criterion_says_what_was_found(business, opened, result):
    version = business.written()
    UrlCheck.objects.update(is_waiting=False, opened=opened)
    results = {one.criterion: one for one in checking.run_check(version, today=NOW.date())}
    assert results["law_on_website"].result == result
    assert not results["law_on_website"].stops_publication


def test_what_was_found_at_another_address_says_nothing(business):
    version = business.written()
    UrlCheck.objects.update(is_waiting=False, opened=True, url="https://goods.example/other")
    results = {one.criterion: one for one in checking.run_check(version, today=NOW.date())}
    assert results["law_on_website"].result == "needs_person"


def test_the_publish_page_warns_and_lets_past(business, visit, at):
    version = business.ready()
    business.approve(version)
    business.sign(version)
    client = visit("administrator")
    assert "We are opening this address" in client.get(at("publish")).content.decode()
    UrlCheck.objects.update(is_waiting=False, opened=False, finding="The website did not respond.", looked_at=NOW)
    body = client.get(at("publish")).content.decode()
    assert "did not open when we checked on 24 November 2026" in body
    assert "The website did not respond." in body
    assert "You can still publish" in body
    assert client.post(at("look"), {"of": "publish"})["Location"] == at("publish")
    assert UrlCheck.objects.get().is_waiting
    assert client.post(at("publish"), {"is_declared": "on", "licence": "all_rights_reserved"})["Location"] == at(
        "published"
    )
    UrlCheck.objects.update(is_waiting=False, opened=True, looked_at=NOW)
    assert "found a page. We do not read what it says." in client.get(at("published")).content.decode()
    assert visit("editor").post(at("look"), {"of": "published"})["Location"] == at("published")
    assert visit("viewer").post(at("look"), {"of": "published"}).status_code == 403


def test_looking_too_often_is_a_message(business, visit, at, settings):
    settings.LIMITS = settings.LIMITS | {"url_check": (1, 60)}
    business.written()
    client = visit("administrator")
    client.post(at("look"), {"of": "publish"})
    assert "Try again in" in client.post(at("look"), {"of": "publish"}, follow=True).content.decode()


def test_the_look_follows_the_address_of_the_web_section(business, visit, at):
    version = business.written()
    section = version.sections.get(code=SectionCode.WEB)
    section.answers |= {"statement_url": "https://goods.example/2026"}
    section.save()
    visit("editor").post(at("look"), {"of": "publish"})
    assert UrlCheck.objects.get().url == "https://goods.example/2026"
