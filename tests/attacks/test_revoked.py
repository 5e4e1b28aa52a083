"""What ends with a credential that somebody takes back, tried from two browsers: theirs and an intruder's.

See docs/requirements/security.md#revoked-credentials.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.audits.services import supplier_links
from compliance.organisations.choices import Role
from compliance.organisations.models import Invitation, Membership
from compliance.organisations.services import invitations, people
from compliance.referrals.services.nrm import handover, packs
from portal.accounts.models import FactorReset, StaffInvitation, User
from portal.accounts.roles import StaffRole, has_role
from portal.accounts.services import staff_roles
from portal.core.exceptions import ActionRefused
from tests.compliance.concerns.services.test_replaced_codes import take_new_code
from tests.factories.accounts import PASSWORD, StaffInvitationFactory, UserFactory, sign_in
from tests.factories.audits import ActionFactory
from tests.factories.concerns import Reporter
from tests.factories.organisations import InvitationFactory
from tests.factories.packs import begin, handed, who
from tests.factories.sharing import agency
from tests.factories.vault import give_key
from tests.portal.accounts.test_second_factor import SECRET, code_of, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEW_PASSWORD = "battery staple correct horse"
NEW_PASSPHRASE = "kettle orbit marble fennel"

# What is taken back, and what ends with it at that moment.
ENDS = {
    "a reporter's code": "every other visit, and a new code that nobody confirmed",
    "a password": "every other web session, and a sign-in that still lacks its second factor",
    "a passphrase of the desk": "what any browser has unlocked",
    "a passkey": "every other web session",
    "an app for codes": "every other web session",
    "a staff role": "its pages, what was unlocked with it, and the roles that were offered by it",
    "an account": "every web session, and all roles, invitations and resets that it gave others",
    "a role in an organisation": "the invitations and resets of second factors that the role allowed",
    "a membership": "the organisation's pages, and the invitations and resets that it allowed",
    "a supplier's link": "its pages and forms",
    "a partner's member": "the agency's pages",
    "a partnership": "the agency's pages",
    "a pack's link": "the page and the download, by a new link or a pack that is withdrawn",
    "an offer of a staff role": "the page to accept it, accepted or not",
    "an invitation to an organisation": "the link, also by one that is sent again",
}
TRIED: set[str] = set()


def taking_back[T: Callable](credential: str) -> Callable[[T], T]:
    """Mark the test of a row of the table."""
    TRIED.add(credential)
    return lambda test: test


def test_every_row_of_the_table_is_tried():
    assert set(ENDS) == TRIED


def enter(person: User, client: Client | None = None) -> Client:
    """A browser in which somebody signed in by the form."""
    client = client or Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/session/").status_code == 200


def two_browsers(person: User) -> tuple[Client, Client]:
    """The person's own, in which they have just shown who they are, and the intruder's."""
    own, intruder = sign_in(Client(), person, seconds_ago=-60, method="mfa"), sign_in(Client(), person)
    assert is_in(own) and is_in(intruder)
    return own, intruder


def administrator() -> Client:
    return sign_in(Client(), UserFactory(role=StaffRole.SITE_ADMINISTRATOR), seconds_ago=-60)


# --- Codes, passwords, passphrases and factors ----------------------------------------------------------------------


@taking_back("a reporter's code")
def test_a_new_code_ends_every_other_visit_and_what_was_pending_in_it(reporter):
    digits = reporter.tells()
    back, intruder = Reporter(), Reporter()
    for person in (back, intruder):
        person.returns(digits)
    binding = intruder.shown_for
    new = take_new_code(back)
    assert intruder.client.get("/r/talk/")["Location"] == "/r/return/?ended=1"
    taken = intruder.client.post("/r/talk/code", {"shown_for": binding})
    assert taken["Location"] == "/r/return/?ended=1"
    Reporter().returns(digits, 422)
    back.opens("/r/talk/")
    assert Reporter().returns(new) == "/r/talk/"


@taking_back("a password")
def test_a_new_password_ends_every_other_session_and_a_sign_in_that_is_half_done():
    person = with_app()
    half = enter(person)
    own, intruder = two_browsers(person)
    sent = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert own.post("/accounts/password/change/", sent).status_code == 302
    assert is_in(own) and not is_in(intruder)
    half.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    assert not is_in(half)


@taking_back("a passphrase of the desk")
def test_another_passphrase_locks_every_browser(at_desk):
    own, intruder = at_desk.client(), at_desk.client()
    case = at_desk.case()
    page = reverse("cases:case", args=[case.pk])
    assert [client.get(page).status_code for client in (own, intruder)] == [200, 200]
    sent = {"passphrase": NEW_PASSPHRASE, "again": NEW_PASSPHRASE}
    assert own.post(reverse("desk:lost"), sent)["Location"] == reverse("desk:unlock")
    for client in (own, intruder):
        assert client.get(page)["Location"].startswith(reverse("desk:unlock"))


@pytest.mark.parametrize("act", ["close", "reset"])
def test_a_sign_in_that_is_half_done_ends_when_our_staff_close_the_account_or_reset_it(act):
    person = with_app()
    half = enter(person)
    sent = {"reason": "Someone else was in.", "knows_account": "on", "called_back": "on"}
    assert administrator().post(reverse(f"staffing:{act}", args=[person.uuid]), sent).status_code == 302
    half.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    assert not is_in(half)


@taking_back("a passkey")
def test_a_passkey_that_is_removed_ends_every_other_session():
    person = with_app()
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Key", "credential": {}})
    own, intruder = two_browsers(person)
    assert own.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 302
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    assert is_in(own) and not is_in(intruder)


@taking_back("an app for codes")
def test_an_app_that_is_removed_ends_every_other_session():
    person = with_app()
    own, intruder = two_browsers(person)
    assert own.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(user=person, type="totp").exists()
    assert is_in(own) and not is_in(intruder)


# --- Our staff ------------------------------------------------------------------------------------------------------


def take_role(person: User, role: StaffRole) -> None:
    url = reverse("staffing:take_role", args=[person.uuid, role])
    assert administrator().post(url, {"reason": "Someone else was in."}).status_code == 302


@taking_back("a staff role")
def test_a_handler_who_loses_the_role_loses_what_was_unlocked(at_desk):
    leaver = UserFactory(role=StaffRole.HANDLER)
    give_key(leaver)
    own, intruder = at_desk.client(leaver), at_desk.client(leaver)
    assert [client.get("/desk/").status_code for client in (own, intruder)] == [200, 200]
    take_role(leaver, StaffRole.HANDLER)
    assert [client.get("/desk/").status_code for client in (own, intruder)] == [404, 404]
    # Nor does the role open anything again that they had unlocked, should they get it back.
    leaver.groups.add(*User.objects.get(pk=at_desk.handler.pk).groups.all())
    assert {client.get("/desk/").status_code for client in (own, intruder)} == {302}


@pytest.mark.parametrize("accepted", [False, True])
def test_what_an_administrator_offered_ends_with_the_role(accepted):
    person = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    intruder = sign_in(Client(), person, seconds_ago=-60)
    friend = UserFactory()
    assert intruder.post(reverse("staffing:invite"), {"email": friend.email, "role": "triage_lead"}).status_code == 302
    offer = StaffInvitation.objects.get()
    if accepted:
        sign_in(Client(), friend).post(reverse("people:invitation", args=[offer.uuid]))
    other = StaffInvitationFactory()
    take_role(person, StaffRole.SITE_ADMINISTRATOR)
    assert list(StaffInvitation.objects.open()) == [other]
    assert sign_in(Client(), friend).get(reverse("people:invitation", args=[offer.uuid])).status_code == 404
    lead = sign_in(Client(), UserFactory(role=StaffRole.TRIAGE_LEAD), seconds_ago=-60)
    assert lead.post(reverse("staffing:confirm", args=[offer.uuid])).status_code == 404
    assert not has_role(User.objects.get(pk=friend.pk), StaffRole.TRIAGE_LEAD)


def test_an_administrator_who_loses_another_role_keeps_what_they_offered():
    person = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    person.groups.add(*UserFactory(role=StaffRole.CONTENT_EDITOR).groups.all())
    offer = StaffInvitationFactory(invited_by=person)
    take_role(person, StaffRole.CONTENT_EDITOR)
    assert list(StaffInvitation.objects.open()) == [offer]


def test_an_offer_that_was_on_its_way_when_the_role_was_lost_is_not_made():
    person = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    take_role(person, StaffRole.SITE_ADMINISTRATOR)
    with pytest.raises(ActionRefused):
        staff_roles.invite(email="friend@example.org", role=StaffRole.CONTENT_EDITOR, by=person, at=timezone.now())
    assert not StaffInvitation.objects.exists()


def test_a_role_that_somebody_confirms_who_has_just_lost_theirs_is_not_in_force():
    lead, offer = UserFactory(role=StaffRole.TRIAGE_LEAD), StaffInvitationFactory(accepted=True)
    take_role(lead, StaffRole.TRIAGE_LEAD)
    with pytest.raises(ActionRefused):
        staff_roles.confirm(invitation=offer, by=lead, at=timezone.now())
    assert StaffInvitation.objects.get().granted_at is None


@taking_back("an offer of a staff role")
@pytest.mark.parametrize("accepted", [False, True])
def test_an_offer_that_is_withdrawn_is_not_there(accepted):
    friend = UserFactory()
    whose = {"user": friend} if accepted else {"email": friend.email}
    offer = StaffInvitationFactory(accepted=accepted, **whose)
    own, page = sign_in(Client(), friend), reverse("people:invitation", args=[offer.uuid])
    assert administrator().post(reverse("staffing:withdraw", args=[offer.uuid])).status_code == 302
    assert [own.get(page).status_code, own.post(page).status_code] == [404, 404]
    lead = sign_in(Client(), UserFactory(role=StaffRole.TRIAGE_LEAD), seconds_ago=-60)
    assert lead.post(reverse("staffing:confirm", args=[offer.uuid])).status_code == 404


# --- Businesses -----------------------------------------------------------------------------------------------------


def allow(business, person: User) -> FactorReset:
    """As an administrator, invite a friend, and let a colleague set a new second factor."""
    Authenticator.objects.create(user=business.editor, type="totp", data={"secret": ""})
    browser = sign_in(Client(), person, seconds_ago=-60)
    slug = business.organisation.slug
    sent = {"email": "friend@example.org", "role": "administrator"}
    assert browser.post(reverse("organisations:invite", args=[slug]), sent).status_code == 302
    colleague = Membership.objects.get(user=business.editor)
    reset = reverse("organisations:member_second_factor", args=[slug, colleague.uuid])
    assert browser.post(reset, {"reason": "Lost the phone."}).status_code == 302
    return FactorReset.objects.get()


def check_nothing_is_left(reset: FactorReset, business) -> None:
    """Neither the invitation opens the organisation, nor does the reset happen."""
    invitation = Invitation.objects.get()
    assert invitation.withdrawn_at is not None
    friend = UserFactory(email="friend@example.org")
    with pytest.raises(ActionRefused):
        invitations.accept(invitation=invitation, user=friend, at=timezone.now())
    FactorReset.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    enter(business.editor)
    assert Authenticator.objects.filter(user=business.editor).exists()
    assert not Membership.objects.filter(user=friend).exists()


@pytest.fixture
def another(business) -> User:
    """A second administrator, somebody else has the password of."""
    return business.add("another", Role.ADMINISTRATOR)


@taking_back("a membership")
def test_what_a_member_allowed_others_ends_with_the_membership(business, another):
    reset = allow(business, another)
    intruder = sign_in(Client(), another)
    membership = Membership.objects.get(user=another)
    page = reverse("organisations:people", args=[business.organisation.slug])
    assert intruder.get(page).status_code == 200
    own = sign_in(Client(), business.people["administrator"], seconds_ago=-60)
    end = reverse("organisations:member_end", args=[business.organisation.slug, membership.uuid])
    assert own.post(end).status_code == 302
    for url in (page, reverse("organisations:home", args=[business.organisation.slug])):
        assert intruder.get(url).status_code == 404
    check_nothing_is_left(reset, business)


@taking_back("a role in an organisation")
def test_what_an_administrator_allowed_others_ends_with_the_role(business, another):
    reset = allow(business, another)
    membership = Membership.objects.get(user=another)
    own = sign_in(Client(), business.people["administrator"], seconds_ago=-60)
    member = reverse("organisations:member", args=[business.organisation.slug, membership.uuid])
    assert own.post(member, {"role": "editor"}).status_code == 302
    intruder = sign_in(Client(), another)
    assert intruder.get(reverse("organisations:invite", args=[business.organisation.slug])).status_code in {403, 404}
    check_nothing_is_left(reset, business)


@taking_back("an account")
def test_what_somebody_allowed_others_ends_with_the_account(business, another):
    reset = allow(business, another)
    intruder = sign_in(Client(), another)
    assert is_in(intruder)
    close = reverse("staffing:close", args=[another.uuid])
    assert administrator().post(close, {"reason": "Someone else was in."}).status_code == 302
    assert not is_in(intruder)
    check_nothing_is_left(reset, business)


def test_what_an_administrator_of_ours_offered_ends_with_the_account():
    person = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    StaffInvitationFactory(invited_by=person)
    close = reverse("staffing:close", args=[person.uuid])
    assert administrator().post(close, {"reason": "Someone else was in."}).status_code == 302
    assert not StaffInvitation.objects.open().exists()


def test_what_others_allowed_stays(business, another):
    allow(business, business.people["administrator"])
    elsewhere = InvitationFactory(invited_by=another)
    own = sign_in(Client(), business.people["administrator"], seconds_ago=-60)
    membership = Membership.objects.get(user=another)
    assert (
        own.post(reverse("organisations:member_end", args=[business.organisation.slug, membership.uuid])).status_code
        == 302
    )
    assert Invitation.objects.pending().count() == 2
    assert elsewhere in Invitation.objects.pending()
    assert FactorReset.objects.waiting().count() == 1


def test_an_invitation_that_was_on_its_way_when_the_role_was_lost_is_not_sent(business):
    with pytest.raises(ActionRefused):
        invitations.invite(
            organisation=business.organisation, email="friend@example.org", role=Role.ADMINISTRATOR, lead=False,
            verifier=False, actor=business.editor, at=timezone.now(),
        )  # fmt: skip
    assert not Invitation.objects.exists()


def test_a_reset_that_was_on_its_way_when_the_role_was_lost_is_not_allowed(business):
    Authenticator.objects.create(user=business.people["approver"], type="totp", data={"secret": ""})
    colleague = Membership.objects.get(user=business.people["approver"])
    with pytest.raises(ActionRefused):
        people.allow_new_second_factor(
            membership=colleague, reason="Lost the phone.", actor=business.editor, at=timezone.now()
        )
    assert not FactorReset.objects.exists()


def test_an_invitation_that_somebody_else_sent_again_is_theirs(business, another):
    allow(business, another)
    own = sign_in(Client(), business.people["administrator"], seconds_ago=-60)
    slug, invitation = business.organisation.slug, Invitation.objects.get()
    assert own.post(reverse("organisations:invitation_resend", args=[slug, invitation.uuid])).status_code == 302
    own.post(reverse("organisations:member_end", args=[slug, Membership.objects.get(user=another).uuid]))
    assert Invitation.objects.pending().get() == invitation


@taking_back("an invitation to an organisation")
@pytest.mark.parametrize("act", ["invitation_withdraw", "invitation_resend"])
def test_an_invitation_that_is_withdrawn_or_sent_again_opens_nothing_by_its_link(business, act):
    invitation = InvitationFactory(
        organisation=business.organisation, token_hash=invitations.hash_token("token"), role=Role.EDITOR
    )
    friend = sign_in(Client(), UserFactory(email=invitation.email))
    own = sign_in(Client(), business.people["administrator"], seconds_ago=-60)
    page = reverse("organisations:invitation", args=["token"])
    assert friend.get(page).status_code == 200
    assert (
        own.post(reverse(f"organisations:{act}", args=[business.organisation.slug, invitation.uuid])).status_code == 302
    )
    friend.post(page)
    assert not Membership.objects.filter(user__email=invitation.email).exists()


# --- Links and agencies ---------------------------------------------------------------------------------------------


@taking_back("a supplier's link")
def test_a_link_that_is_cancelled_opens_neither_page_nor_form(business, visit):
    action = ActionFactory(finding__audit__site__supplier__organisation=business.organisation)
    link = supplier_links.create_link(
        action.finding.audit.site.supplier,
        "token",
        reply_by=timezone.localdate(),
        actor=business.editor,
        at=timezone.now(),
    )
    pages = [reverse("plan:home", args=["token"]), reverse("plan:action", args=["token", action.uuid])]
    intruder = Client()
    assert [intruder.get(page).status_code for page in pages] == [200, 200]
    own = visit("editor")
    revoke = reverse("links:revoke", args=[business.organisation.slug, link.uuid])
    assert own.post(revoke).status_code == 302
    for page in pages:
        assert intruder.get(page).status_code == 410
        assert intruder.post(page, {}).status_code in {405, 410}


@taking_back("a partner's member")
def test_somebody_who_no_longer_belongs_to_the_agency_sees_nothing_of_it(at_desk):
    partner, user = agency()
    intruder = sign_in(Client(), user)
    assert intruder.get(reverse("agency:home")).status_code == 200
    own = at_desk.client(at_desk.lead)
    assert own.post(reverse("partners:remove", args=[partner.pk, user.uuid])).status_code in {302, 303}
    assert intruder.get(reverse("agency:home")).status_code == 404


@taking_back("a partnership")
def test_an_agency_that_is_no_partner_any_more_opens_nothing(at_desk):
    partner, user = agency()
    intruder = sign_in(Client(), user)
    assert intruder.get(reverse("agency:home")).status_code == 200
    own = at_desk.client(at_desk.lead)
    assert own.post(reverse("partners:end", args=[partner.pk])).status_code in {302, 303}
    assert intruder.get(reverse("agency:home")).status_code == 404


@taking_back("a pack's link")
@pytest.mark.parametrize("act", ["another link", "withdrawn"])
def test_a_packs_link_opens_nothing_once_it_was_replaced_or_the_pack_withdrawn(at_desk, act):
    pack, link = handed(at_desk, begin(at_desk))
    page = reverse("pack", args=[link.secret])
    intruder = Client()
    assert intruder.get(page).status_code == 200
    if act == "another link":
        handover.new_link(pack=pack, **who(at_desk))
    else:
        packs.withdraw_pack(pack=pack, **who(at_desk))
    assert [intruder.get(page).status_code, intruder.post(page).status_code] == [404, 404]
