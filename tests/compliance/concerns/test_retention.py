"""A code ends six months after the last message (docs/requirements/security.md#receipt-end)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.concerns.choices import Author
from compliance.concerns.models import Concern, Receipt
from compliance.concerns.retention import retain
from compliance.concerns.services import dialogue, submission
from compliance.concerns.services.submission import CODE_TTL
from tests.factories.concerns import key_of, make_concern, open_door

pytestmark = pytest.mark.django_db
# Noon in London: codes end with a day there, and an hour before midnight in winter is the next day in summer.
NOW = timezone.localtime().replace(hour=12)
AFTER = NOW + CODE_TTL + timedelta(days=1)


@pytest.fixture
def concern(db):
    open_door()
    return make_concern(now=NOW).concern


def test_it_works_for_six_months_and_then_no_more(concern):
    assert retain(NOW + CODE_TTL) == 0
    assert retain(AFTER) == 1
    assert not Receipt.objects.exists()
    assert retain(AFTER) == 0


def test_the_concern_stays(concern):
    retain(AFTER)
    assert Concern.objects.get().data_key is not None


@pytest.mark.parametrize("author", Author)
def test_a_message_of_either_side_lets_it_go_on(concern, author):
    dialogue.add_message(concern, key_of(concern), author=author, text="Hello", now=NOW + timedelta(days=100))
    assert retain(AFTER) == 0
    assert retain(AFTER + timedelta(days=100)) == 1


def test_a_new_code_of_an_old_concern_has_its_own_six_months(concern):
    submission.create_receipt(
        concern, key_of(concern), submission.create_code(), today=timezone.localdate(NOW + timedelta(days=100))
    )
    assert retain(AFTER) == 1
    assert Receipt.objects.count() == 1


def test_one_that_was_retired_goes_the_next_day(concern):
    Receipt.objects.update(retired_on=timezone.localdate(NOW))
    assert retain(NOW) == 0
    assert retain(NOW + timedelta(days=1)) == 1
