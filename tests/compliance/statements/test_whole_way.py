"""From a draft to what the public reads, for each kind of organisation and of statement."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from compliance.statements.choices import SectionCode, State
from compliance.statements.core import services as core_services
from compliance.statements.editor.services import draft
from compliance.statements.models import CheckRun, Version
from compliance.statements.presenters.parts import parts
from compliance.statements.publication import documents
from compliance.statements.publication import selectors as publication_selectors
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.services import review, signoff
from portal.core import pdf
from tests.compliance.statements.conftest import AT, make_business, state_of
from tests.factories.accounts import sign_in
from tests.factories.signed import full_sections, signed_version
from tests.portal.core.test_pdf import HOSTILE
from tests.support.pdfs import assert_ua

FORMS = ["company", "body_corporate", "llp", "limited_partnership", "other_partnership", "public_body"]
WITHOUT_APPROVAL = ("limited_partnership", "other_partnership")


def signed_off(business, **changes):
    version = business.ready(**changes)
    if business.organisation.legal_form not in WITHOUT_APPROVAL:
        business.approve(version)
    business.sign(version)
    return Version.objects.get(pk=version.pk)


def publish(business, version):
    return services_publish.publish(version=version, actor=business.people["administrator"], at=AT)


def page_of(made, client=None):
    return (client or Client()).get(reverse("register:statement", args=(made.organisation_slug, made.year)))


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["steps_taken", "no_steps"])
def test_every_legal_form_goes_the_whole_way_to_a_page_and_a_tagged_pdf(form, kind):
    business = make_business(form)
    made = publish(business, signed_off(business, kind=kind))
    body = page_of(made).content.decode()
    assert "Robin Example" in body
    assert ("approved by" in body) == (form not in WITHOUT_APPROVAL)
    assert ("It does not say who approves." in body) == (form in WITHOUT_APPROVAL)
    assert "Minute 7" not in body
    assert "Minute 7" not in documents.render_pdf_source(made)
    with pikepdf.open(io.BytesIO(pdf.render_pdf(documents.render_pdf_source(made), identifier=b"x"))) as whole:
        assert_ua(whole)
        assert str(whole.docinfo.Title) == f"{made.organisation_name}: modern slavery statement 2026"


@pytest.mark.django_db
def test_a_no_steps_statement_says_so_in_its_own_text():
    """Modern Slavery Act 2015, s.54(4)(b): the statement itself says it, on the page, in the PDF and for approval."""
    business = make_business()
    version = business.start(kind="no_steps")
    fill_in(business, version, reason="We were founded in May.")
    version = review.mark_ready(
        version=review.send_for_review(version=version, actor=business.editor, at=AT), actor=business.approver, at=AT
    )
    exact = sign_in(Client(), business.approver).get(address("approve", business)).content.decode()
    business.approve(version)
    business.sign(version)
    made = publish(business, Version.objects.get(pk=version.pk))
    kept = publication_selectors.get_document(made, "html")[1].decode()
    for text in (exact, kept, page_of(made).content.decode(), documents.render_pdf_source(made)):
        assert f"{business.organisation.name} took no steps to ensure that slavery and human trafficking is not" in text
        assert "We were founded in May." in text
        assert "Due diligence" not in text
    assert documents.get_data(made)["answers"]["statement_kind"] == "no_steps"


def fill_in(business, version, *, reason=""):
    sections = full_sections(form=business.organisation.legal_form)
    for section in version.sections.all():
        answers = sections.get(section.code, {}) | section.answers
        if section.code == SectionCode.PERIOD:
            answers["no_steps_reason"] = reason
        core_services.save_section(
            section=section, actor=business.editor, at=AT, revision=0, answers=answers, is_complete=True
        )


def address(name, business, year=2026):
    return reverse(f"statements:{name}", args=(business.organisation.slug, year))


@pytest.mark.django_db
def test_publishing_waits_for_the_address_on_the_website():
    """Website address set, or request contact set (docs/requirements/statements.md#website-or-contact)."""
    business = make_business()
    version = signed_off(business)
    web = version.sections.get(code="web")
    web.answers = {"has_website": True}
    web.save()
    with pytest.raises(services_publish.NotReady, match="address on your website"):
        publish(business, version)
    page = sign_in(Client(), business.people["administrator"]).get(address("publish", business))
    assert "Give the address on your website" in page.content.decode()
    assert "Publish statement</button>" not in page.content.decode()
    web.answers = {"has_website": False, "request_email": "copies@gull.example"}
    web.save()
    assert publish(business, version).request_email == "copies@gull.example"


@pytest.mark.django_db
def test_what_the_short_way_does_not_show_is_not_copied_nor_published():
    business = make_business()
    old = business.written(
        sections=full_sections() | {"intro": {"narrative_intro": "<p>Old.</p>"}},
        period_start=date(2024, 4, 1),
        period_end=date(2025, 3, 31),
    )
    period = old.sections.get(code="period")
    period.answers["statement_years_band"] = "first"
    period.save()
    risk = old.sections.get(code="risk")
    risk.answers["disclosures"]["rsk2_register"] = {"status": "covered", "text": "Of old"}
    risk.save()
    Version.objects.filter(pk=old.pk).update(state=State.PUBLISHED)
    old.refresh_from_db()
    short = business.start(copy_from=old, is_short=True)
    assert short.sections.get(code="intro").answers == {}
    kept = short.sections.get(code="risk").answers["disclosures"]
    assert "rsk1_method" in kept
    assert "rsk2_register" not in kept
    Version.objects.filter(pk=short.pk).update(state=State.DISCARDED)
    full = business.start(copy_from=old)
    assert full.sections.get(code="intro").answers["narrative_intro"] == "<p>Old.</p>"
    assert full.sections.get(code="period").answers["statement_years_band"] == "1_to_5"
    assert "rsk2_register" in full.sections.get(code="risk").answers["disclosures"]


@pytest.mark.django_db
def test_an_introduction_that_the_short_way_hides_is_not_published():
    business = make_business()
    version = business.start(is_short=True)
    fill_in(business, version)
    content = services_publish.content.get_content(version)
    assert "narrative_intro" not in content["answers"]
    assert "intro" not in [part.code for part in parts(content)]


@pytest.mark.django_db
def test_a_running_year_is_told_until_when_it_waits(clock_at):
    clock_at(AT)
    business = make_business()
    business.written(period_start=date(2026, 1, 1), period_end=date(2026, 12, 31))
    client = sign_in(Client(), business.editor)
    page = client.post(address("review", business, 2027), {"act": "send"}, follow=True).content.decode()
    assert "It cannot go to review yet. The financial year has not ended yet. You can write it now" in page
    assert "but not review or publish it until 31 December 2026 is over" in page
    assert state_of(Version.objects.get()) == State.DRAFTING


@pytest.mark.django_db
def test_results_of_a_published_version_are_never_worked_out_again():
    business = make_business()
    made = publish(business, signed_off(business))
    run = CheckRun.objects.filter(version=made.version).first()
    run.ruleset = "s54-of-old"
    run.results[0]["reason"] = "What the rules of that day said."
    run.save()
    page = sign_in(Client(), business.editor).get(address("check", business)).content.decode()
    assert "What the rules of that day said." in page
    assert "s54-of-old" in page
    assert "when the version was published" in page


@pytest.mark.django_db
def test_hostile_references_in_a_narrative_never_reach_the_pdf():
    made = services_publish.publish(
        version=signed_version(narrative_risk="".join(f"<p>Words {html}</p>" for html in HOSTILE)),
        actor=make_business().editor,
        at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    source = documents.render_pdf_source(made)
    for trace in ("127.0.0.1:9", "/etc/", "<object", "<embed", "<style>@", 'rel="attachment"'):
        assert trace not in source.partition("<body")[2], trace


# --- A new version of a published year --------------------------------------------------------------------------------


def amended(business, kind):
    first = publish(business, signed_off(business))
    fresh = draft.amend(version=first.version, actor=business.editor, at=AT, kind=kind, note="The page moved.")
    return first, Version.objects.get(pk=fresh.pk)


@pytest.mark.django_db
def test_a_change_of_addresses_alone_keeps_approval_and_signature():
    business = make_business()
    first, fresh = amended(business, "link_or_contact")
    assert state_of(fresh) == State.SIGNED
    client = sign_in(Client(), business.editor)
    posted = {
        "revision": "0",
        "has_website": "yes",
        "statement_url": "https://gull.example/new-page",
        "is_complete": "yes",
    }
    section = reverse("statements:section", args=(business.organisation.slug, 2026, "web"))
    assert client.post(section, posted).status_code == 303
    assert state_of(fresh) == State.SIGNED
    made = publish(business, fresh)
    assert made.statement_url == "https://gull.example/new-page"
    assert made.content_hash == first.content_hash
    assert made.signoff == first.signoff
    assert (made.number, made.amendment_kind) == (2, "link_or_contact")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["typographic", "substantive", "group_membership"])
def test_any_other_change_is_approved_and_signed_again(kind):
    business = make_business()
    _first, fresh = amended(business, kind)
    assert state_of(fresh) == State.DRAFTING
    assert not fresh.approvals.exists()
    assert not fresh.signatures.exists()


@pytest.mark.django_db
def test_a_text_taken_back_is_no_longer_called_unchanged():
    business = make_business()
    _first, fresh = amended(business, "link_or_contact")
    signoff.reopen(version=fresh, actor=business.editor, at=AT)
    fresh.refresh_from_db()
    assert (fresh.state, fresh.amendment_kind) == (State.DRAFTING, "substantive")
    assert not fresh.approvals.filter(voided_at=None).exists()
    assert not fresh.signatures.filter(voided_at=None).exists()


@pytest.mark.django_db
def test_a_new_name_of_the_organisation_is_more_than_a_change_of_addresses():
    business = make_business()
    publish(business, signed_off(business))
    type(business.organisation).objects.update(name="Gull and Sons Ltd")
    page = sign_in(Client(), business.editor).post(
        address("amend", business), {"kind": "link_or_contact", "note": "The page moved."}
    )
    assert page.status_code == 422
    assert "This would change more than the addresses" in page.content.decode()
    assert Version.objects.count() == 1
