"""Actions: closed with evidence only, verified by somebody else, reopened with a reason."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from compliance.audits.choices import FindingStatus, VerificationMethod
from compliance.audits.models import Action
from compliance.audits.permissions import can_verify
from compliance.audits.services import actions
from compliance.organisations.models import Membership
from compliance.suppliers.models import RiskRun, SiteFacts
from portal.core.exceptions import ActionRefused, EditConflict
from portal.history.models import Entry
from tests.factories.audits import ActionFactory, ActionFileFactory

DAY = date(2026, 10, 1)


def close(action: Action, by, **options) -> Action:
    return actions.close(
        action=action, version=str(action.version), completed_on=DAY, comment="", actor=by, at=timezone.now(), **options
    )


def verify(action: Action, by) -> Action:
    return actions.verify(
        action=action,
        version=str(action.version),
        method=VerificationMethod.DESKTOP,
        verified_on=DAY,
        comment="Seen.",
        actor=by,
        at=timezone.now(),
    )


@pytest.fixture
def action(business) -> Action:
    return ActionFactory(finding=business.finding, due_on=timezone.localdate() - timedelta(days=1))


@pytest.fixture
def closed(business, action) -> Action:
    ActionFileFactory(action=action, file__uploaded_by=business.people["viewer"])
    return close(action, business.people["editor"])


def test_an_action_without_evidence_is_not_closed(business, action):
    with pytest.raises(ActionRefused, match="A closed finding needs evidence"):
        close(action, business.people["editor"])
    action.refresh_from_db()
    assert action.status == FindingStatus.OPEN


def test_closed_is_not_verified(business, closed):
    business.finding.refresh_from_db()
    assert business.finding.status == FindingStatus.CLOSED_UNVERIFIED
    assert business.finding.closed_on == DAY
    assert closed.verified_on is None


def test_a_second_person_verifies(business, closed):
    done = verify(closed, business.people["verifier"])
    business.finding.refresh_from_db()
    assert business.finding.status == FindingStatus.VERIFIED_CLOSED
    assert (done.verified_by, done.verified_by_user) == (str(business.people["verifier"]), business.people["verifier"])


@pytest.mark.parametrize("name", ["editor", "viewer"])
def test_neither_who_closed_it_nor_who_sent_the_evidence_verifies(name, business, closed):
    Membership.objects.filter(user=business.people[name]).update(is_verifier=True)
    membership = Membership.objects.select_related("user").get(user=business.people[name])
    assert not can_verify(membership, closed)
    with pytest.raises(ActionRefused, match="Someone else has to verify"):
        verify(closed, business.people[name])


def test_what_is_open_cannot_be_verified(business, action):
    with pytest.raises(ActionRefused):
        verify(action, business.people["verifier"])


def test_reopening_needs_a_comment_and_takes_the_proof_back(business, closed):
    done = verify(closed, business.people["verifier"])
    with pytest.raises(ActionRefused, match="Say why"):
        actions.reopen(
            action=done, version=str(done.version), comment=" ", actor=business.people["editor"], at=timezone.now()
        )
    again = actions.reopen(
        action=done,
        version=str(done.version),
        comment="It came back.",
        actor=business.people["editor"],
        at=timezone.now(),
    )
    business.finding.refresh_from_db()
    assert (again.status, again.verified_by_user, again.completed_on) == (FindingStatus.OPEN, None, None)
    assert (business.finding.status, business.finding.closed_on) == (FindingStatus.OPEN, None)


def test_what_is_verified_is_not_changed_before_it_is_reopened(business, closed):
    done = verify(closed, business.people["verifier"])
    with pytest.raises(ActionRefused, match="Reopen it before changing it"):
        actions.change(
            action=done, version=str(done.version), fields={}, actor=business.people["editor"], at=timezone.now()
        )


def test_who_saves_an_older_version_changes_nothing(business, action):
    editor, at = business.people["editor"], timezone.now()
    actions.change(action=action, version="1", fields={"root_cause": "Theirs"}, actor=editor, at=at)
    with pytest.raises(EditConflict) as conflict:
        actions.change(action=action, version="1", fields={"root_cause": "Mine"}, actor=editor, at=at)
    assert conflict.value.theirs.root_cause == "Theirs"
    action.refresh_from_db()
    assert action.root_cause == "Theirs"


def test_each_step_writes_the_facts_asks_for_scores_and_leaves_a_line(business, closed):
    facts = SiteFacts.objects.get(site=business.audit.site)
    assert (facts.open_actions, facts.late_actions) == (0, 0)
    assert RiskRun.objects.filter(organisation=business.organisation).exists()
    assert Entry.objects.filter(action="audits.action.closed", object_uuid=closed.uuid).exists()


def test_evidence_is_cleaned_and_kept_with_its_action(business, action):
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    upload = SimpleUploadedFile("photo.png", picture.getvalue(), "image/png")
    kept = actions.attach_evidence(action=action, upload=upload, actor=business.people["editor"], at=timezone.now())
    assert action.files.get() == kept
    assert kept.file.scope == business.organisation.uuid


def test_what_an_action_was_closed_on_stays(business, closed):
    with pytest.raises(ActionRefused, match="Reopen it"):
        actions.remove_evidence(evidence=closed.files.get(), actor=business.people["editor"], at=timezone.now())
