"""A supplier's answers by its link: checked, cleaned, and never more than it may say."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from compliance.audits.choices import FindingStatus
from compliance.audits.models import ActionFile
from compliance.audits.services import supplier_answers
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.rate_limits import OverLimit
from portal.files.models import StoredFile
from portal.files.services import read_body
from portal.history.models import Entry
from tests.factories.alerts import SupplierLinkFactory
from tests.factories.audits import ActionFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.support.audit_alerts import business, picture

pytestmark = pytest.mark.django_db


AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


REPLY_BY = date(2026, 11, 16)


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited")


@pytest.fixture
def supplier(own):
    return SupplierFactory(organisation=own.organisation, contact_email="works@supplier.example")


@pytest.fixture
def action(supplier):
    return ActionFactory(finding__audit__site=SiteFactory(supplier=supplier))


GIVEN = {
    "root_cause": "No trainer.",
    "corrective_action": "A trainer comes.",
    "preventive_action": "Each year.",
    "responsible_name": "Works manager",
    "comment": "",
}


@pytest.fixture
def link(supplier):
    return SupplierLinkFactory(supplier=supplier, sent_at=AT)


def answer(link, action, **given):
    values = {"version": "1", "fields": GIVEN, "status": None, "completed_on": None, "upload": None, "at": AT}
    return supplier_answers.save_answer(link=link, action=action, **(values | given))


def test_an_answer_is_kept_with_its_version_and_in_the_history(own, link, action):
    action.comment = "Our own words"
    action.save()
    kept = answer(link, action, status=FindingStatus.IN_PROGRESS)
    assert (kept.root_cause, kept.status, kept.version, kept.comment) == (
        "No trainer.",
        "in_progress",
        2,
        "Our own words",
    )
    link.refresh_from_db()
    assert link.returned_at == AT
    line = Entry.objects.get(action="audits.action.answered")
    assert (line.actor_id, line.actor, line.scope) == (None, f"{link.supplier} (by link)", own.organisation.uuid)


def test_an_answer_to_an_older_version_is_a_conflict(link, action):
    action.version = 2
    action.save()
    with pytest.raises(EditConflict):
        answer(link, action)


def test_done_needs_something_that_shows_it_and_is_not_verified(link, action):
    with pytest.raises(ActionRefused):
        answer(link, action, status=FindingStatus.CLOSED_UNVERIFIED, completed_on=REPLY_BY)
    done = {"status": FindingStatus.CLOSED_UNVERIFIED, "completed_on": date(2026, 11, 1)}
    kept = answer(link, action, **done, upload=picture())
    assert (kept.status, kept.completed_on, kept.verified_on) == ("closed_unverified", date(2026, 11, 1), None)
    sent = ActionFile.objects.get()
    assert (sent.came_by_link, sent.file.uploaded_by) == (True, None)
    assert sent.file.scope == link.supplier.organisation.uuid


def test_what_comes_by_the_link_is_cleaned_of_who_made_it_and_where(link, action):
    kept = Image.Exif()
    kept[ExifTags.Base.Artist] = "Somebody Invented"
    drawn = BytesIO()
    Image.new("RGB", (4, 4), "white").save(drawn, "JPEG", exif=kept)
    assert b"Somebody Invented" in drawn.getvalue()
    answer(link, action, upload=SimpleUploadedFile("done.jpg", drawn.getvalue()))
    assert b"Somebody Invented" not in read_body(ActionFile.objects.get().file)


def test_a_file_that_comes_with_a_conflict_is_not_kept(link, action):
    with pytest.raises(EditConflict):
        answer(link, action, version="9", upload=picture())
    assert not ActionFile.objects.exists()
    assert not StoredFile.objects.exists()


def test_an_action_that_is_none_of_its_own_is_refused(link, action):
    other = ActionFactory()
    with pytest.raises(ActionRefused):
        answer(link, other)


def test_a_link_sends_so_often_and_no_more(link, action, settings):
    settings.LIMITS = settings.LIMITS | {"supplier_answers": (1, 3600)}
    answer(link, action)
    with pytest.raises(OverLimit):
        answer(link, action, version="2")


def test_the_finding_stands_as_its_actions_do(link, action):
    answer(link, action, status=FindingStatus.IN_PROGRESS)
    action.finding.refresh_from_db()
    assert action.finding.status == FindingStatus.IN_PROGRESS
