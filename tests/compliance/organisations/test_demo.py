"""The demo's organisations: made once, believable, nobody's."""

from datetime import date

import pytest

from compliance.organisations import demo
from compliance.organisations.models import ControlProof, Membership, Organisation, ScopeAnswer
from portal.accounts.models import User


@pytest.mark.django_db
def test_seeding_twice_changes_nothing_and_every_role_is_there():
    accounts = demo.seed(today=date(2026, 11, 24))
    counts = [model.objects.count() for model in (Organisation, Membership, User, ScopeAnswer, ControlProof)]
    assert demo.seed(today=date(2026, 11, 25)) == accounts
    assert [model.objects.count() for model in (Organisation, Membership, User, ScopeAnswer, ControlProof)] == counts
    assert {firm.slug for firm in demo.FIRMS} == set(Organisation.objects.values_list("slug", flat=True))
    assert len({firm.legal_form for firm in demo.FIRMS if firm.is_confirmed}) >= 4
    assert set(Membership.objects.values_list("role", flat=True)) == {"viewer", "editor", "approver", "administrator"}
    assert ControlProof.objects.get().is_dispute
    assert all(user.email.endswith(".example") for user in User.objects.all())
    assert set(ScopeAnswer.objects.values_list("outcome", flat=True)) == {"required"}
