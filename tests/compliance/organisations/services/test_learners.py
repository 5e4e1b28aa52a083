"""Learners come by a list, are known by a confirmed address, and go."""

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress

from compliance.organisations.models import Learner
from compliance.organisations.rules.learner_list import LearnerRow
from compliance.organisations.services import learners
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import LearnerFactory, MembershipFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def boss():
    return MembershipFactory(role="administrator")


def save(boss, *rows, group="procurement"):
    return learners.save_learners(organisation=boss.organisation, rows=rows, group=group, actor=boss.user, at=AT)


def test_a_list_that_is_sent_twice_adds_nobody_twice_and_brings_names_up_to_date(boss):
    save(boss, LearnerRow("ann@acme.example", "Ann"), LearnerRow("ben@acme.example", "Ben", "executives"))
    save(boss, LearnerRow("ann@acme.example", "Ann Example"), group="other")
    assert list(Learner.objects.values_list("name", "group")) == [("Ann Example", "procurement"), ("Ben", "executives")]
    assert Entry.objects.filter(action="organisations.learners.added").count() == 2


def test_only_a_confirmed_address_makes_the_account_known():
    learner = LearnerFactory(email="ann@acme.example")
    user = UserFactory(email="ann@acme.example")
    EmailAddress.objects.filter(user=user).update(verified=False)
    assert learners.link_accounts() == 0
    EmailAddress.objects.update_or_create(user=user, email="ann@acme.example", defaults={"verified": True})
    assert learners.link_accounts() == 1
    learner.refresh_from_db()
    assert learner.user == user
    assert learners.link_accounts() == 0


def test_a_learner_who_was_removed_can_be_added_again(boss):
    (person,) = save(boss, LearnerRow("ann@acme.example", "Ann"))
    learners.end_learner(learner=person, actor=boss.user, at=AT)
    (again,) = save(boss, LearnerRow("ann@acme.example", "Ann"))
    assert again.pk != person.pk
    assert list(Learner.objects.active()) == [again]
