"""Pages of organisations: creating, inviting, joining, people, confirming, and our staff's."""

import re
from io import BytesIO
from unittest import mock

import pikepdf
import pytest
from django.core import mail as post
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compliance.organisations import companies_house
from compliance.organisations.choices import ProofMethod, Role
from compliance.organisations.companies_house import Company, LookupFailed
from compliance.organisations.models import ControlProof, Handover, Invitation, JoinRequest, Membership, Organisation
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import (
    ControlProofFactory,
    HandoverFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
_sheet = BytesIO()
with pikepdf.new() as _pdf:
    _pdf.add_blank_page()
    _pdf.save(_sheet)
PDF = _sheet.getvalue()
DETAILS = {"name": "Invented Goods Limited", "legal_form": "company", "country": "GB"}


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited")


@pytest.fixture
def administrator(organisation, client):
    """Signed in, lately."""
    membership = MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, is_safeguarding_lead=True)
    sign_in(client, membership.user)
    return membership


def to(name, *args):
    return reverse(f"organisations:{name}", args=args)


# --- Creating ------------------------------------------------------------------------------------------------------


def test_the_set_up_leads_from_details_to_sectors_to_year_to_home(client):
    client.force_login(UserFactory())
    assert client.get(to("new"))["Location"] == to("new_details")
    address = client.post(to("new_details"), DETAILS | {"company_number": "1234567"})["Location"]
    own = Organisation.objects.get()
    assert (address, own.company_number) == (to("sectors", own.slug), "01234567")
    address = client.post(address, {"sectors": ["construction", "other"], "sectors_other": "Kites"})["Location"]
    assert address == to("year", own.slug)
    year = {"year_end_on_day": 31, "year_end_on_month": "March", "year_end_on_year": 2026, "group_role": "parent"}
    assert client.post(address, year | {"website": "www.invented.example"})["Location"] == to("home", own.slug)
    own.refresh_from_db()
    assert (own.sectors_other, str(own.year_end_on), own.website) == (
        "Kites",
        "2026-03-31",
        "https://www.invented.example",
    )


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""), ("name", "x" * 161), ("name", "a\u202eb"), ("name", "a\x00b"), ("name", "---"),
        ("name", "x" * 1_000_000), ("legal_form", "king"), ("company_number", "12"*9), ("company_number", "<script>"),
        ("address", "x" * 501), ("country", "ZZ"),
    ],
)  # fmt: skip
def test_bad_details_are_explained_and_nothing_is_made(client, field, typed):
    client.force_login(UserFactory())
    response = client.post(to("new_details"), DETAILS | {field: typed})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "ftp://x.example", "http://", "x" * 2000, "http://localhost", "http://[::1"]
)
def test_a_website_that_is_none_is_explained(client, administrator, typed):
    data = {"year_end_on_day": 31, "year_end_on_month": 3, "year_end_on_year": 2026, "group_role": "parent"}
    response = client.post(to("year", administrator.organisation.slug), data | {"website": typed})
    assert response.status_code == 422


def test_a_number_that_a_confirmed_organisation_holds_leads_to_asking(client, organisation):
    client.force_login(UserFactory())
    number = organisation.company_number
    assert client.post(to("new_details"), DETAILS | {"company_number": number})["Location"] == to("join_known", number)
    page = client.get(to("join_known", number)).content.decode()
    assert "Already on the portal – ask to join" in page
    assert organisation.name not in page


def test_an_unconfirmed_organisation_holds_no_number_against_others(client):
    OrganisationFactory(confirmed=False, company_number="01234567")
    client.force_login(UserFactory())
    client.post(to("new_details"), DETAILS | {"company_number": "01234567"})
    assert Organisation.objects.filter(company_number="01234567").count() == 2


def test_the_register_is_asked_when_a_key_is_set(client, settings):
    settings.COMPANIES_HOUSE_API_KEY = "key"
    client.force_login(UserFactory())
    company = Company("01234567", "INVENTED LTD", "1 Quay Street", "company", "dissolved")
    with mock.patch.object(companies_house, "search", return_value=[company]):
        page = client.get(to("new"), {"q": "invented"}).content.decode()
    assert "?number=01234567" in page
    assert "dissolved" in page
    with mock.patch.object(companies_house, "search", return_value=[]):
        assert "No company matches" in client.get(to("new"), {"q": "x"}).content.decode()
    with mock.patch.object(companies_house, "search", side_effect=LookupFailed("Enter the details by hand.")):
        assert "by hand" in client.get(to("new"), {"q": "x"}).content.decode()
    with mock.patch.object(companies_house, "company", return_value=company):
        assert 'value="INVENTED LTD"' in client.get(to("new_details"), {"number": "1234567"}).content.decode()


def test_our_staff_bring_no_organisation(client):
    client.force_login(UserFactory(role=StaffRole.HANDLER))
    for name in ("new", "new_details", "join"):
        assert client.get(to(name)).status_code == 404


# --- Invitations ---------------------------------------------------------------------------------------------------


@pytest.fixture
def link(client, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        data = {"email": "new@example.org", "role": "approver"}
        client.post(to("invite", administrator.organisation.slug), data)
    client.logout()
    return re.search(r"http://\S+(/invitations/\S+/)", post.outbox[-1].body).group(1)


def test_an_invitation_says_what_it_is_and_signs_nobody_in(client, link, organisation):
    page = client.get(link)
    assert organisation.name in page.content.decode()
    assert client.post(link).status_code == 200
    assert "_auth_user_id" not in client.session
    assert "no-store" in page["Cache-Control"]


def test_the_invited_person_accepts_once(client, link, organisation):
    user = UserFactory(email="new@example.org")
    client.force_login(user)
    assert client.post(link)["Location"] == to("home", organisation.slug)
    assert Membership.objects.get(user=user).role == Role.APPROVER
    assert "You have accepted" in client.get(link).content.decode()
    client.force_login(UserFactory())
    used = client.get(link)
    assert (used.status_code, organisation.name in used.content.decode()) == (410, False)


def test_somebody_else_cannot_use_the_link_or_learn_the_name(client, link, organisation):
    client.force_login(UserFactory())
    page = client.post(link).content.decode()
    assert "another email address" in page
    assert organisation.name not in page
    assert Membership.objects.count() == 1


def test_an_old_or_withdrawn_link_says_so(client, link, organisation):
    Invitation.objects.update(expires_at="2020-01-01T00:00Z")
    assert client.get(link).status_code == 410
    Invitation.objects.update(withdrawn_at="2020-01-01T00:00Z")
    page = client.get(link)
    assert (page.status_code, organisation.name in page.content.decode()) == (410, False)
    assert client.get("/invitations/guess/").status_code == 404


# --- Joining -------------------------------------------------------------------------------------------------------


def test_asking_by_number_answers_the_same_whether_the_organisation_is_here_or_not(client, organisation):
    client.force_login(UserFactory())
    answers = []
    for number in (organisation.company_number, "00000042"):
        response = client.post(to("join"), {"company_number": number, "message": "Hello"}, follow=True)
        body = re.sub(r'nonce="[^"]*"|value="[^"]*"', "", response.content.decode())
        answers.append((response.redirect_chain, response.status_code, body))
    assert answers[0] == answers[1]
    assert JoinRequest.objects.count() == 1


def test_an_administrator_answers_who_asks(client, administrator):
    request = JoinRequestFactory(organisation=administrator.organisation)
    address = to("join_request", administrator.organisation.slug, request.uuid)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"answer": "editor"}).status_code == 302
    assert Membership.objects.get(user=request.user).role == Role.EDITOR
    assert client.get(address).status_code == 404


# --- People --------------------------------------------------------------------------------------------------------


def test_the_list_of_people_takes_the_same_queries_however_many_there_are(
    client, administrator, django_assert_num_queries
):
    address = to("people", administrator.organisation.slug)
    client.get(address)
    with django_assert_num_queries(6) as few:
        client.get(address)
    MembershipFactory.create_batch(5, organisation=administrator.organisation)
    InvitationFactory.create_batch(5, organisation=administrator.organisation)
    JoinRequestFactory.create_batch(5, organisation=administrator.organisation)
    with django_assert_num_queries(len(few.captured_queries)):
        page = client.get(address).content.decode()
    assert page.count("Send again") == 5


def test_a_change_of_role_asks_again_who_is_there(client, administrator):
    other = MembershipFactory(organisation=administrator.organisation)
    address = to("member", administrator.organisation.slug, other.uuid)
    sign_in(client, administrator.user, seconds_ago=24 * 3600)
    assert reverse("account_reauthenticate") in client.post(address, {"role": "administrator"})["Location"]
    other.refresh_from_db()
    assert other.role == Role.VIEWER
    sign_in(client, administrator.user)
    client.post(address, {"role": "approver", "verifier": "on"})
    other.refresh_from_db()
    assert (other.role, other.is_verifier) == (Role.APPROVER, True)


def test_the_last_administrator_is_told_why_not(client, administrator):
    slug = administrator.organisation.slug
    page = client.post(to("member", slug, administrator.uuid), {"role": "viewer", "lead": "on"})
    assert page.status_code == 422
    assert "Make somebody else an administrator first" in page.content.decode()
    assert "Make somebody else" in client.post(to("leave", slug), follow=True).content.decode()
    assert "Make somebody else" in client.post(to("member_end", slug, administrator.uuid), follow=True).content.decode()


def test_whoever_left_finds_nothing_from_the_next_request_on(client, organisation, administrator):
    member = MembershipFactory(organisation=organisation)
    client.force_login(member.user)
    client.post(to("leave", organisation.slug))
    assert client.get(to("home", organisation.slug)).status_code == 404


# --- Confirming ----------------------------------------------------------------------------------------------------


@pytest.fixture
def unconfirmed(organisation, administrator):
    organisation.confirmed_at, organisation.website = None, "https://www.harbourfoods.example"
    organisation.save()
    return organisation


def test_the_page_shows_the_code_and_a_check_is_asked_for(client, unconfirmed):
    client.post(to("confirm_page", unconfirmed.slug), {"page_url": ""})
    proof = ControlProof.objects.get()
    page = client.get(to("confirm", unconfirmed.slug)).content.decode()
    assert f"daylight-confirm={proof.code}" in page
    assert "https://harbourfoods.example/.well-known/daylight-confirm.txt" in page
    client.post(to("confirm_check", unconfirmed.slug))
    assert "We are looking for the code" in client.get(to("confirm", unconfirmed.slug)).content.decode()


def test_a_page_elsewhere_is_explained(client, unconfirmed):
    response = client.post(to("confirm_page", unconfirmed.slug), {"page_url": "https://evil.example/"})
    assert response.status_code == 422
    assert not ControlProof.objects.exists()


def test_evidence_is_received_and_checked_by_staff(client, unconfirmed):
    address = to("confirm_evidence", unconfirmed.slug)
    bad = SimpleUploadedFile("letter.exe", b"MZ")
    assert client.post(address, {"evidence": bad}).status_code == 422
    client.post(address, {"evidence": SimpleUploadedFile("letter.pdf", PDF), "note": "A letter"})
    proof = ControlProof.objects.get(method=ProofMethod.EVIDENCE)
    sign_in(client, UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    assert unconfirmed.name in client.get(to("staff")).content.decode()
    page = to("staff_proof", proof.uuid)
    assert client.post(page, {"answer": "refuse"}).status_code == 422
    assert client.get(to("staff_proof_evidence", proof.uuid)).content == PDF
    assert client.post(page, {"answer": "accept"})["Location"] == to("staff")
    unconfirmed.refresh_from_db()
    assert unconfirmed.is_confirmed
    assert client.post(page, {"answer": "refuse", "reason": "x"}).status_code == 403


# --- Our staff -----------------------------------------------------------------------------------------------------


@pytest.fixture
def staff(client):
    user = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    sign_in(client, user)
    return user


def test_the_staff_list_takes_the_same_queries_however_many_there_are(client, staff, django_assert_num_queries):
    ControlProofFactory()
    HandoverFactory()
    client.get(to("staff"))
    with django_assert_num_queries(11) as few:
        client.get(to("staff"))
    ControlProofFactory.create_batch(4)
    HandoverFactory.create_batch(4)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(to("staff"))


def test_a_dispute_names_the_holder_and_cannot_be_accepted_over_it(client, staff, organisation):
    claim = ControlProofFactory(organisation__company_number=organisation.company_number, is_dispute=True)
    address = to("staff_proof", claim.uuid)
    assert organisation.name in client.get(address).content.decode()
    assert client.post(address, {"answer": "accept"}).status_code == 422
    client.post(to("staff_unconfirm", organisation.uuid), {"reason": "Not theirs"})
    assert client.post(address, {"answer": "accept"}).status_code == 302
    organisation.refresh_from_db()
    claim.organisation.refresh_from_db()
    assert (organisation.is_confirmed, claim.organisation.is_confirmed) == (False, True)


def test_staff_take_down_and_give_back_with_a_reason(client, staff, organisation):
    assert client.post(to("staff_take_down", organisation.uuid), {}).status_code == 422
    client.post(to("staff_take_down", organisation.uuid), {"reason": "A complaint"})
    organisation.refresh_from_db()
    assert organisation.taken_down_reason == "A complaint"
    client.post(to("staff_give_back", organisation.uuid), {"reason": "Settled"})
    organisation.refresh_from_db()
    assert not organisation.is_taken_down


def test_a_lost_administrator_is_asked_for_from_outside_and_handed_over(client, organisation, administrator):
    user = UserFactory()
    client.force_login(user)
    data = {"message": "She left", "evidence": SimpleUploadedFile("letter.pdf", PDF)}
    page = client.get(to("handover_by_number", organisation.company_number)).content.decode()
    assert organisation.name not in page
    client.post(to("handover_by_number", organisation.company_number), data)
    handover = Handover.objects.get()
    sign_in(client, UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    client.post(to("staff_handover", handover.uuid), {"answer": "accept", "end_others": "on"})
    assert Membership.objects.active().get(organisation=organisation).user == user


@pytest.mark.parametrize("query", ["", "harbour", "<script>", "%", "'; --", "\x00", "x" * 5000])
def test_the_search_of_staff_takes_anything(client, staff, organisation, query):
    assert client.get(to("staff"), {"q": query}).status_code in {200, 422}
