"""The job looks for an organisation's code in its DNS records and on its pages."""

from datetime import timedelta

import pytest

from compliance.organisations.choices import ProofMethod, ProofState
from compliance.organisations.permissions import can_publish_for
from compliance.organisations.services import domain_verification
from compliance.organisations.services.domain_verification import Probes
from portal.core.models import Outbox
from portal.core.safe_fetch import CannotFetch, Network
from portal.jobs.protocol import claim, requeue_lost
from tests.compliance.organisations.services.proofs import NOW, check, records, start
from tests.factories.accounts import UserFactory
from tests.portal.core.test_safe_fetch import PUBLIC, plain, site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("companies", "queued")]


def test_a_record_of_the_domain_confirms_the_organisation(organisation, administrator):
    proof = start(organisation)
    assert not can_publish_for(administrator, organisation)
    check(proof, records({"_daylight-confirm.harbourfoods.example": [f"daylight-confirm={proof.code}"]}))
    organisation.refresh_from_db()
    assert proof.state == ProofState.ACCEPTED
    assert (organisation.confirmed_by, organisation.confirmed_domain) == ("dns", "harbourfoods.example")
    assert can_publish_for(administrator, organisation)
    assert Outbox.objects.get().to == administrator.user.email


@pytest.mark.parametrize("value", ["", "other", "daylight-confirm=", "x daylight-confirm={code}", "{code}"])
def test_another_record_does_not(organisation, value):
    proof = start(organisation)
    check(proof, records({"harbourfoods.example": [value.format(code=proof.code)]}))
    assert proof.state == ProofState.OPEN
    assert "did not find the code" in proof.finding


def page_world(server, names=None):
    names = names or {"harbourfoods.example": [PUBLIC]}
    return Probes(server.network(names), lambda name: [])


def test_a_meta_element_of_a_page_confirms(organisation):
    proof = start(organisation, ProofMethod.PAGE, page_url="http://harbourfoods.example/about")
    html = f'<!doctype html><head><META name="Daylight-Confirm" content="{proof.code}"></head><p>Hi'
    with site({"/about": plain(html.encode())}) as server:
        check(proof, page_world(server))
    assert proof.state == ProofState.ACCEPTED


@pytest.mark.parametrize(
    "answer",
    [
        "<p>daylight-confirm={code}</p>",
        '<body><meta name="daylight-confirm" content="{code}">',
        '<!-- <meta name="daylight-confirm" content="{code}"> -->',
        '<textarea><meta name="daylight-confirm" content="{code}"></textarea>',
        '<title><meta name="daylight-confirm" content="{code}"></title>',
    ],
)
def test_what_visitors_could_have_written_in_a_page_does_not(organisation, answer):
    proof = start(organisation, ProofMethod.PAGE, page_url="http://harbourfoods.example/comments")
    with site({"/comments": plain(answer.format(code=proof.code).encode())}) as server:
        check(proof, page_world(server))
    assert proof.state == ProofState.OPEN


def test_a_page_that_leads_to_another_domain_does_not(organisation):
    proof = start(organisation, ProofMethod.PAGE, page_url="http://harbourfoods.example/go")
    away = plain(b"", "302 Found", "Location: http://evil.example/")
    meta = plain(f'<meta name="daylight-confirm" content="{proof.code}">'.encode())
    with site({"/go": away, "/": meta}) as server:
        check(proof, page_world(server, {"harbourfoods.example": [PUBLIC], "evil.example": [PUBLIC]}))
        assert len(server.connected) == 1
    assert proof.state == ProofState.OPEN
    assert "another website" in proof.finding


def test_pressing_twice_queues_one_check(organisation, queued, django_capture_on_commit_callbacks):
    proof = start(organisation)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            domain_verification.request_check(proof=proof, actor=UserFactory(), at=NOW)
    assert queued == [proof.pk]


def test_a_check_that_somebody_is_at_is_not_done_twice(organisation):
    proof = start(organisation)
    domain_verification.request_check(proof=proof, actor=UserFactory(), at=NOW)
    assert claim(domain_verification.JOB, pk=proof.pk, now=NOW) is not None
    assert domain_verification.verify_domain(proof_id=proof.pk, at=NOW, probes=records({})) is None
    assert domain_verification.verify_domain(proof_id=0, at=NOW, probes=records({})) is None


def test_a_late_answer_of_a_check_that_was_overtaken_changes_nothing(organisation):
    proof = start(organisation)
    domain_verification.request_check(proof=proof, actor=UserFactory(), at=NOW)
    slow = claim(domain_verification.JOB, pk=proof.pk, now=NOW)
    later = NOW + timedelta(minutes=3)
    domain_verification.verify_domain(proof_id=proof.pk, at=later, probes=records({}))
    assert domain_verification.save_result(slow, "", later) is None
    organisation.refresh_from_db()
    assert not organisation.is_confirmed


def test_a_check_whose_worker_died_is_woken_with_growing_waits_and_then_given_up(organisation, queued):
    def killed(name):
        raise SystemExit

    proof = start(organisation)
    domain_verification.request_check(proof=proof, actor=UserFactory(), at=NOW)
    now, waits = NOW, []
    for _ in range(4):
        with pytest.raises(SystemExit):
            domain_verification.verify_domain(proof_id=proof.pk, at=now, probes=Probes(Network(), killed))
        begun, woken = now, len(queued)
        while len(queued) == woken and now - begun < timedelta(hours=3):
            now += timedelta(seconds=30)
            requeue_lost(domain_verification.JOB, now=now)
            proof.refresh_from_db()
            if proof.state == ProofState.OPEN:
                break
        waits.append(now - begun)
    assert waits[:3] == [timedelta(minutes=2, seconds=30), timedelta(minutes=4), timedelta(minutes=12)]
    assert (proof.state, len(queued)) == (ProofState.OPEN, 3)
    assert "Try again later" in proof.finding


def test_dns_that_does_not_answer_is_said_so(organisation):
    def silent(name):
        raise CannotFetch("Your domain’s DNS servers did not respond.")

    proof = start(organisation)
    check(proof, Probes(Network(), silent))
    assert proof.finding == "Your domain’s DNS servers did not respond."
