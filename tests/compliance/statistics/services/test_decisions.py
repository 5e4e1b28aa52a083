from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from compliance.statistics.choices import State
from compliance.statistics.models import Release
from compliance.statistics.services.decisions import approve_release, get_next_time, refuse_release, save_words
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from tests.factories.accounts import UserFactory
from tests.factories.statistics import prepared, published

pytestmark = pytest.mark.django_db
EARLY = datetime(2026, 2, 10, 9, tzinfo=UTC)


@pytest.fixture
def release(statistician) -> Release:
    return prepared("2026-01", statistician, at=EARLY)


def test_who_prepared_figures_does_not_decide_on_them(release, statistician):
    statistician.groups.add(UserFactory(role=StaffRole.TRIAGE_LEAD).groups.get())
    for decide in (approve_release, refuse_release):
        reason = {"reason": "No."} if decide is refuse_release else {}
        with pytest.raises(ActionRefused, match="someone else must decide"):
            decide(release=release, actor=statistician, at=EARLY, **reason)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(decided_by=statistician)


def test_what_is_approved_waits_for_its_announced_time(release, second_person):
    approved = approve_release(release=release, actor=second_person, at=EARLY)
    assert (approved.state, approved.decided_by) == (State.APPROVED, second_person)
    assert approved.scheduled_for == datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def test_what_is_approved_late_is_published_on_the_next_working_day(release, second_person):
    friday = datetime(2026, 3, 6, 12, tzinfo=UTC)
    approved = approve_release(release=release, actor=second_person, at=friday)
    assert approved.scheduled_for == datetime(2026, 3, 9, 9, 30, tzinfo=UTC), "a Monday"
    assert get_next_time(datetime(2026, 7, 1, 8, 29, tzinfo=UTC)) == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)


def test_a_refusal_says_why(release, second_person):
    for reason in ("", "  "):
        with pytest.raises(ActionRefused, match="your reason"):
            refuse_release(release=release, reason=reason, actor=second_person, at=EARLY)
    refused = refuse_release(release=release, reason=" Wales looks wrong. ", actor=second_person, at=EARLY)
    assert (refused.state, refused.reason) == (State.REFUSED, "Wales looks wrong.")
    with pytest.raises(ActionRefused, match="Refused"):
        approve_release(release=release, actor=second_person, at=EARLY)


def test_what_is_approved_can_be_refused_until_it_is_public(release, second_person):
    approve_release(release=release, actor=second_person, at=EARLY)
    assert refuse_release(release=release, reason="Late news.", actor=second_person, at=EARLY).state == State.REFUSED


def test_what_is_public_is_decided(statistician, second_person):
    release = published("2026-01", statistician, second_person)
    with pytest.raises(ActionRefused, match="Published"):
        refuse_release(release=release, reason="Too late.", actor=second_person, at=EARLY)


def test_unsafe_figures_cannot_be_approved(release, second_person):
    Release.objects.update(state=State.UNSAFE)
    with pytest.raises(ActionRefused, match="Not safe"):
        approve_release(release=release, actor=second_person, at=EARLY)


def test_words_may_change_until_somebody_has_decided(release, statistician, second_person):
    words = {"headline": "Fewer calls", "commentary": "The line was down for a day."}
    save_words(release=release, **words, actor=statistician, at=EARLY)
    release.refresh_from_db()
    assert release.headline == "Fewer calls"
    approve_release(release=release, actor=second_person, at=EARLY)
    with pytest.raises(ActionRefused, match="cannot change their headline"):
        save_words(release=release, **words, actor=statistician, at=EARLY)
