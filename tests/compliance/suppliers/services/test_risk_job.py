"""Scores are computed in the background: asked for, claimed, given up and asked for again each day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.suppliers import tasks
from compliance.suppliers.models import RiskRun, RiskScore
from compliance.suppliers.selectors import risk as risk_selectors
from compliance.suppliers.services import risk_job, supplies
from compliance.suppliers.sweep import sweep
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_asking_works_the_scores_out_and_is_done(grower, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        risk_job.request_scores(grower.organisation, event="import", at=NOW)
    run = RiskRun.objects.get()
    assert (run.asked_at, run.lease_until, run.attempt) == (None, None, 0)
    assert RiskScore.objects.get(site=grower, is_current=True).event == "import"


def test_a_run_that_another_worker_holds_is_left_to_it(grower):
    risk_job.request_scores(grower.organisation, event="import", at=NOW)
    RiskRun.objects.update(lease_until=NOW + timedelta(minutes=1))
    assert risk_job.run(grower.organisation.pk, now=NOW) is None
    assert risk_job.run(grower.organisation.pk, now=NOW + timedelta(minutes=2)) == 1
    assert risk_job.run(grower.organisation.pk, now=NOW + timedelta(minutes=2)) is None


def test_what_is_asked_for_during_a_run_is_done_afterwards(grower, monkeypatch):
    risk_job.request_scores(grower.organisation, event="import", at=NOW)
    later = NOW + timedelta(seconds=5)

    events = []

    def meanwhile(organisation, *, event, now, **_more):
        if not events:
            risk_job.request_scores(organisation, event="audit", at=later)
        events.append(event)
        return 1

    monkeypatch.setattr(risk_job, "recompute_scores", meanwhile)
    assert risk_job.run(grower.organisation.pk, now=NOW) == 2
    assert events == ["import", "audit"]
    run = RiskRun.objects.get()
    assert (run.asked_at, run.lease_until) == (None, None)


def test_the_sweep_wakes_what_was_lost_and_gives_up_after_five_attempts(grower, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.rescore.__class__, "enqueue", lambda self, pk: woken.append(pk))
    risk_job.request_scores(grower.organisation, event="import", at=NOW)
    assert sweep(NOW + timedelta(seconds=30)) == 0
    assert sweep(NOW + timedelta(minutes=2)) == 1
    RiskRun.objects.update(lease_until=NOW + timedelta(minutes=10))
    assert sweep(NOW + timedelta(minutes=3)) == 0
    RiskRun.objects.update(attempt=5, lease_until=None)
    assert sweep(NOW + timedelta(minutes=30)) == 0
    assert woken == [grower.organisation.pk]


def test_a_run_that_was_put_aside_is_not_under_way_and_is_tried_again_the_next_day(grower, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.rescore.__class__, "enqueue", lambda self, pk: woken.append(pk))
    risk_job.request_scores(grower.organisation, event="import", at=NOW)
    RiskRun.objects.update(attempt=5, lease_until=NOW)
    sweep(NOW + timedelta(minutes=1))
    run = RiskRun.objects.get()
    assert (run.asked_at, run.put_aside_at) == (None, NOW + timedelta(minutes=1))
    assert not risk_selectors.get_rescoring_state(grower.organisation).is_running
    sweep(NOW + timedelta(minutes=2))
    assert not RiskRun.objects.get().asked_at, "not in the next sweep"
    sweep(NOW + timedelta(hours=24))
    run = RiskRun.objects.get()
    assert (run.event, run.attempt, run.put_aside_at) == ("day", 0, None)
    assert run.asked_at


def test_the_sweep_asks_for_every_business_with_suppliers_once_a_day(grower, django_capture_on_commit_callbacks):
    OrganisationFactory()
    with django_capture_on_commit_callbacks(execute=True):
        sweep(NOW)
    run = RiskRun.objects.get()
    assert (run.event, run.asked_at) == ("day", None)
    RiskRun.objects.update(done_for=date(2026, 11, 24))
    sweep(NOW + timedelta(hours=11))
    assert RiskRun.objects.get().asked_at is None
    sweep(NOW + timedelta(hours=12, minutes=1))
    assert RiskRun.objects.get().asked_at is not None


def test_a_queue_that_is_down_stops_nobody(grower, monkeypatch, django_capture_on_commit_callbacks):
    def down(self, pk):
        raise OSError

    monkeypatch.setattr(tasks.rescore.__class__, "enqueue", down)
    with django_capture_on_commit_callbacks(execute=True):
        risk_job.request_scores(grower.organisation, event="import", at=NOW)
    assert RiskRun.objects.get().asked_at == NOW


def test_a_change_of_the_register_is_asked_for_in_the_same_transaction(grower):
    supplies.add_supply(
        supplier=grower.supplier, actor=UserFactory(), fields={"products": ["Bricks"], "tier": 1, "buys_from": None}
    )
    run = RiskRun.objects.get()
    assert (run.event, run.asked_at is not None) == ("register", True)
