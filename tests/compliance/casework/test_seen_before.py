"""The same premises, plate, phone, page or name in another report is shown, to those who may open that report."""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import Marking
from compliance.casework.services import restricting
from tests.factories.casework import keys_of, taken_by, tell

pytestmark = pytest.mark.django_db


def test_a_case_shows_the_untaken_concern_of_the_same_premises(desk, handler):
    case = taken_by(handler, premises_name="Golden Nails", address="12 High Street", postcode="S40 2AB")
    concern = tell(premises_name="", address="12, High St.", postcode="s402ab", phone="").concern
    desk.get("/desk/")
    page = desk.get(f"/desk/cases/{case.pk}/").text
    assert reverse("desk:untaken", args=[concern.pk]) in page
    assert "Same: premises" in page
    assert case.reference in desk.get(f"/desk/concerns/{concern.pk}/").text
