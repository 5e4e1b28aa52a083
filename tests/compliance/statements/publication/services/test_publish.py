"""Publishing: what it waits for, what it leaves, and that it happens once."""

import json
import threading
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connections
from django.urls import reverse

from compliance.statements.choices import RenderState, State
from compliance.statements.models import Document, Facet, Publication, Render, Section
from compliance.statements.publication import documents, pdf_job, tasks
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.publication.services.publish import NotReady, publish, withdraw
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.jobs.protocol import requeue_lost
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory, ScopeAnswerFactory
from tests.factories.signed import content_of, signed_version
from tests.factories.statements import ApprovalFactory, SignatureFactory, VersionFactory

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FORMS = ["company", "body_corporate", "llp", "limited_partnership", "other_partnership", "public_body"]


@pytest.fixture
def actor(db):
    return UserFactory()


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_a_signed_version_of_every_legal_form_is_published(form, actor):
    version = signed_version(form=form)
    made = publish(version=version, actor=actor, at=AT)
    version.refresh_from_db()
    assert version.state == State.PUBLISHED
    assert made.content == content_of(version)
    assert made.content_hash == version.content_hash
    assert made.legal_form == form
    assert (made.due_on, made.is_late, made.first_published_on) == (date(2026, 9, 30), False, date(2026, 6, 1))
    assert (made.signoff["approval"] is None) == (form in ("limited_partnership", "other_partnership"))
    assert made.signoff["signature"]["way"] == "on_screen"
    assert set(Document.objects.filter(publication=made).values_list("kind", flat=True)) == {"html", "json"}
    assert Render.objects.get(publication=made).state == RenderState.WAITING
    assert Entry.objects.filter(action="statements.version.published", object_uuid=version.uuid).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "is_approved"), [("company", True), ("other_partnership", False)])
def test_page_and_pdf_speak_of_an_approval_only_where_there_is_one(form, is_approved, actor, client):
    made = publish(version=signed_version(form=form), actor=actor, at=AT)
    page = client.get(reverse("register:statement", args=(made.organisation_slug, made.year))).content.decode()
    for text in (page, documents.render_pdf_source(made)):
        assert ("approval" in text.lower().replace("has to approve", "")) == is_approved
        assert "ignature" in text
        assert reverse("register:verify") in text


@pytest.mark.django_db
def test_what_it_can_be_filtered_by(actor):
    made = publish(version=signed_version(), actor=actor, at=AT)
    facets = set(Facet.objects.filter(publication=made).values_list("kind", "code"))
    assert {("sector", "healthcare_pharma"), ("country", "country:MY"), ("area", "risk")} <= facets
    assert {("signed", "on_screen"), ("figures", "yes"), ("indicator", "debt_bondage")} <= facets


@pytest.mark.django_db
def test_a_second_click_gets_the_first_publication(actor):
    version = signed_version()
    first = publish(version=version, actor=actor, at=AT)
    assert publish(version=version, actor=actor, at=AT + timedelta(hours=1)) == first
    assert Publication.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("state", [state for state in State if state not in (State.SIGNED, State.PUBLISHED)])
def test_only_a_signed_version_is_published(state, actor):
    version = signed_version()
    type(version).objects.filter(pk=version.pk).update(state=state)
    with pytest.raises(NotReady, match="not signed"):
        publish(version=version, actor=actor, at=AT)


@pytest.mark.django_db
def test_text_changed_after_approval_cannot_be_published(actor):
    version = signed_version()
    section = Section.objects.get(version=version, code="risk")
    section.answers["narrative_risk"] += "<p>One more word.</p>"
    section.save()
    with pytest.raises(NotReady, match="signed again"):
        publish(version=version, actor=actor, at=AT)
    assert not Publication.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("record", ["approvals", "signatures"])
def test_a_record_for_another_text_or_a_voided_one_stops_it(record, actor):
    version = signed_version()
    getattr(version, record).update(content_hash="f" * 64)
    with pytest.raises(NotReady, match="signed again"):
        publish(version=version, actor=actor, at=AT)
    getattr(version, record).update(content_hash=version.content_hash, voided_at=AT)
    with pytest.raises(NotReady):
        publish(version=version, actor=actor, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"confirmed_at": None}, {"taken_down_at": AT}])
def test_only_a_confirmed_organisation_publishes(change, actor):
    version = signed_version()
    type(version.statement.organisation).objects.update(**change)
    with pytest.raises(NotReady, match="not verified"):
        publish(version=version, actor=actor, at=AT)


@pytest.mark.django_db
def test_the_year_must_have_ended(actor):
    with pytest.raises(NotReady, match="has not ended"):
        publish(version=signed_version(), actor=actor, at=datetime(2026, 3, 30, 12, tzinfo=UTC))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [{"has_website": False, "statement_url": None}, {"covers_supply_chains": False}],
)
def test_a_blocking_check_that_is_not_met_stops_it(changes, actor):
    with pytest.raises(NotReady) as refused:
        publish(version=signed_version(**changes), actor=actor, at=AT)
    assert any(result.stops_publication for result in refused.value.results)


@pytest.mark.django_db
def test_late_is_told_fairly(actor):
    version = signed_version(late_reason="Our director was ill.")
    made = publish(version=version, actor=actor, at=datetime(2026, 10, 1, 9, tzinfo=UTC))
    assert (made.is_late, made.late_reason) == (True, "Our director was ill.")


@pytest.mark.django_db
def test_a_later_version_of_an_early_statement_is_not_late(actor):
    first = signed_version()
    publish(version=first, actor=actor, at=AT)
    second = _next_version(first, "<p>Corrected.</p>")
    made = publish(version=second, actor=actor, at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    first.refresh_from_db()
    assert first.state == State.SUPERSEDED
    assert (made.is_late, made.first_published_on, made.amendment_note) == (False, date(2026, 6, 1), "A word")
    assert list(Publication.objects.current()) == [made]


def _next_version(version, narrative):
    """A signed amendment of a published version."""
    sections = {section.code: section.answers for section in version.sections.all()}
    sections["intro"] = {"narrative_intro": narrative}
    fresh = VersionFactory(
        statement=version.statement,
        number=version.number + 1,
        state=State.SIGNED,
        sections=sections,
        amendment_kind="typographic",
        amendment_note="A word",
    )
    fresh.content_hash = services_publish.content_hash(content_of(fresh))
    fresh.save()
    ApprovalFactory(version=fresh)
    SignatureFactory(version=fresh)
    return fresh


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "turnover", "expected"),
    [
        ("required", "under_36m", False),
        ("not_required_voluntary", "60m_100m", True),
        (None, "under_36m", True),
        (None, "60m_100m", False),
    ],
)
def test_voluntary_follows_the_questionnaire_and_else_form_and_turnover(outcome, turnover, expected, actor):
    organisation = OrganisationFactory()
    if outcome:
        ScopeAnswerFactory(organisation=organisation, outcome=outcome)
    version = signed_version(organisation=organisation, turnover_band=turnover)
    assert publish(version=version, actor=actor, at=AT).is_voluntary is expected


@pytest.mark.django_db
def test_the_data_file_holds_no_address_of_a_person(actor):
    made = publish(version=signed_version(), actor=actor, at=AT)
    body = bytes(Document.objects.get(publication=made, kind="json").body).decode()
    assert "@" not in body
    data = json.loads(body)
    assert data["signoff"]["signature"]["last_name"] == "Example"
    assert data["answers"]["kpis"][0]["this_year"] == "9"


@pytest.mark.django_db
def test_withdrawing_hides_every_version_of_the_year_and_keeps_the_reason(actor):
    first = signed_version()
    publish(version=first, actor=actor, at=AT)
    second = _next_version(first, "<p>Corrected.</p>")
    publish(version=second, actor=actor, at=AT)
    with pytest.raises(ActionRefused, match="later version"):
        withdraw(version=first, actor=actor, at=AT, reason="Wrong company")
    with pytest.raises(ActionRefused, match="reason"):
        withdraw(version=second, actor=actor, at=AT, reason="  ")
    gone = withdraw(version=second, actor=actor, at=AT, reason="Wrong company")
    assert withdraw(version=second, actor=actor, at=AT, reason="Other") == gone
    assert gone.withdrawn_reason == "Wrong company"
    assert not Publication.objects.listed().exists()
    assert Publication.objects.filter(withdrawn_at=None).count() == 0
    second.refresh_from_db()
    assert second.state == State.WITHDRAWN
    assert Entry.objects.filter(action="statements.version.withdrawn").count() == 1


@pytest.mark.django_db
def test_the_homepage_link_is_confirmed_with_date_and_person(actor):
    version = signed_version()
    with pytest.raises(ActionRefused):
        services_publish.confirm_homepage_link(statement=version.statement, actor=actor, on=date(2026, 6, 2))
    publish(version=version, actor=actor, at=AT)
    statement = services_publish.confirm_homepage_link(statement=version.statement, actor=actor, on=date(2026, 6, 2))
    assert (statement.homepage_link_confirmed, statement.homepage_link_checked_by) == (True, actor)


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_at_once_make_one_version():
    version, actor = signed_version(), UserFactory()
    answers, problems = [], []
    gate = threading.Barrier(50)

    def click():
        try:
            gate.wait()
            answers.append(publish(version=version, actor=actor, at=AT).pk)
        except Exception as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert len(answers) == 50
    assert len(set(answers)) == 1
    assert Publication.objects.count() == 1
    assert Entry.objects.filter(action="statements.version.published").count() == 1


# --- The PDF job ------------------------------------------------------------------------------------------------------


@pytest.fixture
def published(actor):
    return publish(version=signed_version(), actor=actor, at=AT)


@pytest.mark.django_db
def test_the_pdf_and_the_certificate_are_made_once(published, monkeypatch):
    calls = []
    monkeypatch.setattr(pdf_job.pdf, "render_pdf_in_sandbox", lambda html, **options: calls.append(html) or b"%PDF-1")
    assert pdf_job.make_pdfs(published.pk, now=AT)
    assert pdf_job.make_pdfs(published.pk, now=AT)
    assert len(calls) == 2
    for kind in ("pdf", "cert"):
        assert bytes(Document.objects.get(publication=published, kind=kind).body) == b"%PDF-1"
    assert Render.objects.get().state == RenderState.DONE


@pytest.mark.django_db
def test_a_certificate_that_failed_is_made_later_and_the_pdf_stays(published, monkeypatch):
    calls = []

    def fail_once(html, *, style="document.css", **options):
        calls.append(style)
        if calls == ["document.css", "certificate.css"]:
            raise pdf_job.pdf.CannotRender("No memory left.")
        return b"%PDF-1"

    monkeypatch.setattr(pdf_job.pdf, "render_pdf_in_sandbox", fail_once)
    assert not pdf_job.make_pdfs(published.pk, now=AT)
    assert Document.objects.filter(publication=published, kind="pdf").exists()
    assert pdf_job.make_pdfs(published.pk, now=Render.objects.get().next_at)
    assert calls == ["document.css", "certificate.css", "certificate.css"]


@pytest.mark.django_db
def test_a_failure_is_tried_again_later_and_shown_to_a_person_in_the_end(published, monkeypatch):
    def fail(html, **options):
        raise pdf_job.pdf.CannotRender("No memory left.")

    monkeypatch.setattr(pdf_job.pdf, "render_pdf_in_sandbox", fail)
    now = AT
    for attempt, wait in enumerate([30, 120, 600], start=1):
        assert not pdf_job.make_pdfs(published.pk, now=now)
        render = Render.objects.get()
        assert (render.state, render.attempt, render.problem) == (RenderState.WAITING, attempt, "No memory left.")
        assert render.next_at == now + timedelta(seconds=wait)
        assert not pdf_job.make_pdfs(published.pk, now=now), "not before its time"
        assert Render.objects.get().attempt == attempt
        now = render.next_at
    pdf_job.make_pdfs(published.pk, now=now)
    assert Render.objects.get().state == RenderState.NEEDS_ATTENTION


@pytest.mark.django_db
def test_the_sweep_takes_up_what_a_dead_worker_left(published, monkeypatch, settings):
    woken = []
    monkeypatch.setattr(tasks, "make_pdf", SimpleNamespace(enqueue=woken.append))
    Render.objects.update(state=RenderState.RUNNING, lease_until=AT + timedelta(minutes=5), attempt=1)
    assert requeue_lost(pdf_job.JOB, now=AT + timedelta(minutes=4)) == 0
    assert requeue_lost(pdf_job.JOB, now=AT + timedelta(minutes=6)) == 0, "back-off first"
    assert requeue_lost(pdf_job.JOB, now=AT + timedelta(minutes=7)) == 1
    assert woken == [published.pk]


@pytest.mark.django_db
def test_the_sweep_wakes_what_nobody_queued(published, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks, "make_pdf", SimpleNamespace(enqueue=woken.append))
    assert requeue_lost(pdf_job.JOB, now=AT + timedelta(seconds=20)) == 0
    assert requeue_lost(pdf_job.JOB, now=AT + timedelta(minutes=2)) == 1


def test_a_body_with_a_name_of_its_own_is_told_beside_the_words_of_the_act(actor, client):
    version = signed_version()
    version.approvals.update(body_name="Trading board")
    publication = publish(version=version, actor=actor, at=AT)
    page = client.get(documents.address(publication)).content.decode()
    assert "approved by Trading board (the board of directors) on" in " ".join(page.split())
