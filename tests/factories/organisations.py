from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from compliance.organisations.choices import LegalForm, ProofMethod, ProofState, Role, TrainingGroup
from compliance.organisations.models import (
    ControlProof,
    Export,
    GroupRequest,
    Handover,
    Invitation,
    JoinRequest,
    Learner,
    Membership,
    Organisation,
    ScopeAnswer,
    TrainingAssignment,
)
from tests.factories.accounts import UserFactory
from tests.factories.training import CourseFactory


class OrganisationFactory(DjangoModelFactory):
    """A confirmed company; confirmed=False for one that has yet to show it speaks for its name."""

    class Meta:
        model = Organisation

    class Params:
        confirmed = True

    name = factory.Sequence(lambda n: f"Invented Goods {n} Limited")
    slug = factory.Sequence(lambda n: f"invented-goods-{n}")
    legal_form = LegalForm.COMPANY
    company_number = factory.Sequence(lambda n: f"8{n:07d}")
    turnover_band = "36m_60m"
    year_end_on = date(2026, 3, 31)
    confirmed_at = factory.Maybe("confirmed", datetime(2026, 1, 5, 9, tzinfo=UTC), None)
    confirmed_by = factory.Maybe("confirmed", ProofMethod.PAGE, "")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.VIEWER
    # Before whatever else happens in a test.
    joined_at = datetime(2024, 1, 1, tzinfo=UTC)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    role = Role.EDITOR
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class JoinRequestFactory(DjangoModelFactory):
    class Meta:
        model = JoinRequest

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)


class ControlProofFactory(DjangoModelFactory):
    class Meta:
        model = ControlProof

    organisation = factory.SubFactory(OrganisationFactory, confirmed=False)
    method = ProofMethod.EVIDENCE
    state = ProofState.CHECKING
    needs_staff = True


class HandoverFactory(DjangoModelFactory):
    class Meta:
        model = Handover

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    message = "She has left."
    asked_at = factory.LazyFunction(timezone.now)


class GroupRequestFactory(DjangoModelFactory):
    """A parent asks the organisation of a company number."""

    class Meta:
        model = GroupRequest

    parent = factory.SubFactory(OrganisationFactory)
    company_number = "99999999"
    asked_at = factory.LazyFunction(timezone.now)


class ScopeAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ScopeAnswer

    organisation = factory.SubFactory(OrganisationFactory)
    period_end_on = date(2026, 3, 31)
    due_on = date(2026, 9, 30)
    answers = factory.LazyFunction(dict)
    outcome = "required"
    reason = "Turnover is at or above 36 million pounds."
    rule = 1
    ruleset = "s54-2015-guidance-2025"


class LearnerFactory(DjangoModelFactory):
    class Meta:
        model = Learner

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence("learner{}@example.org".format)
    name = factory.Sequence("Learner {}".format)
    group = TrainingGroup.FRONT_LINE
    added_at = factory.LazyFunction(timezone.now)


class TrainingAssignmentFactory(DjangoModelFactory):
    """For every member with the role of a viewer, unless roles says otherwise."""

    class Meta:
        model = TrainingAssignment

    organisation = factory.SubFactory(OrganisationFactory)
    course = factory.SubFactory(CourseFactory)
    group = TrainingGroup.PROCUREMENT
    due_on = date(2026, 12, 31)
    roles = [Role.VIEWER.value]
    assigned_at = datetime(2026, 11, 1, 9, tzinfo=UTC)


class ExportFactory(DjangoModelFactory):
    """A list of suppliers of which the worker has made the file, and the bytes are gone."""

    class Meta:
        model = Export

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "suppliers"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    state = "waiting"
