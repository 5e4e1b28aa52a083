"""The pages that publish, and those that come after."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.statements.models import Document, Publication, Render
from compliance.statements.publication import documents
from compliance.statements.publication.services import publish as services_publish
from portal.history.models import Entry
from tests.factories.accounts import PASSWORD
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.signed import signed_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(slug="wetherby-gloves", name="Wetherby Gloves Limited")


@pytest.fixture
def administrator(organisation, client):
    person = MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR).user
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return person


def address(name, **kwargs):
    return reverse(f"statements:{name}", kwargs={"organisation": "wetherby-gloves", "year": 2026, **kwargs})


def test_publishing_from_check_to_confirmation(client, organisation, administrator):
    signed_version(organisation=organisation)
    page = client.get(address("publish")).content.decode()
    assert "Publish statement" in page
    assert "Robin Example" in page
    assert "How can other people reuse your statement?" in page
    answer = client.post(address("publish"), {"is_declared": "on", "licence": "all_rights_reserved"})
    assert (answer.status_code, answer.headers["Location"]) == (303, address("published"))
    after = client.get(address("published")).content.decode()
    assert "/statements/wetherby-gloves/2026/" in after
    assert "Certificate of publication (PDF): we are making it." in " ".join(after.split())
    assert "Check again" in after
    assert "The next statement is expected by 30 September 2027" in after
    assert client.post(address("publish"), {"is_declared": "on", "licence": "all_rights_reserved"}).status_code == 303
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "choice", "words"),
    [
        ("company", "all_rights_reserved", "Ask the organisation before you reuse it."),
        ("company", "cc_by_4", "under the Creative Commons Attribution 4.0 licence"),
        ("public_body", "ogl_3", "under the Open Government Licence 3.0"),
    ],
)
def test_the_organisation_chooses_what_others_may_do_with_the_text(
    client, organisation, administrator, form, choice, words
):
    organisation.legal_form = form
    organisation.save()
    signed_version(organisation=organisation, form=form)
    answer = client.post(address("publish"), {"is_declared": "on", "licence": choice})
    assert answer.status_code == 303
    publication = Publication.objects.get()
    assert publication.licence == choice
    page = reverse("register:statement", args=[organisation.slug, 2026])
    assert words in client.get(page).text
    data = client.get(reverse("register:json", args=[organisation.slug, 2026])).json()
    assert (data["licence"]["url"] is None) == (choice == "all_rights_reserved")
    assert Entry.objects.get(action="statements.version.published").detail["licence"] == choice


def test_a_company_cannot_choose_the_licence_of_public_bodies(client, organisation, administrator):
    signed_version(organisation=organisation)
    answer = client.post(address("publish"), {"is_declared": "on", "licence": "ogl_3"})
    assert answer.status_code == 422 and 'href="#id_licence' in answer.text
    assert not Publication.objects.exists()


def test_the_last_choice_is_offered_again(client, organisation, administrator):
    signed_version(organisation=organisation)
    client.post(address("publish"), {"is_declared": "on", "licence": "cc_by_4"})
    signed_version(organisation=organisation, year=2027)
    page = client.get(reverse("statements:publish", args=["wetherby-gloves", 2027])).text
    assert re.search(r'value="cc_by_4"[^>]* checked', page)


def test_the_points_must_be_confirmed(client, organisation, administrator):
    signed_version(organisation=organisation)
    answer = client.post(address("publish"), {})
    assert answer.status_code == 422
    assert "Confirm the points above" in answer.content.decode()
    assert not Publication.objects.exists()


def test_an_organisation_has_ten_pdfs_drawn_a_minute_and_no_more(client, organisation, administrator, settings):
    settings.LIMITS = {"pdf": (0, 60)}
    signed_version(organisation=organisation)
    answer = client.post(address("publish"), {"is_declared": "on", "licence": "all_rights_reserved"})
    page = answer.content.decode()
    assert (answer.status_code, 0 < int(answer.headers["Retry-After"]) <= 60) == (429, True)
    assert "Try again in" in page and re.search(r'name="is_declared"[^>]* checked', page)
    assert not Publication.objects.exists()
    settings.LIMITS = {"pdf": (1, 60)}
    assert (
        client.post(address("publish"), {"is_declared": "on", "licence": "all_rights_reserved"}).status_code == 429
    ), "that one counted too"


def test_the_page_says_what_publication_waits_for_and_has_no_button(client, organisation, administrator):
    signed_version(organisation=organisation, has_website=False, statement_url=None)
    page = client.get(address("publish")).content.decode()
    assert "Some checks that the law asks for are not met" in page
    assert "Publish statement</button>" not in page
    answer = client.post(address("publish"), {"is_declared": "on", "licence": "all_rights_reserved"}, follow=True)
    assert "Some checks that the law asks for are not met" in answer.content.decode()
    assert not Publication.objects.exists()


def test_one_has_to_show_who_one_is(client, organisation):
    person = MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR).user
    signed_version(organisation=organisation)
    client.force_login(person)
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()
    answer = client.post(address("publish"), {"is_declared": "on", "licence": "all_rights_reserved"})
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]
    assert not Publication.objects.exists()


@pytest.fixture
def published(organisation, administrator):
    return services_publish.publish(
        version=signed_version(organisation=organisation), actor=administrator, at=timezone.now()
    )


def test_the_homepage_link_is_confirmed(client, published):
    assert "&lt;a href=&quot;" in client.get(address("homepage_link")).content.decode()
    future = {"on_day": "1", "on_month": "1", "on_year": "2099"}
    assert client.post(address("homepage_link"), future).status_code == 422
    today = timezone.localdate()
    good = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    assert client.post(address("homepage_link"), good).status_code == 303
    assert "saw the link on" in client.get(address("published")).content.decode()


def test_the_link_to_copy_is_whole_in_itself_and_no_seal(client, published):
    page = client.get(address("published")).content.decode()
    found = re.search(r'<textarea[^>]*id="badge"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    snippet = html.unescape(found[1])
    assert f'<div class="portal-badge">{snippet}</div>' in page, "what is shown is what is copied"
    assert 'aria-label="Our modern slavery statement. Year to 31 March 2026"' in snippet
    loaded = re.findall(r"\b(?:src|xlink:href|style|class|id|on\w+)=|url\(|<script|<style|<image|<use", snippet)
    assert not loaded
    hrefs = re.findall(r'href="([^"]+)"', snippet)
    assert hrefs == [documents.address(published)]
    assert not re.search(r"complian|certif|approved|verified|free", snippet, re.IGNORECASE)


def test_a_company_without_a_website_is_told_of_copies_and_gets_no_link(client, organisation, administrator):
    version = signed_version(
        organisation=organisation, has_website=False, statement_url=None, request_email="office@goods.example"
    )
    services_publish.publish(version=version, actor=administrator, at=timezone.now())
    page = client.get(address("published")).content.decode()
    assert "within 30 days" in page
    assert 'id="badge"' not in page


def test_the_certificate_is_handed_to_members_once_it_is_made(client, published):
    answer = client.get(address("certificate"), follow=True)
    assert answer.redirect_chain == [(address("published"), 303)]
    assert "The certificate has not been made yet." in answer.content.decode()
    Document.objects.create(publication=published, kind="cert", body=b"%PDF-1 certificate", sha256="a" * 64)
    assert address("certificate") in client.get(address("published")).content.decode()
    answer = client.get(address("certificate"))
    assert (answer.headers["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1 certificate")
    assert "certificate-of-publication-wetherby-gloves-2026.pdf" in answer.headers["Content-Disposition"]


def test_a_page_whose_pdfs_failed_says_so_and_offers_no_waiting(client, published):
    Render.objects.update(state="needs_attention")
    page = client.get(address("published")).content.decode()
    assert page.count("Our staff have been told") == 2
    assert "Check again" not in page


def test_what_was_withdrawn_has_no_certificate(client, published, administrator):
    Document.objects.create(publication=published, kind="cert", body=b"%PDF-1", sha256="a" * 64)
    services_publish.withdraw(
        version=published.version, actor=administrator, at=timezone.now(), reason="Wrong company."
    )
    answer = client.get(address("certificate"), follow=True)
    assert "This statement was withdrawn." in answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/html")
    assert address("certificate") not in answer.content.decode()


def test_next_years_date_for_the_calendar(client, published):
    answer = client.get(address("next_year"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert "DTSTART;VALUE=DATE:20270930" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_withdrawing_needs_a_reason(client, published):
    assert client.post(address("withdraw"), {"reason": " "}).status_code == 422
    assert client.post(address("withdraw"), {"reason": "It named the wrong company."}).status_code == 303
    after = client.get(address("published")).content.decode()
    assert "is withdrawn" in after
    assert client.get(address("withdraw")).status_code == 303
    published.refresh_from_db()
    assert published.withdrawn_reason == "It named the wrong company."
    assert published.due_on == date(2026, 9, 30)
