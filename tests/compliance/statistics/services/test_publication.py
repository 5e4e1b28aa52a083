from datetime import timedelta

import pytest

from compliance.statistics.choices import State
from compliance.statistics.models import Release
from compliance.statistics.services import publication
from compliance.statistics.services.decisions import approve_release
from compliance.statistics.services.publication import publish_due
from tests.factories.statistics import LATE, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(statistician, second_person) -> Release:
    return approve_release(release=prepared("2026-01", statistician), actor=second_person, at=LATE)


def test_figures_become_public_at_their_time_and_once(approved, django_capture_on_commit_callbacks, monkeypatch):
    bumped = []
    monkeypatch.setattr(publication.page_cache, "bump_edition", lambda: bumped.append(True))
    assert publish_due(approved.scheduled_for - timedelta(seconds=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert publish_due(approved.scheduled_for) == 1
    assert publish_due(approved.scheduled_for) == 0
    approved.refresh_from_db()
    assert (approved.state, approved.published_at) == (State.PUBLISHED, approved.scheduled_for)
    assert bumped == [True], "pages that are kept show it at once"


def test_nothing_is_published_that_nobody_approved(statistician):
    prepared("2026-01", statistician)
    assert publish_due(LATE + timedelta(days=900)) == 0
