"""The demo's statements: several published, others on their way, and the same after a second run."""

from datetime import date

import pytest

from compliance.organisations import demo as organisations_demo
from compliance.statements import demo
from compliance.statements.choices import State
from compliance.statements.models import Publication, Version
from portal.core.models import Outbox
from portal.history.models import Entry


@pytest.mark.django_db
def test_the_log_stands_in_the_order_of_its_times():
    organisations_demo.seed(today=date(2026, 11, 24))
    demo.seed(today=date(2026, 11, 24))
    times = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert len(times) > 50
    assert times == sorted(times)


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2027, 1, 2), date(2028, 2, 29)])
@pytest.mark.django_db
def test_the_demo_shows_every_stage_whenever_it_is_seeded(today):
    organisations_demo.seed(today=today)
    for _run in range(2):
        demo.seed(today=today)
    published = Publication.objects.listed()
    assert len(set(published.values_list("legal_form", flat=True))) >= 4
    assert published.filter(kind="no_steps").exists()
    assert all(one.published_at.date() <= today for one in published)
    states = set(Version.objects.values_list("state", flat=True))
    assert states == {
        State.PUBLISHED,
        State.DRAFTING,
        State.INTERNAL_REVIEW,
        State.READY_FOR_APPROVAL,
        State.APPROVED,
    }
    assert Version.objects.count() == 9
    assert not Outbox.objects.filter(template__startswith="statements/").exists()
