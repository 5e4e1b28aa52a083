"""Who may speak for a name: proofs by page, record and evidence, disputes, and the job behind them."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.organisations import companies_house, tasks
from compliance.organisations.choices import ProofMethod, ProofState, Role
from compliance.organisations.companies_house import Company
from compliance.organisations.models import ControlProof
from compliance.organisations.permissions import can_publish_for
from compliance.organisations.rules import domain_proofs
from compliance.organisations.services import domain_verification, moderation, organisations, verification
from compliance.organisations.services.domain_verification import Probes
from portal.core.exceptions import ActionRefused
from portal.core.models import Outbox
from portal.core.safe_fetch import CannotFetch, Network
from portal.jobs.protocol import claim, requeue_lost
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.portal.core.test_safe_fetch import PUBLIC, plain, site

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def organisation(db):
    return OrganisationFactory(
        name="Harbour Foods Limited",
        company_number="01234567",
        website="http://www.harbourfoods.example/shop",
        confirmed=False,
    )


@pytest.fixture(autouse=True)
def companies(monkeypatch):
    """What the companies register knows, number to name."""
    known = {"01234567": "HARBOUR FOODS LIMITED", "07654321": "QUAY LTD"}

    def company(number):
        return known.get(number) and Company(number, known[number], "", "company", "active")

    monkeypatch.setattr(companies_house, "is_enabled", lambda: True)
    monkeypatch.setattr(companies_house, "get_company", company)
    return known


@pytest.fixture
def administrator(organisation):
    return MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """The checks that were queued, by proof; none runs by itself."""
    found = []
    monkeypatch.setattr(type(tasks.check_proof), "enqueue", lambda self, proof_id: found.append(proof_id))
    return found


def start(organisation, method=ProofMethod.DNS, **kwargs):
    return verification.start_proof(organisation=organisation, method=method, actor=UserFactory(), at=NOW, **kwargs)


def records(values):
    """A world that holds TXT records and no network."""
    return Probes(Network(connect=None, resolve=lambda host, seconds: []), lambda name: values.get(name, []))


def check(proof, world, at=NOW):
    domain_verification.request_check(proof=proof, actor=UserFactory(), at=at)
    domain_verification.verify_domain(proof_id=proof.pk, at=at, probes=world)
    proof.refresh_from_db()
    return proof


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


def test_the_file_is_read_over_https_and_an_error_page_does_not_count():
    assert domain_proofs.file_has_code("hello\n daylight-confirm=abc \n", "abc")
    assert not domain_proofs.file_has_code("you asked for daylight-confirm=abc", "abc")
    assert not domain_proofs.file_has_code("", "abc")


def test_a_domain_that_is_not_spelt_like_the_name_waits_for_a_person(organisation):
    """Control of evil.example says nothing about Harbour Foods."""
    organisation.website = "https://evil.example"
    organisation.save()
    proof = start(organisation)
    check(proof, records({"evil.example": [f"daylight-confirm={proof.code}"]}))
    organisation.refresh_from_db()
    assert (proof.state, proof.needs_staff, organisation.is_confirmed) == (ProofState.CHECKING, True, False)
    assert list(ControlProof.objects.for_staff()) == [proof]
    verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)
    organisation.refresh_from_db()
    assert organisation.is_confirmed


@pytest.mark.parametrize("rival", [{"name": "HARBOUR-FOODS plc"}, {"company_number": "01234567"}])
def test_a_name_or_number_that_is_held_makes_a_dispute(organisation, rival):
    holder = OrganisationFactory(**rival)
    assert list(verification.find_rivals(organisation)) == [holder]
    proof = start(organisation)
    check(proof, records({"harbourfoods.example": [f"daylight-confirm={proof.code}"]}))
    organisation.refresh_from_db()
    assert (proof.is_dispute, proof.needs_staff, organisation.is_confirmed) == (True, True, False)


def test_a_held_number_is_free_only_after_staff_end_the_others_confirmation(organisation):
    holder = OrganisationFactory(company_number="01234567")
    proof = start(organisation, ProofMethod.EVIDENCE, note="x")
    with pytest.raises(ActionRefused, match="holds this company number"):
        verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)
    moderation.unconfirm(organisation=holder, reason="Not theirs", actor=UserFactory(), at=NOW)
    verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)
    organisation.refresh_from_db()
    assert organisation.is_confirmed


def test_evidence_goes_to_staff_who_refuse_it_with_a_reason(organisation, administrator):
    proof = start(organisation, ProofMethod.EVIDENCE, note="Letter")
    assert (proof.state, proof.needs_staff, proof.code) == (ProofState.CHECKING, True, "")
    verification.refuse_proof(proof=proof, reason="The letter names another company.", actor=UserFactory(), at=NOW)
    proof.refresh_from_db()
    assert (proof.state, proof.reason) == (ProofState.REFUSED, "The letter names another company.")
    with pytest.raises(ActionRefused):
        verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)


@pytest.mark.parametrize(
    "field", [{"name": "Famous plc"}, {"company_number": "00000001"}, {"website": "https://x.example"}]
)
def test_changing_what_is_to_be_proved_ends_the_proof(organisation, field):
    """Else a proof for one name could be accepted for another."""
    proof = start(organisation, ProofMethod.EVIDENCE)
    organisations.change(organisation=organisation, actor=UserFactory(), at=NOW, **field)
    with pytest.raises(ActionRefused, match="withdrawn"):
        verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)


def test_a_new_name_of_a_confirmed_organisation_is_taken_on_when_it_is_proved():
    organisation = OrganisationFactory(
        name="Harbour Foods Limited", company_number="07654321", website="https://quay.example"
    )
    with pytest.raises(ActionRefused, match="is confirmed"):
        start(organisation)
    organisations.change(organisation=organisation, actor=UserFactory(), at=NOW, name="Quay Ltd")
    proof = start(organisation)
    check(proof, records({"quay.example": [f"daylight-confirm={proof.code}"]}))
    organisation.refresh_from_db()
    assert (organisation.name, organisation.wanted_name, organisation.is_confirmed) == ("Quay Ltd", "", True)


@pytest.mark.parametrize(
    ("website", "page"),
    [
        ("", ""), ("https://gmail.com", ""), ("https://harbour.wordpress.com", ""), ("https://gov.uk", ""),
        ("https://harbourfoods.example", "https://evil.example/"),
        ("https://harbourfoods.example", "https://notharbourfoods.example/"),
        ("https://harbourfoods.example", "https://harbourfoods.example/search?q=1"),
        ("https://harbourfoods.example", "https://harbourfoods.example:8443/"),
        ("https://harbourfoods.example", "ftp://harbourfoods.example/"),
    ],
)  # fmt: skip
def test_a_proof_begins_only_on_the_organisations_own_domain(organisation, website, page):
    organisation.website = website
    organisation.save()
    with pytest.raises(ActionRefused):
        start(organisation, ProofMethod.PAGE, page_url=page)


# --- The job -------------------------------------------------------------------------------------------------------


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
        raise CannotFetch("The DNS servers of your domain did not answer.")

    proof = start(organisation)
    check(proof, Probes(Network(), silent))
    assert proof.finding == "The DNS servers of your domain did not answer."
