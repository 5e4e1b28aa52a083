"""The overview of an organisation, as its editor and its viewer use it: what waits, and where it leads."""

from datetime import date

import pytest
from django.utils import timezone

from compliance.organisations.models import TrainingAssignment
from compliance.statements.choices import State
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.statements import StatementFactory, VersionFactory
from tests.factories.training import CourseFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wren():
    """An organisation with a draft in review, a late action and a course for everybody."""
    organisation = OrganisationFactory(name="Wren Foods Limited", slug="wren", year_end_on=date(2026, 3, 31))
    members = {role: MembershipFactory(organisation=organisation, role=role) for role in ("editor", "viewer")}
    author = MembershipFactory(organisation=organisation, role="administrator")
    version = VersionFactory(
        statement=StatementFactory(organisation=organisation, year=2026), state=State.INTERNAL_REVIEW
    )
    version.editors.add(author.user)
    audit = AuditFactory(organisation=organisation, site__supplier__organisation=organisation)
    ActionFactory(finding=FindingFactory(audit=audit), due_on=date(2026, 1, 9))
    TrainingAssignment.objects.create(
        organisation=organisation,
        course=CourseFactory(title="Spot the signs here"),
        group="other_staff",
        due_on=timezone.localdate(),
        roles=["editor", "viewer"],
        assigned_at=timezone.now(),
    )
    return {role: member.user for role, member in members.items()}


@pytest.mark.main_story
def test_each_member_sees_what_waits_for_them_and_gets_there(open_person, sign_in, wren):
    editor = open_person()
    sign_in(editor.page, wren["editor"])
    editor.open("/o/wren/")
    editor.heading("Overview")
    for words in ("Review the 2026 statement", "Waiting for a reviewer", "30 September 2026", "Recent activity"):
        editor.sees(words)
    editor.follow("Follow up 1 overdue corrective action")
    editor.heading("Actions")
    editor.open("/o/wren/")
    editor.follow("Complete the course Spot the signs here")
    editor.heading("Training")
    editor.open("/o/wren/")
    editor.follow("Review the 2026 statement")
    editor.heading("Review")

    viewer = open_person()
    sign_in(viewer.page, wren["viewer"])
    viewer.open("/o/wren/")
    viewer.sees("Complete the course Spot the signs here")
    main = viewer.page.locator("main")
    for words in ("Review the 2026 statement", "Follow up", "Recent activity", "assigned courses completed"):
        assert main.get_by_text(words).count() == 0, words
