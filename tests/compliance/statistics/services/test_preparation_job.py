"""Figures are prepared by a worker: asked for once, claimed, refused with a sentence, given back when it dies."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from compliance.statistics import tasks
from compliance.statistics.models import Preparation, Release
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.services import preparation_job
from compliance.statistics.services.preparation_job import request_preparation, run
from compliance.statistics.sweep import sweep
from portal.core.exceptions import ActionRefused
from tests.factories.accounts import sign_in
from tests.factories.statistics import LATE, published

pytestmark = pytest.mark.django_db
MARCH = parse_period("2026-03")


def clock():
    return LATE


@pytest.fixture
def asked(statistician) -> Preparation:
    return request_preparation(period=MARCH, actor=statistician, at=LATE, headline="Fewer calls")


def test_a_worker_prepares_what_was_asked_for(statistician, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request_preparation(period=MARCH, actor=statistician, at=LATE, headline="Fewer calls")
    release, done = Release.objects.get(), Preparation.objects.get()
    assert (release.code, release.headline, release.prepared_by) == ("2026-03", "Fewer calls", statistician)
    assert done.done_at is not None and (done.refusal, done.lease_token) == ("", None)


def test_whoever_waits_sees_each_step_and_how_many_hidden_numbers_are_checked(asked, statistician, client, monkeypatch):
    seen = []
    save = preparation_job._save_step

    def save_and_look(*arguments):
        save(*arguments)
        sign_in(client, statistician)
        seen.append(
            BeautifulSoup(client.get("/desk/statistics/").content, "html.parser").main.get_text(" ", strip=True)
        )

    monkeypatch.setattr(preparation_job, "_save_step", save_and_look)
    run(asked.pk, clock=clock)
    steps = list(dict.fromkeys(re.search(r"Step (\d) of 3", text)[1] for text in seen))
    assert steps == ["1", "2", "3"]
    assert "Counting the coded facts" in seen[0] and "hidden numbers checked" not in seen[0]
    assert re.search(r"Checking that no one can work out a hidden number 0 of \d+ hidden numbers checked", seen[2])


def test_asked_for_twice_it_is_prepared_once(asked, statistician):
    assert request_preparation(period=MARCH, actor=statistician, at=LATE) == asked
    for _ in range(2):
        run(asked.pk, clock=clock)
    assert Release.objects.count() == 1
    assert request_preparation(period=MARCH, actor=statistician, at=LATE) != asked, "once it is done it may be again"


def test_what_cannot_be_prepared_is_refused_at_once(statistician):
    with pytest.raises(ActionRefused, match="not ended yet"):
        request_preparation(period=parse_period("2027-06"), actor=statistician, at=LATE)
    assert not Preparation.objects.exists()


def test_what_has_become_impossible_meanwhile_says_why(asked, statistician, second_person):
    published("2026-03", statistician, second_person)
    run(asked.pk, clock=clock)
    asked.refresh_from_db()
    assert "not revised" in asked.refusal and asked.done_at == LATE


def test_a_preparation_that_another_worker_holds_is_left_to_it(asked):
    Preparation.objects.update(lease_until=LATE + timedelta(minutes=5))
    run(asked.pk, clock=clock)
    assert not Release.objects.exists()


def test_one_that_fails_is_tried_again_and_then_put_aside(asked, monkeypatch):
    def fail(**_arguments):
        raise RuntimeError

    monkeypatch.setattr(preparation_job, "prepare_release", fail)
    for number in range(3):
        run(asked.pk, clock=lambda: LATE + timedelta(hours=number))  # noqa: B023 — called at once
    asked.refresh_from_db()
    assert asked.put_aside_at is not None and asked.problem == "RuntimeError"


def test_the_sweep_wakes_what_was_lost(asked, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.prepare.__class__, "enqueue", lambda self, pk: woken.append(pk))
    assert sweep(LATE + timedelta(minutes=2)) == 1
    assert woken == [asked.pk]
