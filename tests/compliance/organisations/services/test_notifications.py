"""Mails to administrators: to each active one, with the way to the organisation, and to nobody else."""

import pytest
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.organisations.services.notifications import notify_administrators
from portal.core.models import Outbox
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_each_active_administrator_is_mailed_and_nobody_else():
    organisation = OrganisationFactory()
    first, second = (MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR).user for _ in range(2))
    MembershipFactory(organisation=organisation, role=Role.EDITOR)
    MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, ended_at=timezone.now())
    MembershipFactory(role=Role.ADMINISTRATOR)
    notify_administrators(organisation, "confirmed")
    mails = Outbox.objects.all()
    assert {mail.to for mail in mails} == {first.email, second.email}
    assert {mail.template for mail in mails} == {"organisations/confirmed"}


def test_nobody_is_mailed_for_a_closed_organisation():
    organisation = OrganisationFactory(closed_at=timezone.now())
    MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR)
    notify_administrators(organisation, "confirmed")
    assert not Outbox.objects.exists()
