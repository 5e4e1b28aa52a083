"""The page after signing in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.statements.choices import State
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    ScopeAnswerFactory,
)
from tests.factories.statements import StatementFactory, VersionFactory
from tests.factories.vault import begin_vault

pytestmark = pytest.mark.django_db
PAGE = "/dashboard/"


def text(client, person) -> str:
    client.force_login(person)
    return client.get(PAGE).content.decode()


def drafted(person, name="Alder Wholesale Limited", slug="alder"):
    organisation = OrganisationFactory(name=name, slug=slug)
    MembershipFactory(user=person, organisation=organisation, role=Role.EDITOR)
    VersionFactory(statement=StatementFactory(organisation=organisation, year=2026), state=State.INTERNAL_REVIEW)
    return organisation


def test_each_organisation_with_its_statement_and_due_date(client):
    person = UserFactory()
    drafted(person)
    page = text(client, person)
    for shown in ("Alder Wholesale Limited", "Statement 2026", "Internal review", "30 September 2026", "Editor"):
        assert shown in page
    assert 'href="/o/alder/statements/2026/"' in page


def test_nothing_of_an_organisation_one_has_left_or_was_never_in(client):
    person = UserFactory()
    drafted(UserFactory())
    left = MembershipFactory(user=person, ended_at=timezone.now())
    page = text(client, person)
    assert "Alder" not in page
    assert left.organisation.name not in page


def test_with_no_organisation_the_next_step_is_shown(client):
    page = text(client, UserFactory())
    assert "You do not belong to an organisation yet" in page


def test_an_invitation_is_shown_while_it_holds(client):
    person = UserFactory()
    waiting = InvitationFactory(email=person.email)
    late = InvitationFactory(email=person.email, expires_at=timezone.now() - timedelta(days=1))
    others = InvitationFactory()
    page = text(client, person)
    assert waiting.organisation.name in page
    assert late.organisation.name not in page
    assert others.organisation.name not in page


def test_a_request_to_join_does_not_tell_who_is_here(client):
    person = UserFactory()
    asked = JoinRequestFactory(user=person)
    assert asked.organisation.name not in text(client, person)


@pytest.mark.parametrize(("role", "is_told"), [(Role.ADMINISTRATOR, True), (Role.EDITOR, False)])
def test_an_administrator_sees_that_somebody_asks_to_join(client, role, is_told):
    mine = MembershipFactory(role=role)
    for _ in range(2):
        JoinRequestFactory(organisation=mine.organisation)
    JoinRequestFactory(organisation=mine.organisation, decided_at=timezone.now())
    JoinRequestFactory()
    assert ("2 people are waiting for your reply" in text(client, mine.user)) is is_told
    assert (
        "Answer 2 people who asked to join" in client.get(f"/o/{mine.organisation.slug}/").content.decode()
    ) is is_told


def test_an_organisation_whose_pages_were_taken_down_stays_with_its_members(client):
    mine = MembershipFactory(organisation__taken_down_at=timezone.now(), organisation__taken_down_reason="A complaint")
    page = text(client, mine.user)
    assert mine.organisation.name in page
    assert "replaced them with a notice" in page


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (StaffRole.SITE_ADMINISTRATOR, ["/cms/", "/staff/people/", "/staff/accounts/"], ["/desk/"]),
        (StaffRole.CONTENT_EDITOR, ["/cms/"], ["/staff/people/", "/staff/accounts/", "/desk/"]),
        (StaffRole.TRIAGE_LEAD, ["/desk/", "/staff/people/"], ["/cms/", "/staff/accounts/"]),
        (StaffRole.HANDLER, ["/desk/"], ["/cms/", "/staff/people/", "/staff/accounts/"]),
    ],
)
def test_staff_see_the_doors_of_their_role(client, role, shown, hidden):
    page = text(client, UserFactory(role=role))
    main = page.split("<main")[1].split("</main")[0]
    assert all(f'href="{address}' in main for address in shown)
    assert not any(f'href="{address}' in main for address in hidden)


@pytest.mark.parametrize("role", [StaffRole.STATISTICIAN, StaffRole.HELPLINE_MANAGER])
def test_those_who_read_figures_only_are_sent_to_the_overview(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get(PAGE).headers["Location"] == "/desk/overview/"


def test_somebody_with_another_role_too_keeps_all_links(client):
    person = UserFactory(role=StaffRole.HELPLINE_MANAGER)
    person.groups.add(Group.objects.get(name=StaffRole.TRIAGE_LEAD))
    page = text(client, person)
    assert 'href="/desk/"' in page
    assert 'href="/desk/overview/"' in page


def test_no_concern_is_shown(client):
    """See docs/requirements/helpline.md#wall."""
    person = UserFactory()
    drafted(person)
    main = text(client, person).split("<main")[1].split("</main")[0]
    assert "concern" not in main.lower()


def test_the_page_asks_as_little_for_many_organisations_as_for_one(client, django_assert_num_queries):
    one, many = UserFactory(), UserFactory()
    drafted(one)
    for number in range(8):
        drafted(many, name=f"Birch {number} Limited", slug=f"birch-{number}")
    for person in (one, many):
        client.force_login(person)
        client.get(PAGE)
        # session, user, memberships, alerts, who looks after suppliers, answers, versions, invitations, roles
        with django_assert_num_queries(9):
            client.get(PAGE)


def test_nothing_is_late_without_a_duty(client):
    person = UserFactory()
    organisation = OrganisationFactory(year_end_on=date(2026, 3, 31))
    MembershipFactory(user=person, organisation=organisation)
    assert ">Overdue<" in text(client, person)
    ScopeAnswerFactory(organisation=organisation, outcome="not_required")
    page = text(client, person)
    assert ">Overdue<" not in page
    assert "You do not have to publish" in page
    assert "30 September 2026, if you publish one" in page


@pytest.mark.parametrize(
    ("old", "role", "is_said"),
    [(3, "SITE_ADMINISTRATOR", True), (0, "SITE_ADMINISTRATOR", False), (3, "HANDLER", False)],
)
def test_who_keeps_the_tables_of_the_risk_is_told_which_are_old(client, monkeypatch, old, role, is_said):
    monkeypatch.setattr("portal.dashboard.selectors.home.count_old_tables", lambda *, today: old)
    page = text(client, UserFactory(role=StaffRole[role]))
    assert ("3 risk tables are more than 18 months old" in page) is is_said


def test_the_site_administrator_reads_when_the_recovery_key_was_last_tried(client):
    vault = begin_vault()
    administrator = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    assert "has never been tested" in text(client, administrator)
    vault.recovery_key.last_drill_at = datetime(2026, 5, 3, 12, tzinfo=UTC)
    vault.recovery_key.save()
    assert "last tested on 3 May 2026" in text(client, administrator)
    assert "recovery key" not in text(client, vault.lead)
