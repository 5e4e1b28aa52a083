"""Tests of the names that a case knows."""

import pytest

from compliance.casework import models as m
from compliance.casework.selectors import people, tellers
from compliance.casework.services import (
    identity,
    known_names,
)
from compliance.referrals.services import consent
from tests.factories.merged import CALLER, called, chain, fresh, merge
from tests.factories.packs import who

pytestmark = pytest.mark.django_db


def test_a_merged_caller_is_named_to_nobody_by_mistake_and_their_safety_still_warns(at_desk):
    first, second, third = chain(at_desk)
    merge(at_desk, first, second)
    case = merge(at_desk, second, third)
    assert CALLER["name"] in known_names.get_known_names(case, at_desk.keys)
    told = people.get_tellers(case, at_desk.keys)
    assert any("voicemail" in warning.lower() for one in told if one.kind == "reporter" for warning in one.warnings)
    row = m.Reporter.objects.get()
    shown = identity.reveal_identity(case=case, kind="reporter", uuid=row.pk, reason="safety", words="", **who(at_desk))
    assert shown.details == CALLER
    assert [one.pk for one in consent.get_reporters(case)] == [row.pk]


def test_known_words_of_tellers_are_the_same_from_either_side(at_desk):
    first, second = at_desk.case(), at_desk.case()
    called(at_desk, second)
    merge(at_desk, first, second)
    assert set(tellers.get_teller_details(fresh(first), at_desk.keys)) >= set(CALLER.values())
