"""One audit as evidence, from its page; and nothing of any evidence in public."""

import json

import pytest
from django.urls import reverse

from compliance.audits.models import Audit
from compliance.organisations.choices import Role
from compliance.statements.choices import EvidenceKind
from compliance.statements.editor.services import draft
from compliance.statements.models import Document, Evidence, Publication
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT, make_business
from tests.compliance.statements.evidence.evidence_in_use import suggestion_for, use
from tests.factories.audits import AuditFactory
from tests.factories.suppliers import SiteFactory

# --- One audit, from its page --------------------------------------------------------------------------------------


def use_address(business, audit) -> str:
    return reverse("statements:use_audit", args=[business.organisation.slug, audit.uuid])


def test_an_audit_is_attached_from_its_page(business, audit, visit):
    version = business.start()
    page = visit("editor").get(reverse("audits:audit", args=[business.organisation.slug, audit.uuid]))
    assert use_address(business, audit) in page.content.decode()
    typed = {"year": 2026, "section": "risk", "writes_text": "yes"}
    answer = visit("editor").post(use_address(business, audit), typed)
    assert answer.status_code == 303
    assert answer["Location"].endswith("/2026/risk/?panel=evidence#evidence")
    section = version.sections.get(code="risk")
    assert section.answers["narrative_risk"] == (
        "<p>An unannounced social audit was carried out at a site in our supply chains.</p>"
    )
    used = Evidence.objects.get()
    assert (used.kind, used.snapshot["of"]) == (EvidenceKind.ONE_AUDIT, str(audit.uuid))


def test_an_audit_may_stand_behind_a_section_without_a_word_in_it(business, audit, visit):
    version = business.start()
    typed = {"year": 2026, "section": "due_diligence", "writes_text": "no"}
    assert visit("editor").post(use_address(business, audit), typed).status_code == 303
    assert "narrative_due_diligence" not in version.sections.get(code="due_diligence").answers
    assert Evidence.objects.count() == 1


def test_an_audit_outside_the_financial_year_is_said_to_be_outside_before_it_is_chosen(business, audit, visit):
    business.start()
    inside = visit("editor").get(use_address(business, audit)).content.decode()
    assert "Statement for 2026, for the year to 31 March 2026" in inside
    assert "outside that year" not in inside
    Audit.objects.update(ended_on="2026-09-01")
    assert "The audit ended outside that year." in visit("editor").get(use_address(business, audit)).content.decode()


@pytest.mark.parametrize("typed", [{}, {"year": 2020, "section": "web", "writes_text": "perhaps"}])
def test_a_choice_that_is_not_offered_is_refused(business, audit, visit, typed):
    business.start()
    answer = visit("editor").post(use_address(business, audit), typed)
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


def test_a_draft_audit_and_a_business_without_a_draft_are_told_so(business, audit, visit):
    assert "There is no open draft." in visit("editor").get(use_address(business, audit)).content.decode()
    business.start()
    Audit.objects.update(status="draft")
    assert "does not count yet" in visit("editor").get(use_address(business, audit)).content.decode()
    typed = {"year": 2026, "section": "risk", "writes_text": "yes"}
    assert visit("editor").post(use_address(business, audit), typed).status_code == 422
    assert not Evidence.objects.exists()


def test_an_audit_of_another_organisation_is_not_there(business, visit):
    foreign = AuditFactory(site=SiteFactory(supplier__organisation=make_business().organisation))
    business.start()
    assert visit("editor").get(use_address(business, foreign)).status_code == 404


# --- In public -----------------------------------------------------------------------------------------------------


@pytest.fixture
def published(business, audit) -> Publication:
    """Published with the sentence that was accepted."""
    version = business.written()
    for kind in ("audits", "indicators"):
        section = version.sections.get(code="due_diligence")
        use(business, section, suggestion_for(business, "due_diligence", EvidenceKind(kind)))
    review.send_for_review(version=version, actor=business.editor, at=AT)
    frozen = review.mark_ready(version=version, actor=business.approver, at=AT)
    business.approve(frozen)
    business.sign(frozen)
    business.organisation.confirmed_at = AT
    business.organisation.save()
    return services_publish.publish(version=frozen, actor=business.people[Role.ADMINISTRATOR], at=AT)


def test_nothing_of_the_evidence_is_published(business, audit, published, client):
    used = list(Evidence.objects.all())
    assert len(used) == 2
    private = {"ZAA-SECRET", "NC-SECRET", "Quiet Mill", audit.site.name, str(audit.uuid), "snapshot"}
    private |= {one.sha256 for one in used} | {str(one.uuid) for one in used} | {one.snapshot["digest"] for one in used}
    year = f"/statements/{published.organisation_slug}/{published.year}"
    bodies = [client.get(f"{year}{end}").content.decode() for end in ("/", ".json", "/versions/")]
    bodies += [client.get(f"/api/v1/statements/{published.organisation_slug}/{published.year}").content.decode()]
    bodies += [json.dumps(published.content), json.dumps(published.signoff)]
    bodies += [bytes(one.body).decode("utf-8", "replace") for one in Document.objects.all()]
    assert "1 social audit was carried out" in bodies[0] and "1 social audit was carried out" in bodies[1]
    assert not [(word, body[:80]) for word in private for body in bodies if word in body]


def test_an_accepted_sentence_is_bound_by_the_hash(published):
    assert "1 social audit was carried out" in json.dumps(published.content)
    assert published.content_hash == published.version.content_hash


def test_a_new_version_of_a_published_year_keeps_its_evidence(business, published):
    fresh = draft.amend(version=published.version, actor=business.editor, at=AT, kind="typographic", note="A comma.")
    kept = fresh.evidence.values_list("sha256", flat=True)
    assert {*kept} == {*published.version.evidence.values_list("sha256", flat=True)}
    assert len(kept) == 2
