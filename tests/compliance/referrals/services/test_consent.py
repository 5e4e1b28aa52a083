"""Tests of what people agreed to: the newest word of each person counts, and one no outweighs a yes."""

from datetime import timedelta

import pytest

from compliance.casework.models import PersonGroup
from compliance.referrals.services import consent
from portal.core.exceptions import ActionRefused, RowGone
from tests.factories.merged import called, merge
from tests.factories.packs import who
from tests.factories.referrals import begin, choose, keep_consent, send
from tests.factories.sharing import people

pytestmark = pytest.mark.django_db


def test_what_any_teller_refused_stays_refused_after_a_merge(at_desk):
    first, second = at_desk.case(consent=[]), at_desk.case(consent=["police"])
    caller = called(at_desk, first)
    consent.save_consent(
        case=first, recipient="police", state="refused", reporter=caller, on=at_desk.now.date(), **who(at_desk)
    )
    case = merge(at_desk, first, second)
    assert consent.get_consent_for(case, at_desk.keys, "police").state == "refused"
    with pytest.raises(ActionRefused, match="No one has agreed"):
        send(at_desk, choose(at_desk, begin(at_desk, case), "account"))
    at_desk.now += timedelta(seconds=1)
    consent.save_consent(
        case=case, recipient="police", state="given", reporter=caller, on=at_desk.now.date(), **who(at_desk)
    )
    assert consent.get_consent_for(case, at_desk.keys, "police").state == "given"


def test_a_no_of_one_who_told_us_by_the_site_is_not_undone_by_the_yes_of_another(at_desk):
    first, second = at_desk.case(consent=[]), at_desk.case(consent=[])
    given = {"recipient": "police", "on": at_desk.now.date(), **who(at_desk)}
    consent.save_consent(case=first, state="refused", **given)
    given["at"] += timedelta(hours=1)
    consent.save_consent(case=second, state="given", **given)
    assert consent.get_consent_for(second, at_desk.keys, "police").state == "given"
    case = merge(at_desk, first, second)
    assert consent.get_consent_for(case, at_desk.keys, "police").state == "refused"


def test_a_no_outweighs_the_tick_in_the_form_and_a_later_yes_the_no(at_desk):
    case = at_desk.case()
    state = lambda: consent.get_consent_for(case, at_desk.keys, "police").state  # noqa: E731
    assert state() == "given"
    keep_consent(at_desk, case, "police", "withdrawn")
    assert state() == "withdrawn"
    at_desk.now += timedelta(seconds=1)
    given = keep_consent(at_desk, case, "police", "given")
    assert state() == "given"
    at_desk.now += timedelta(seconds=1)
    keep_consent(at_desk, case, "police", "withdrawn")
    given.refresh_from_db()
    assert given.withdrawn_at == at_desk.now
    assert consent.get_consent_for(case, at_desk.keys, "support_provider").state == "not_asked"


@pytest.mark.parametrize("state", ["given", "refused"])
def test_a_word_of_people_who_were_removed_meanwhile_is_refused(at_desk, state):
    case = at_desk.case()
    group = people(case, at_desk.keys)
    PersonGroup.objects.filter(pk=group.pk).delete()
    given = {"recipient": "police", "on": at_desk.now.date(), "group": group, "state": state}
    with pytest.raises(RowGone):
        consent.save_consent(case=case, **given, **who(at_desk))
