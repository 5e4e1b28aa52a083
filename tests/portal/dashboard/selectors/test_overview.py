"""The overview of an organisation: what it shows to whom, and what it costs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from compliance.audits.choices import AlertLevel, FindingStatus
from compliance.organisations.choices import Role
from compliance.organisations.models import TrainingAssignment
from compliance.statements import permissions
from compliance.statements.choices import State
from compliance.suppliers.choices import Band
from compliance.suppliers.models import RiskScore, RiskWeights
from portal.dashboard.rules import OpenVersion, is_own_turn
from portal.history.services import record
from tests.factories.accounts import UserFactory
from tests.factories.alerts import AlertFactory
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory
from tests.factories.organisations import (
    JoinRequestFactory,
    LearnerFactory,
    MembershipFactory,
    OrganisationFactory,
    ScopeAnswerFactory,
)
from tests.factories.statements import StatementFactory, VersionFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.factories.training import CourseFactory, completed, course_with_lessons
from tests.factories.workbooks import ImportFactory

pytestmark = pytest.mark.django_db


class World:
    """One organisation with a member of each role, and what its registers hold."""

    def __init__(self, slug: str = "alder", **options) -> None:
        self.organisation = OrganisationFactory(name=f"{slug.title()} Limited", slug=slug, **options)
        self.members = {role: self.add(role=role) for role in Role.values}

    def add(self, **options):
        return MembershipFactory(organisation=self.organisation, **options)

    def draft(self, state, *, year: int = 2026, editors=()):
        version = VersionFactory(statement=StatementFactory(organisation=self.organisation, year=year), state=state)
        version.editors.set([self.members[role].user for role in editors])
        return version

    def risky_site(self, name: str = "Eel Packhouse"):
        site = SiteFactory(supplier=SupplierFactory(organisation=self.organisation), name=name)
        RiskScore.objects.filter(site=site).update(is_current=False)
        weights = RiskWeights.objects.first() or RiskWeights.objects.create(version=1, values={})
        RiskScore.objects.create(
            supplier=site.supplier,
            site=site,
            band=Band.VERY_HIGH,
            residual=80,
            inherent=80,
            computed_at=timezone.now(),
            weights=weights,
            confidence=1,
            inputs={},
            parts={},
            editions={},
        )
        return site

    def late_action(self):
        audit = AuditFactory(organisation=self.organisation, site__supplier__organisation=self.organisation)
        return ActionFactory(finding=FindingFactory(audit=audit), due_on=date(2020, 1, 2), status=FindingStatus.OPEN)

    def read(self, client, role) -> str:
        client.force_login(self.members[role].user)
        response = client.get(f"/o/{self.organisation.slug}/")
        assert response.status_code == 200
        return " ".join(response.text.split("<main")[1].split("</main")[0].split())


@pytest.fixture
def world():
    return World()


# Where the step is taken; the list of tasks for all others.
PAGES = {"internal_review": "review/", "ready_for_approval": "approve/", "approved": "sign/", "signed": "publish/"}


@pytest.mark.parametrize(
    ("state", "editors", "expected"),
    [
        (State.DRAFTING, ["editor"], {"editor", "administrator"}),
        (State.CHANGES_REQUESTED, ["editor"], {"editor", "administrator"}),
        (State.INTERNAL_REVIEW, ["editor"], {"approver", "administrator"}),
        (State.INTERNAL_REVIEW, ["editor", "administrator"], {"editor", "approver", "administrator"}),
        (State.READY_FOR_APPROVAL, ["editor"], {"approver"}),
        (State.READY_FOR_APPROVAL, ["editor", "approver"], set()),
        (State.APPROVED, ["editor"], {"approver"}),
    ],
)
def test_a_draft_waits_for_those_who_may_take_its_next_step(client, world, state, editors, expected):
    """The rule of the page agrees with the permissions that the next page asks."""
    version = world.draft(state, editors=editors)
    page = PAGES.get(state, "")
    turns = {role for role in Role.values if f'/statements/2026/{page}">{step(state)}' in world.read(client, role)}
    assert turns == expected
    may = {
        State.DRAFTING: permissions.can_edit,
        State.CHANGES_REQUESTED: permissions.can_edit,
        State.INTERNAL_REVIEW: permissions.can_review,
        State.READY_FOR_APPROVAL: permissions.can_approve,
        State.APPROVED: permissions.can_sign,
    }[state]
    assert {role for role, member in world.members.items() if may(member, version)} == expected


def step(state) -> str:
    return {
        State.DRAFTING: "Continue writing",
        State.CHANGES_REQUESTED: "Make the changes",
        State.INTERNAL_REVIEW: "Review the",
        State.READY_FOR_APPROVAL: "Read and approve",
        State.APPROVED: "Sign the",
    }[state]


def test_a_file_that_was_read_waits_for_whoever_uploaded_it(client, world):
    ImportFactory(organisation=world.organisation, uploaded_by=world.members["editor"].user)
    page = world.read(client, "editor")
    assert "Decide what to do with 1 file you uploaded" in page and "/o/alder/suppliers/uploads/" in page
    assert "file you uploaded" not in world.read(client, "administrator")


def test_a_signed_version_waits_for_who_may_publish():
    draft = OpenVersion(2026, State.SIGNED, is_mine=True, is_others=True, has_free_approver=False)
    assert is_own_turn(draft, writes=False, reviews=False, approves=False, publishes=True)
    assert not is_own_turn(draft, writes=True, reviews=True, approves=True, publishes=False)


def test_it_says_whom_the_draft_waits_for_and_where_nobody_can_approve(client, world):
    version = world.draft(State.READY_FOR_APPROVAL, editors=["editor"])
    assert "Waiting for an approver" in world.read(client, "viewer")
    version.editors.add(world.members["approver"].user)
    assert "No one can approve it yet" in world.read(client, "viewer")


def test_what_the_registers_hold_is_counted(client, world):
    site, _ = world.risky_site(), world.late_action()
    page = world.read(client, "editor")
    assert 'portal-tile__figure">1<' in page
    assert site.name in page
    assert "Very high" in page
    assert "Follow up 1 overdue corrective action" in page
    assert "1 overdue" in page
    assert "Follow up" not in world.read(client, "viewer"), "a viewer changes no action"


def test_none_at_high_risk_is_said_only_where_risk_was_scored(client):
    world = World("fir")
    page = world.read(client, "editor")
    assert "No supplier has a risk score yet." in page
    assert "No site or supplier is at high risk." not in page
    world.risky_site()
    RiskScore.objects.filter(organisation=world.organisation, is_current=True).update(band=Band.LOW)
    page = world.read(client, "editor")
    assert "No supplier has a risk score yet." not in page
    assert "No site or supplier is at high risk." in page


def test_an_alert_about_people_is_for_those_who_may_read_alerts(client, world):
    AlertFactory(organisation=world.organisation, acknowledged_at=timezone.now())
    assert "1 open alert" in world.read(client, "administrator")
    for role in ("editor", "approver", "viewer"):
        assert "open alert" not in world.read(client, role)


def test_a_serious_finding_is_for_who_looks_after_the_supplier(client, world):
    site = SiteFactory(supplier__organisation=world.organisation, supplier__owner=world.members["editor"].user)
    AlertFactory(organisation=world.organisation, level=AlertLevel.B, site=site)
    assert "Review 1 serious finding" in world.read(client, "editor")
    assert "Review 1 serious finding" not in world.read(client, "administrator")


def test_activity_is_for_those_who_may_read_it_and_names_no_concern(client, world):
    member = world.members["editor"]
    for action in ("audits.concern_note.added", "organisations.settings.changed"):
        record(member.user, action, world.organisation, {}, scope=world.organisation.uuid)
    page = world.read(client, "editor")
    assert "Recent activity" in page
    assert "note on a concern" not in page
    assert "Recent activity" not in world.read(client, "viewer")


def test_no_concern_is_shown(client, world):
    """See docs/requirements/helpline.md#wall."""
    for role in Role.values:
        assert "concern" not in world.read(client, role).lower()


def test_requests_to_join_are_for_administrators(client, world):
    JoinRequestFactory(organisation=world.organisation)
    assert "Answer 1 person who asked to join" in world.read(client, "administrator")
    assert "asked to join" not in world.read(client, "editor")


def test_training_that_is_assigned_waits_until_it_is_completed(client, world):
    course = CourseFactory(title="Spot the signs")
    assigned = TrainingAssignment.objects.create(
        organisation=world.organisation,
        course=course,
        group="other_staff",
        due_on=timezone.localdate() + timedelta(days=9),
        roles=["viewer"],
        assigned_at=timezone.now(),
    )
    assigned.members.add(world.members["approver"])
    for role, is_told in (("viewer", True), ("approver", True), ("editor", False)):
        assert ("Complete the course Spot the signs" in world.read(client, role)) is is_told, role
    assert "0 of 2 assigned courses completed" in world.read(client, "editor")
    assert "0 of 2" not in world.read(client, "viewer"), "how far colleagues are is for those who write"


def test_what_one_has_set_up_is_asked_for_no_longer(client):
    new = World("birch", confirmed_at=None)
    assert "Get started" in new.read(client, "administrator")
    done = World("cedar", sectors=["retail"], year_end_on=date(2026, 3, 31))
    ScopeAnswerFactory(organisation=done.organisation)
    assert "Get started" not in done.read(client, "administrator")


def test_without_a_duty_nothing_is_overdue(client):
    world = World("dogwood", year_end_on=date(2026, 3, 31))
    assert "Start the" in world.read(client, "editor")
    ScopeAnswerFactory(organisation=world.organisation, outcome="not_required")
    page = world.read(client, "editor")
    assert "You do not have to publish" in page
    assert "Overdue" not in page
    assert "Start the" not in page


def test_nothing_of_another_organisation_is_shown(client, world):
    other = World("elder")
    other.risky_site("Foreign Packhouse")
    other.late_action()
    other.draft(State.DRAFTING, editors=["editor"])
    AlertFactory(organisation=other.organisation, acknowledged_at=timezone.now())
    JoinRequestFactory(organisation=other.organisation)
    record(UserFactory(), "organisations.settings.changed", other.organisation, {}, scope=other.organisation.uuid)
    for role in Role.values:
        page = world.read(client, role)
        assert "Elder" not in page
        assert "Foreign" not in page
        assert "Continue writing" not in page
        assert "open alert" not in page
        assert "overdue" not in page
        assert "asked to join" not in page
    client.force_login(world.members["administrator"].user)
    assert client.get(f"/o/{other.organisation.slug}/").status_code == 404


@pytest.mark.parametrize("places", [1, 4])
def test_twelve_queries_at_most(client, world, django_assert_max_num_queries, places):
    world.draft(State.DRAFTING, editors=["editor"])
    for number in range(places):
        world.risky_site(f"Packhouse {number}")
        world.late_action()
        AlertFactory(organisation=world.organisation, acknowledged_at=timezone.now())
    TrainingAssignment.objects.create(
        organisation=world.organisation,
        course=CourseFactory(),
        group="other_staff",
        due_on=timezone.localdate(),
        roles=list(Role.values),
        assigned_at=timezone.now(),
    )
    for role in Role.values:
        world.read(client, role)
        # session, user, membership, unread alerts, members, versions, counts, training, completions, alerts, risk,
        # activity
        with django_assert_max_num_queries(12):
            client.get(f"/o/{world.organisation.slug}/")


def test_learners_are_counted_beside_members_in_one_query_more(client, world, django_assert_max_num_queries):
    course, today, now = course_with_lessons(), timezone.localdate(), timezone.now()
    late = TrainingAssignment.objects.create(
        organisation=world.organisation,
        course=course,
        group="other_staff",
        due_on=today - timedelta(days=1),
        learner_groups=["other_staff"],
        assigned_at=now,
    )
    other = TrainingAssignment.objects.create(
        organisation=world.organisation, course=CourseFactory(), group="other_staff", due_on=today, assigned_at=now
    )
    learners = LearnerFactory.create_batch(3, organisation=world.organisation, group="other_staff", user=None)
    passed = LearnerFactory(organisation=world.organisation, group="executives", user=UserFactory())
    late.learners.add(passed)
    other.learners.add(passed)
    completed(passed.user, course, now)
    # Nobody of these is a learner of today.
    LearnerFactory(organisation=world.organisation, group="other_staff", ended_at=now)
    LearnerFactory(organisation=world.organisation, group="other_staff", user=world.members["viewer"].user)
    LearnerFactory(group="other_staff")
    page = world.read(client, "administrator")
    assert "1 of 5 assigned courses completed" in page
    assert f"{len(learners)} overdue" in page
    with django_assert_max_num_queries(13):
        client.get(f"/o/{world.organisation.slug}/")
    assert "assigned courses completed" not in world.read(client, "viewer")
