"""Who may close an alert alone, and who sees the notes of others."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.audits.permissions import can_close_alone, can_see_every_concern_note
from compliance.organisations.choices import Role
from tests.factories.alerts import AlertFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


class TestCanCloseAlone:
    @pytest.mark.parametrize(("hours", "may"), [(0, False), (23, False), (24, True), (100, True)])
    def test_the_only_member_may_a_day_after_they_asked(self, hours, may):
        me = MembershipFactory(role=Role.ADMINISTRATOR)
        alert = AlertFactory(organisation=me.organisation, closing_asked_at=AT, closing_asked_by=me.user)
        assert can_close_alone(me, alert, at=AT + timedelta(hours=hours)) is may

    def test_nobody_may_where_there_is_a_colleague(self):
        me = MembershipFactory(role=Role.ADMINISTRATOR)
        MembershipFactory(organisation=me.organisation)
        alert = AlertFactory(organisation=me.organisation, closing_asked_at=AT, closing_asked_by=me.user)
        assert not can_close_alone(me, alert, at=AT + timedelta(days=9))

    def test_nobody_may_before_it_was_asked(self):
        me = MembershipFactory(role=Role.ADMINISTRATOR)
        assert not can_close_alone(me, AlertFactory(organisation=me.organisation), at=AT)


class TestCanSeeEveryConcernNote:
    def test_a_safeguarding_lead_may(self):
        assert can_see_every_concern_note(MembershipFactory(role=Role.VIEWER, is_safeguarding_lead=True))

    def test_an_administrator_who_is_no_lead_may_not(self):
        assert not can_see_every_concern_note(MembershipFactory(role=Role.ADMINISTRATOR))
