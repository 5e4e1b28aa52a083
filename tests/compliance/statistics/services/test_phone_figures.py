import pytest
from django.db import IntegrityError, transaction

from compliance.statistics.models import PhoneFigures
from compliance.statistics.rules.periods import Month
from compliance.statistics.services.phone_figures import save_phone_figures
from tests.factories.statistics import LATE

pytestmark = pytest.mark.django_db


def test_a_month_is_saved_and_saved_again(statistician):
    for answered in (800, 812):
        figures = {"answered": answered, "abandoned": 50, "median_wait_seconds": 14}
        save_phone_figures(month=Month(2026, 3), **figures, actor=statistician, at=LATE)
    saved = PhoneFigures.objects.get()
    assert (saved.month, saved.offered, saved.saved_by) == ("2026-03", 862, statistician)


def test_offered_calls_are_answered_or_abandoned(statistician):
    columns = {"answered": 8, "abandoned": 5, "median_wait_seconds": 14, "saved_by": statistician, "saved_at": LATE}
    with pytest.raises(IntegrityError), transaction.atomic():
        PhoneFigures.objects.create(month="2026-03", offered=14, **columns)
